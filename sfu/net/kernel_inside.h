/* What the halves of the packet path share and nobody else sees: its memory, its bounds, and who calls whom.
 *
 * The rule: kernel.c owns sockets, transports and turns, kernel_send.c what is on its way out, kernel_map.c the maps.
 */
#ifndef VISAVIS_KERNEL_INSIDE_H
#define VISAVIS_KERNEL_INSIDE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "kernel.h"

#include <sys/socket.h>
#include <time.h>

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

#define BATCH 64          /* datagrams read in one call */
#define BATCHES 16        /* read in one turn, so that the loop gets its own */
#define DATAGRAM 2048     /* longer ones are refused */
#define SOCKETS 128
#define POOL 8192         /* packets between reception and sending */
#define MESSAGES 256      /* trains sent in one call */
#define TRAIN 16          /* packets a train: longer ones overrun the queues of real last miles */
#define PAD 24            /* octets that a packet may be padded by to ride along */
#define ROOM 1900         /* plain octets that still fit with what protection adds */
#define DELAY_EDGES 14
#define POLL 0.002        /* seconds between two looks at sockets while media comes densely */
#define DENSE 0.004       /* seconds between two turns with media that make it so */
#define REPORTS 512       /* octets of a receiver report that is kept for Python */
#define TELL_MANY 100     /* feedback.MANY */
#define TIMER UINT32_MAX  /* the timer, among the numbers of sockets */

/* core/pacer.py's */
#define PACE_BURST 0.025
#define PACE_LEAST_BURST 3000
#define PACE_LONGEST 0.25
#define PACE_WAITING 512

typedef int (*srtp_fn)(void *session, void *packet, int *length);

typedef struct {
  uint64_t a, b, c;
  void *value; /* NULL: free */
} entry_t;

typedef struct {
  entry_t *entries;
  size_t size, used; /* size: a power of two */
} map_t;

struct transport {
  void *rx, *tx;
  int socket; /* index, -1: Python delivers */
  socklen_t address_length;
  struct sockaddr_storage address;
  int sequence_id, level_id;
  arrivals_t *arrivals;
  packet_t *first, *last;
  uint8_t waited;    /* its last picture was unfinished a turn ago */
  transport_t *next; /* with packets to send */
  sent_t *sent;      /* [SENT], NULL: nobody asks when packets went out */
  double rate;       /* octets a second that paced packets may take, 0: any; the rest as in core/pacer.py */
  double level, paced_at;
  packet_t *held, *held_last; /* paced packets that wait their turn */
  uint32_t waiting, waiting_octets;
  uint8_t is_active;
  feedback_t *heard;    /* what the peer told of the packets in `sent`, until Python takes it */
  detector_t *detector; /* and what that says of its line */
  uint8_t reports[REPORTS]; /* the peer's last receiver report, until Python takes it */
  int reports_length;
  double reports_at;
};

struct kernel {
  srtp_fn protect, protect_rtcp, unprotect, unprotect_rtcp;
  int segmentation, padding;
  double delay_edges[DELAY_EDGES]; /* seconds */
  stats_t stats;
  map_t addresses, routes;
  transport_t *active;  /* with packets to send */
  uint32_t held;        /* packets that wait in all transports */
  transport_t deliver;  /* of rows that no transport of ours serves */
  packet_t *packets, *unused; /* all of them, and those that were used and are free */
  int fresh;                  /* packets never used so far: their pages were never touched */
  packet_t *outbox, *outbox_last, *delivered;
  uint32_t *feedback;
  transport_t **served; /* by row of TransportTable */
  uint32_t rows;

  int epoll, timer, sockets, fds[SOCKETS];
  uint8_t hot[SOCKETS]; /* read in every turn until `rest` asks the system to tell again */
  uint8_t patient[SOCKETS]; /* always hot: the system is not asked to tell */
  uint8_t timed;        /* a turn is due by the timer */
  uint8_t ended;        /* nothing is read any more in this turn */
  uint8_t came, open;   /* in this turn: RTP, the last of it in the middle of a picture */
  int reading, batches, source; /* socket to read next, calls so far, socket of the batch */
  double now, flushed_at, media_at; /* media_at: the last turn with RTP */
  struct timespec began, began_real;

  int cursor, count;
  struct mmsghdr in[BATCH];
  struct iovec in_vectors[BATCH];
  struct sockaddr_storage sources[BATCH];
  uint8_t controls[BATCH][128];
  uint8_t datagrams[BATCH][DATAGRAM] __attribute__((aligned(16)));

  int messages, vectors;
  struct mmsghdr out[MESSAGES];
  struct iovec out_vectors[MESSAGES * TRAIN];
  uint8_t out_controls[MESSAGES][CMSG_SPACE(sizeof(uint16_t))];
};

/* kernel_map.c */
int map_new(map_t *m, size_t size);
entry_t *map_find(const map_t *m, uint64_t a, uint64_t b, uint64_t c);
int map_put(map_t *m, uint64_t a, uint64_t b, uint64_t c, void *value);
void map_remove(map_t *m, entry_t *e);

/* kernel_reports.c */
int reports_keep(transport_t *t, const uint8_t *packet, int length, double at);

/* kernel_told.c */
void told_soon(kernel_t *k, transport_t *t, uint32_t media, double at);

/* kernel_send.c */
void send_flush(kernel_t *k, double now, int all);
void send_drop(kernel_t *k, transport_t *t);

#endif
