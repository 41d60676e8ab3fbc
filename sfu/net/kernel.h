/* The kernel's memory and calls. What stands between the two marks is read by kernel_build.py as the cffi definition.
 *
 * The rule: the first structures are core's records (sfu/core/records.py, state.py), field by field; kernel.py compares
 * sizes and offsets when it loads the extension and refuses one that differs.
 */
#ifndef VISAVIS_KERNEL_H
#define VISAVIS_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* --- cdef --- */
typedef struct {
  int8_t layer;
  uint32_t restarts;
  int64_t first;
  int64_t sequence_offset;
  uint32_t timestamp_offset;
  uint16_t picture_offset;
  uint8_t tl0_offset;
  uint8_t key_offset;
} segment_t;

typedef struct {
  uint32_t ssrc;
  uint32_t rtx_ssrc;
  uint8_t payload_type;
  uint8_t rtx_payload_type;
  uint8_t mid_id;
  uint8_t audio_level_id;
  uint8_t twcc_id;
  uint8_t abs_send_time_id;
  uint8_t mid_length;
  uint8_t descriptor_id; /* rows that have one are Python's */
  uint8_t flags;
  uint8_t mid[16];
  int32_t transport;
  int8_t layer;
  int8_t target;
  uint8_t started;
  int64_t floor;
  int64_t sequence_offset;
  uint32_t timestamp_offset;
  uint16_t picture_offset;
  uint8_t tl0_offset;
  uint8_t key_offset;
  segment_t segments[8];
  uint32_t segment_count;
  int64_t repeat_floor;
  int64_t last_sequence;
  uint32_t last_timestamp;
  double last_sent;
  uint16_t last_picture;
  uint8_t last_tl0;
  uint8_t last_key;
  uint64_t packets;
  uint64_t octets;
  uint16_t rtx_sequence;
  uint64_t repeated;
  double rtt;
  double repeat_budget;
  double repeat_refilled;
  uint32_t report_ntp[4];
  double report_sent[4];
  uint8_t report_next;
} row_t;

typedef struct {
  int64_t highest;
  int64_t taken;
  uint64_t packets;
  uint64_t octets;
  double last_received;
  double jitter;
  double transit;
  int64_t *seen;
  uint32_t clock_rate;
} stream_t;

typedef struct {
  int64_t sequence;
  uint64_t position;
  double at;
  uint32_t timestamp;
  uint16_t size;
  uint8_t starts;
} slot_t;

typedef struct {
  int64_t highest;
  int64_t removed;
  double last_received;
  int64_t *seen;
  slot_t *slots;
  uint8_t *ring;
  double stored;
  uint64_t head;
  uint32_t capacity;
  uint32_t ssrc;
  uint8_t begun;
} layer_t;

typedef struct {
  uint32_t count;
  uint16_t sequence[512];
  double at[512];
  int64_t next;
  double told_at;
  double interval;
  uint32_t sender;
  uint8_t feedbacks;
  uint8_t usual;
} arrivals_t;

typedef struct {
  uint32_t count;
  uint8_t level[64];
  uint32_t timestamp[64];
  double at[64];
} levels_t;

/* When a packet with a transport-wide number went out (core/bandwidth/sent.py). */
typedef struct {
  double at;
  uint16_t size;
  uint16_t sequence;
  uint32_t reserved;
} sent_t;

/* Packets sent together, and feedbacks as core/bandwidth/arrivals.py reads them, until Python took them. */
typedef struct {
  double first_sent, last_sent, received;
  uint32_t octets, packets;
} group_t;

typedef struct {
  group_t groups[256];
  int count;
  uint32_t received, octets, lost;
  double newest;     /* remembered: when the last sent of all that arrived was sent */
  int64_t reference; /* remembered: of the last feedback, unwrapped, if begun */
  uint8_t begun;
} feedback_t;

/* What core/bandwidth/delay.py keeps of one subscriber's line. */
typedef struct {
  double queue, standing;
  int usage; /* USAGE_* */
  uint8_t over;
  uint32_t groups, count;
  double last_sent, origin, ground, ground_next, ground_until, base, smoothed, threshold, adapted;
  double sums[4]; /* x, y, xx, xy */
  double points[20][2];
} detector_t;

/* One publication as the packet path sees it. rows NULL: something changed, ask Python, which fills it in again. */
typedef struct {
  row_t *rows;
  uint32_t count;
  uint16_t *sent_feedback; /* [count][HISTORY] */
  uint8_t video;           /* else audio */
  uint8_t codec;           /* CODEC_*; 0 in a video: every packet goes to Python */
  uint8_t muted;
  uint8_t level_id; /* of the publisher's audio level extension, 0: none */
} publication_t;

/* Where packets with one SSRC of a transport belong. */
typedef struct {
  stream_t *stream;
  layer_t *layer;
  levels_t *levels;
  publication_t *publication;
  int8_t index; /* the layer's */
} route_t;

typedef struct transport transport_t;
typedef struct kernel kernel_t;

/* What Python must see. data is valid until the next call of kernel_next. */
typedef struct {
  int kind; /* EVENT_* */
  int socket;
  transport_t *transport;
  uint8_t *data;
  int length;
  double at;
  uint8_t address[28]; /* struct sockaddr_in or sockaddr_in6 */
} event_t;

typedef struct {
  uint64_t received, received_octets, sent, sent_octets, forwarded, fast, slow;
  uint64_t unknown_address, oversized, before_keys, srtp_auth, srtp_replay, protect_failed, blocked, failed, exhausted;
  uint64_t delay[15]; /* packets by the edges given at the start, the last: later */
  double delay_sum;
} stats_t;

kernel_t *kernel_new(void *protect, void *protect_rtcp, void *unprotect, void *unprotect_rtcp, int segmentation,
                     int padding, const double delay_edges[14]);
void kernel_free(kernel_t *k);
stats_t *kernel_stats(kernel_t *k);
int kernel_segmentation(const kernel_t *k);
int kernel_add_socket(kernel_t *k, int fd, int patient);
int kernel_wait_fd(const kernel_t *k);
int kernel_use_feedback(kernel_t *k, uint32_t *feedback, uint32_t count);

transport_t *kernel_transport_new(kernel_t *k);
void kernel_transport_free(kernel_t *k, transport_t *t);
void kernel_transport_keys(transport_t *t, void *rx, void *tx);
void kernel_transport_ids(transport_t *t, int transport_sequence, int audio_level, arrivals_t *arrivals);
int kernel_transport_path(kernel_t *k, transport_t *t, int socket, const uint8_t *address, int length);
void kernel_transport_serve(kernel_t *k, transport_t *t, int32_t row);
void kernel_transport_sent(transport_t *t, sent_t *sent, feedback_t *heard, detector_t *detector);
void kernel_transport_pace(transport_t *t, double rate);
int kernel_transport_reports(transport_t *t, uint8_t **data, double *at);
int kernel_held(const kernel_t *k);
int kernel_read_feedback(const uint8_t *packet, int length, sent_t *ring, feedback_t *out, detector_t *detector);
int kernel_told(arrivals_t *a, uint32_t media, double at, uint8_t *out);
void kernel_delay_begin(detector_t *d);
void kernel_delay(detector_t *d, const group_t *groups, int count);

int kernel_learn(kernel_t *k, const uint8_t *address, int length, transport_t *t);
void kernel_forget(kernel_t *k, const uint8_t *address, int length, const transport_t *t);
int kernel_route(kernel_t *k, transport_t *t, uint32_t ssrc, route_t *route);
void kernel_unroute(kernel_t *k, transport_t *t, uint32_t ssrc);

int kernel_turn(kernel_t *k, double now, event_t *event);
int kernel_next(kernel_t *k, event_t *event);
int kernel_take(kernel_t *k, transport_t *t, const uint8_t *packet, int length, double at, event_t *event);
int kernel_forward(kernel_t *k, publication_t *publication, int layer, const uint8_t *packet, int payload, int end,
                   int64_t sequence, int level, double at);
int kernel_send(kernel_t *k, transport_t *t, const uint8_t *packet, int length, int feedback, int paced);
void kernel_flush(kernel_t *k, double now, int all);
int kernel_outbox(kernel_t *k, int32_t *row, transport_t **t, uint8_t **data);
/* --- end --- */

enum { CODEC_VP8 = 1, CODEC_H264, CODEC_VP9, CODEC_AV1 };
enum { EVENT_NONE, EVENT_DATAGRAM, EVENT_RTCP, EVENT_RTP, EVENT_FEEDBACK, EVENT_DELIVER };

enum { USAGE_NORMAL, USAGE_OVER, USAGE_UNDER };

#define TREND 20          /* delay.WINDOW */
#define HISTORY 512       /* records.HISTORY */
#define SEEN_STREAM 2048  /* reception.WINDOW */
#define SEEN_LAYER 1024   /* source.SEEN */
#define SLOTS 1024        /* history.SLOTS */
#define ARRIVALS 512      /* state.ARRIVALS */
#define LEVELS 64         /* state.LEVELS */
#define SENT 4096         /* sent.SLOTS */
#define FEEDBACK_GROUPS 256

/* A packet on its way out: whole, plain until it is sent. */
typedef struct packet {
  struct packet *next;
  transport_t *transport;
  double at;        /* when it came in, NaN if it did not */
  int32_t row;      /* of TransportTable, for packets that Python delivers */
  int32_t feedback; /* its transport-wide number, -1: none */
  uint16_t length;
  uint8_t may_pad;
  uint8_t unfinished; /* more of its picture is to come */
  uint8_t paced;
  uint8_t data[2048 + 160] __attribute__((aligned(16)));
} packet_t;

/* What the media half (kernel_media.c) asks of the other (kernel.c). */
packet_t *kernel_packet(kernel_t *k, int32_t row);
void kernel_queue(kernel_t *k, packet_t *p);
uint32_t *kernel_feedback(kernel_t *k, int32_t row);
int media_take(kernel_t *k, const route_t *route, int sequence_id, int level_id, arrivals_t *arrivals, uint8_t *data,
               int length, double at);
int media_forward(kernel_t *k, const publication_t *publication, int layer, const uint8_t *packet, int payload,
                  int end, int64_t sequence, int level, double at);

static inline uint16_t get16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t get32(const uint8_t *p) { return (uint32_t)get16(p) << 16 | get16(p + 2); }
static inline void put16(uint8_t *p, uint16_t v) { p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v; }
static inline void put32(uint8_t *p, uint32_t v) { put16(p, (uint16_t)(v >> 16)), put16(p + 2, (uint16_t)v); }

#endif
