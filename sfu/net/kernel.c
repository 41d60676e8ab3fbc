/* The packet path's sockets in C: batches in, found by address, unprotected; protected, in trains, out.
 *
 * The rule: everything is bounded (packets in flight by a pool, a turn by batches), every return code is read, and what
 * is dropped is counted. Nothing here waits: a full socket drops. One thread uses a kernel, the event loop's.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "kernel.h"

#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

#define BATCH 64          /* datagrams read in one call */
#define BATCHES 16        /* read in one turn, so that the loop gets its own */
#define DATAGRAM 2048     /* longer ones are refused */
#define SOCKETS 64
#define POOL 8192         /* packets between reception and sending */
#define MESSAGES 256      /* trains sent in one call */
#define TRAIN 16          /* packets a train: longer ones overrun the queues of real last miles */
#define PAD 24            /* octets that a packet may be padded by to ride along */
#define ROOM 1900         /* plain octets that still fit with what protection adds */
#define DELAY_EDGES 14

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
};

struct kernel {
  srtp_fn protect, unprotect, unprotect_rtcp;
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

  int epoll, sockets, fds[SOCKETS];
  uint8_t hot[SOCKETS]; /* read in every turn until nothing came */
  int reading, batches, source; /* socket to read next, calls so far, socket of the batch */
  double now, flushed_at;
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

static double seconds(const struct timespec *later, const struct timespec *sooner) {
  return (double)(later->tv_sec - sooner->tv_sec) + (double)(later->tv_nsec - sooner->tv_nsec) * 1e-9;
}

/* ---- maps: open addressing, linear probing, removal by moving back ---- */

static size_t place(const map_t *m, uint64_t a, uint64_t b, uint64_t c) {
  uint64_t h = a * 0x9E3779B97F4A7C15u ^ (b + 0x632BE59BD9B4E019u) * 0xC2B2AE3D27D4EB4Fu ^ c * 0x165667B19E3779F9u;
  h ^= h >> 32, h *= 0xD6E8FEB86659FD93u, h ^= h >> 32;
  return (size_t)h & (m->size - 1);
}

static entry_t *find(const map_t *m, uint64_t a, uint64_t b, uint64_t c) {
  size_t i = place(m, a, b, c);
  while (m->entries[i].value && (m->entries[i].a != a || m->entries[i].b != b || m->entries[i].c != c))
    i = (i + 1) & (m->size - 1);
  return m->entries + i;
}

static int map_new(map_t *m, size_t size) {
  m->entries = calloc(size, sizeof *m->entries);
  m->size = size, m->used = 0;
  return m->entries != NULL;
}

static int map_put(map_t *m, uint64_t a, uint64_t b, uint64_t c, void *value) {
  if (2 * (m->used + 1) > m->size) {
    map_t grown;
    if (!map_new(&grown, m->size * 2))
      return 0;
    for (size_t i = 0; i < m->size; i++)
      if (m->entries[i].value)
        *find(&grown, m->entries[i].a, m->entries[i].b, m->entries[i].c) = m->entries[i];
    grown.used = m->used;
    free(m->entries);
    *m = grown;
  }
  entry_t *e = find(m, a, b, c);
  m->used += !e->value;
  *e = (entry_t){a, b, c, value};
  return 1;
}

static void map_remove(map_t *m, entry_t *e) {
  if (!e->value)
    return;
  size_t hole = (size_t)(e - m->entries), i = hole, mask = m->size - 1;
  m->used--;
  for (;;) {
    m->entries[hole].value = NULL;
    do {
      i = (i + 1) & mask;
      if (!m->entries[i].value)
        return;
    } while (((i - place(m, m->entries[i].a, m->entries[i].b, m->entries[i].c)) & mask) < ((i - hole) & mask));
    m->entries[hole] = m->entries[i];
    hole = i;
  }
}

/* ---- life ---- */

kernel_t *kernel_new(void *protect, void *unprotect, void *unprotect_rtcp, int segmentation, int padding,
                     const double delay_edges[DELAY_EDGES]) {
  kernel_t *k = calloc(1, sizeof *k);
  if (!k)
    return NULL;
  k->protect = (srtp_fn)protect, k->unprotect = (srtp_fn)unprotect, k->unprotect_rtcp = (srtp_fn)unprotect_rtcp;
  k->segmentation = segmentation, k->padding = padding;
  memcpy(k->delay_edges, delay_edges, sizeof k->delay_edges);
  k->epoll = epoll_create1(EPOLL_CLOEXEC);
  k->packets = malloc(POOL * sizeof *k->packets);
  if (k->epoll < 0 || !k->packets || !map_new(&k->addresses, 256) || !map_new(&k->routes, 256)) {
    kernel_free(k);
    return NULL;
  }
  k->fresh = POOL;
  k->deliver.socket = -1;
  return k;
}

void kernel_free(kernel_t *k) {
  if (!k)
    return;
  if (k->epoll >= 0)
    close(k->epoll);
  free(k->addresses.entries);
  free(k->routes.entries);
  free(k->served);
  free(k->packets);
  free(k);
}

stats_t *kernel_stats(kernel_t *k) { return &k->stats; }
int kernel_segmentation(const kernel_t *k) { return k->segmentation; }
int kernel_wait_fd(const kernel_t *k) { return k->epoll; }

/* Reads this socket from now on. Its index, -1 when there are too many. */
int kernel_add_socket(kernel_t *k, int fd) {
  if (k->sockets == SOCKETS)
    return -1;
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (uint32_t)k->sockets};
  if (epoll_ctl(k->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
    return -1;
  k->fds[k->sockets] = fd;
  return k->sockets++;
}

/* The transports' feedback counters, `count` of them; they move when their table grows. */
int kernel_use_feedback(kernel_t *k, uint32_t *feedback, uint32_t count) {
  if (count > k->rows) {
    transport_t **served = calloc(count, sizeof *served);
    if (!served)
      return 0;
    if (k->rows)
      memcpy(served, k->served, k->rows * sizeof *served);
    free(k->served);
    k->served = served, k->rows = count;
  }
  k->feedback = feedback;
  return 1;
}

transport_t *kernel_transport_new(kernel_t *k) {
  (void)k;
  transport_t *t = calloc(1, sizeof *t);
  if (t)
    t->socket = -1, t->level = PACE_LEAST_BURST;
  return t;
}

/* Notes when packets with a transport-wide number go out; NULL: not any more. */
void kernel_transport_sent(transport_t *t, sent_t *sent) { t->sent = sent; }

/* Paces the transport's video at `rate` octets a second from the next flush on, 0: not at all. */
void kernel_transport_pace(transport_t *t, double rate) { t->rate = rate > 0 ? rate : 0; }

/* Packets that wait for their pace: flush again in some milliseconds. */
int kernel_held(const kernel_t *k) { return (int)k->held; }

static void drop_queue(kernel_t *k, transport_t *t) {
  while (t->first) {
    packet_t *p = t->first;
    t->first = p->next;
    p->next = k->unused, k->unused = p;
  }
  t->last = NULL;
}

/* Nothing may name it any more: addresses and routes are taken back before. */
void kernel_transport_free(kernel_t *k, transport_t *t) {
  drop_queue(k, t);
  k->held -= t->waiting;
  t->first = t->held;
  drop_queue(k, t);
  for (transport_t **at = &k->active; *at; at = &(*at)->next)
    if (*at == t) {
      *at = t->next;
      break;
    }
  for (packet_t *p = k->outbox; p; p = p->next)
    if (p->transport == t)
      p->transport = NULL, p->row = -1;
  for (uint32_t i = 0; i < k->rows; i++)
    if (k->served[i] == t)
      k->served[i] = NULL;
  free(t);
}

void kernel_transport_keys(transport_t *t, void *rx, void *tx) { t->rx = rx, t->tx = tx; }

void kernel_transport_ids(transport_t *t, int transport_sequence, int audio_level, arrivals_t *arrivals) {
  t->sequence_id = transport_sequence, t->level_id = audio_level, t->arrivals = arrivals;
}

/* Where its packets go: a socket's index and an address, or -1: Python delivers them (kernel_outbox). */
int kernel_transport_path(kernel_t *k, transport_t *t, int socket, const uint8_t *address, int length) {
  if (socket >= k->sockets || length < 0 || (size_t)length > sizeof t->address)
    return 0;
  t->socket = socket;
  t->address_length = (socklen_t)length;
  if (length)
    memcpy(&t->address, address, (size_t)length);
  return 1;
}

/* Packets of rows that name `row` of TransportTable go to t from now on; NULL: to Python. */
void kernel_transport_serve(kernel_t *k, transport_t *t, int32_t row) {
  if (row >= 0 && (uint32_t)row < k->rows)
    k->served[row] = t;
}

/* ---- who an address is ---- */

static void address_key(const void *address, uint64_t key[3]) {
  key[0] = key[1] = key[2] = 0;
  const struct sockaddr *any = address;
  if (any->sa_family == AF_INET6) {
    const struct sockaddr_in6 *six = address;
    memcpy(key + 1, &six->sin6_addr, 16);
    key[0] = (uint64_t)six->sin6_scope_id << 32 | (uint64_t)AF_INET6 << 16 | six->sin6_port;
  } else {
    const struct sockaddr_in *four = address;
    key[0] = (uint64_t)AF_INET << 16 | four->sin_port;
    key[1] = four->sin_addr.s_addr;
  }
}

static int known_address(const uint8_t *address, int length, uint64_t key[3]) {
  struct sockaddr_storage copy;
  if (length < (int)sizeof(struct sockaddr_in) || (size_t)length > sizeof copy)
    return 0;
  memset(&copy, 0, sizeof copy);
  memcpy(&copy, address, (size_t)length);
  if (copy.ss_family == AF_INET6 && length < (int)sizeof(struct sockaddr_in6))
    return 0;
  address_key(&copy, key);
  return 1;
}

int kernel_learn(kernel_t *k, const uint8_t *address, int length, transport_t *t) {
  uint64_t key[3];
  return known_address(address, length, key) && map_put(&k->addresses, key[0], key[1], key[2], t);
}

void kernel_forget(kernel_t *k, const uint8_t *address, int length, const transport_t *t) {
  uint64_t key[3];
  if (!known_address(address, length, key))
    return;
  entry_t *e = find(&k->addresses, key[0], key[1], key[2]);
  if (e->value == t)
    map_remove(&k->addresses, e);
}

int kernel_route(kernel_t *k, transport_t *t, uint32_t ssrc, route_t *route) {
  return map_put(&k->routes, (uint64_t)(uintptr_t)t, ssrc, 0, route);
}

void kernel_unroute(kernel_t *k, transport_t *t, uint32_t ssrc) {
  map_remove(&k->routes, find(&k->routes, (uint64_t)(uintptr_t)t, ssrc, 0));
}

/* ---- packets on their way ---- */

static transport_t *server_of(const kernel_t *k, int32_t row) {
  return row >= 0 && (uint32_t)row < k->rows ? k->served[row] : NULL;
}

static packet_t *take_packet(kernel_t *k, transport_t *t, int32_t row) {
  if (!k->unused && !k->fresh)
    kernel_flush(k, k->now, 1);
  packet_t *p = k->unused;
  if (p)
    k->unused = p->next;
  else if (k->fresh)
    p = k->packets + --k->fresh;
  else
    return NULL;
  p->next = NULL, p->transport = t, p->row = row, p->feedback = -1, p->at = NAN;
  p->may_pad = p->unfinished = p->paced = 0;
  return p;
}

/* A packet for the transport that serves `row`; NULL when there is no memory for more. */
packet_t *kernel_packet(kernel_t *k, int32_t row) {
  transport_t *t = server_of(k, row);
  packet_t *p = row >= 0 && (uint32_t)row < k->rows ? take_packet(k, t ? t : &k->deliver, row) : NULL;
  if (!p)
    k->stats.exhausted++;
  return p;
}

uint32_t *kernel_feedback(kernel_t *k, int32_t row) { return k->feedback + row; }

static void append(transport_t *t, packet_t *p) {
  if (t->last)
    t->last->next = p;
  else
    t->first = p;
  t->last = p;
}

static void activate(kernel_t *k, transport_t *t) {
  if (t->is_active)
    return;
  t->is_active = 1;
  t->next = k->active, k->active = t;
}

void kernel_queue(kernel_t *k, packet_t *p) {
  transport_t *t = p->transport;
  append(t, p);
  activate(k, t);
}

/* A whole plain packet that Python made. feedback: its transport-wide number, -1: none; paced: it may wait (see pace).
 * 0: dropped. */
int kernel_send(kernel_t *k, transport_t *t, const uint8_t *packet, int length, int feedback, int paced) {
  packet_t *p = length >= 12 && length <= ROOM ? take_packet(k, t, -1) : NULL;
  if (!p) {
    k->stats.exhausted++;
    return 0;
  }
  p->feedback = feedback, p->paced = (uint8_t)paced;
  memcpy(p->data, packet, (size_t)length);
  p->length = (uint16_t)length;
  kernel_queue(k, p);
  return 1;
}

int kernel_forward(kernel_t *k, publication_t *publication, int layer, const uint8_t *packet, int payload, int end,
                   int64_t sequence, int level, double at) {
  if (payload < 12 || end < payload || end > ROOM || !publication->rows)
    return -1;
  int given = media_forward(k, publication, layer, packet, payload, end, sequence, level, at);
  k->stats.forwarded += (uint64_t)given;
  return given;
}

/* ---- pacing: core/pacer.py in C ---- */

static void hold(kernel_t *k, transport_t *t, packet_t *p) {
  p->next = NULL;
  if (t->held_last)
    t->held_last->next = p;
  else
    t->held = p;
  t->held_last = p;
  t->waiting++, t->waiting_octets += p->length, k->held++;
}

static packet_t *release(kernel_t *k, transport_t *t) {
  packet_t *p = t->held;
  t->held = p->next;
  if (!t->held)
    t->held_last = NULL;
  p->next = NULL;
  t->waiting--, t->waiting_octets -= p->length, k->held--;
  return p;
}

/* Leaves in the transport's queue what may go now. Paced packets wait in order; a long queue speeds the pace up, and
 * what is over the bounds goes at once: nothing is dropped. */
static void pace(kernel_t *k, transport_t *t, double now) {
  if (t->rate <= 0 && !t->held)
    return;
  packet_t *p = t->first;
  t->first = t->last = NULL;
  while (p) {
    packet_t *next = p->next;
    p->next = NULL;
    if (p->paced)
      hold(k, t, p);
    else
      append(t, p), t->level = t->level > p->length ? t->level - p->length : t->level > 0 ? 0 : t->level; /* no debts */
    p = next;
  }
  if (!t->held)
    return; /* the level rises when something waits: by what it was worth to wait, as in core */
  double rate = t->waiting_octets / PACE_LONGEST > t->rate ? t->waiting_octets / PACE_LONGEST : t->rate;
  double passed = now - t->paced_at > 0 ? now - t->paced_at : 0, most = rate * PACE_BURST;
  t->paced_at = now;
  t->level += rate * (passed < 1 ? passed : 1);
  if (t->level > (most > PACE_LEAST_BURST ? most : PACE_LEAST_BURST))
    t->level = most > PACE_LEAST_BURST ? most : PACE_LEAST_BURST;
  while (t->held && (t->level > 0 || t->rate <= 0 || t->waiting > PACE_WAITING || k->held > POOL / 2)) {
    p = release(k, t);
    append(t, p), t->level -= p->length;
    if (t->level < -PACE_LEAST_BURST)
      t->level = -PACE_LEAST_BURST;
  }
}

/* ---- sending ---- */

static int encrypt(kernel_t *k, packet_t *p) {
  int length = p->length;
  if (p->transport->tx && (length > ROOM || k->protect(p->transport->tx, p->data, &length) != 0)) {
    k->stats.protect_failed++;
    return 0;
  }
  p->length = (uint16_t)length;
  if (p->feedback >= 0 && p->transport->sent)
    p->transport->sent[p->feedback & (SENT - 1)] = (sent_t){k->flushed_at, p->length, (uint16_t)p->feedback, 0};
  return 1;
}

/* How many packets from p on make one train, and the size of each but the last. All plain. */
static int train_of(const kernel_t *k, const packet_t *p, int *segment) {
  int count = 1, low = p->length, high = low, rigid = !p->may_pad;
  const packet_t *q = p->next;
  for (; q && count < TRAIN && k->segmentation; q = q->next, count++) {
    int higher = q->length > high ? q->length : high, lower = q->length < low ? q->length : low;
    int pad = k->padding ? PAD : 0;
    if (higher - lower > pad || (rigid && higher > high) || (!q->may_pad && q->length < higher))
      break;
    low = lower, high = higher, rigid |= !q->may_pad;
  }
  if (q && count < TRAIN && k->segmentation && q->length < high)
    count++; /* a shorter one ends the train */
  *segment = high;
  return count;
}

/* RFC 3550 section 5.1: the last octet counts them all. */
static void pad(packet_t *p, int size) {
  int more = size - p->length;
  if (more <= 0 || p->data[0] & 0x20)
    return;
  memset(p->data + p->length, 0, (size_t)more);
  p->data[0] |= 0x20;
  p->data[size - 1] = (uint8_t)more;
  p->length = (uint16_t)size;
}

static void count_sent(kernel_t *k, const struct msghdr *m) {
  for (size_t i = 0; i < m->msg_iovlen; i++)
    k->stats.sent++, k->stats.sent_octets += m->msg_iov[i].iov_len;
}

/* A train that the device would not cut apart, packet by packet. */
static void send_apart(kernel_t *k, int fd, const struct msghdr *m) {
  for (size_t i = 0; i < m->msg_iovlen; i++) {
    if (sendto(fd, m->msg_iov[i].iov_base, m->msg_iov[i].iov_len, MSG_DONTWAIT, m->msg_name, m->msg_namelen) >= 0)
      k->stats.sent++, k->stats.sent_octets += m->msg_iov[i].iov_len;
    else if (errno == EAGAIN || errno == ENOBUFS)
      k->stats.blocked++;
    else
      k->stats.failed++;
  }
}

static void send_messages(kernel_t *k, int fd) {
  int done = 0;
  while (done < k->messages) {
    int sent = sendmmsg(fd, k->out + done, (unsigned)(k->messages - done), MSG_DONTWAIT);
    for (int i = 0; i < sent; i++)
      count_sent(k, &k->out[done + i].msg_hdr);
    if (sent > 0) {
      done += sent;
      continue;
    }
    struct msghdr *failed = &k->out[done].msg_hdr;
    if (errno == EINTR)
      continue;
    if (errno == EAGAIN || errno == ENOBUFS) { /* drop rather than queue */
      for (; done < k->messages; done++)
        k->stats.blocked += k->out[done].msg_hdr.msg_iovlen;
    } else if (failed->msg_control && (errno == EIO || errno == EINVAL || errno == EMSGSIZE || errno == ENOPROTOOPT)) {
      k->segmentation = 0; /* a device that cannot: not tried again on this node */
      send_apart(k, fd, failed);
      done++;
    } else {
      k->stats.failed += failed->msg_iovlen;
      done++;
    }
  }
  k->messages = k->vectors = 0;
}

static void add_message(kernel_t *k, transport_t *t, int first, int count, int segment) {
  struct msghdr *m = &k->out[k->messages].msg_hdr;
  *m = (struct msghdr){.msg_name = &t->address,
                       .msg_namelen = t->address_length,
                       .msg_iov = k->out_vectors + first,
                       .msg_iovlen = (size_t)count};
  if (count > 1) {
    uint8_t *control = k->out_controls[k->messages];
    m->msg_control = control, m->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    c->cmsg_level = SOL_UDP, c->cmsg_type = UDP_SEGMENT, c->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t size = (uint16_t)segment;
    memcpy(CMSG_DATA(c), &size, sizeof size);
  }
  k->messages++;
}

static void count_delay(kernel_t *k, const packet_t *p, double now) {
  double delay = now - p->at;
  if (isnan(delay))
    return;
  int i = 0;
  while (i < DELAY_EDGES && delay > k->delay_edges[i])
    i++;
  k->stats.delay[i]++;
  k->stats.delay_sum += delay;
}

/* The queue of one transport, protected, as messages. Its packets stay where they are until the messages are sent. */
static void make_trains(kernel_t *k, transport_t *t, int fd, double now) {
  packet_t *p = t->first;
  while (p) {
    if (k->messages == MESSAGES || k->vectors + TRAIN > MESSAGES * TRAIN)
      send_messages(k, fd);
    int segment, count = train_of(k, p, &segment), first = k->vectors, protected = 0;
    for (int i = 0; i < count; i++, p = p->next) {
      if (i < count - 1)
        pad(p, segment);
      count_delay(k, p, now);
      if (!encrypt(k, p)) { /* a gap in a train is no train: what came before goes by itself */
        if (k->vectors > first)
          add_message(k, t, first, k->vectors - first, protected);
        first = k->vectors;
        continue;
      }
      if (k->vectors == first)
        protected = p->length;
      k->out_vectors[k->vectors++] = (struct iovec){.iov_base = p->data, .iov_len = p->length};
    }
    if (k->vectors > first)
      add_message(k, t, first, k->vectors - first, protected);
  }
}

static void deliver(kernel_t *k, transport_t *t) {
  while (t->first) {
    packet_t *p = t->first;
    t->first = p->next;
    p->next = NULL;
    if (!encrypt(k, p)) {
      p->next = k->unused, k->unused = p;
      continue;
    }
    if (k->outbox_last)
      k->outbox_last->next = p;
    else
      k->outbox = p;
    k->outbox_last = p;
  }
  t->last = NULL;
}

/* Sends what was queued, and what waited for its pace and may go. A transport whose last picture is unfinished waits for
 * the rest of it, one turn at most, unless all shall go: one train costs as much as one packet. */
void kernel_flush(kernel_t *k, double now, int all) {
  transport_t *active = NULL;
  for (transport_t **at = &k->active, *t; (t = *at);) {
    if (!all && t->last && t->last->unfinished && !t->waited) {
      t->waited = 1;
      at = &t->next;
      continue;
    }
    t->waited = 0;
    *at = t->next;
    t->next = active, active = t;
  }
  k->flushed_at = now;
  for (transport_t *t = active; t; t = t->next)
    pace(k, t, now);
  for (int socket = 0; socket < k->sockets; socket++) {
    for (transport_t *t = active; t; t = t->next)
      if (t->socket == socket)
        make_trains(k, t, k->fds[socket], now);
    if (k->messages)
      send_messages(k, k->fds[socket]);
  }
  for (transport_t *t = active, *next; t; t = next) {
    next = t->next;
    if (t->socket < 0)
      deliver(k, t);
    else
      drop_queue(k, t); /* sent: the packets are free again */
    t->is_active = 0;
    if (t->held)
      activate(k, t);
  }
}

/* The next packet that Python delivers, -1: none. row: of TransportTable (-1: Python's own packet, then t says whose).
 * Valid until the next call. */
int kernel_outbox(kernel_t *k, int32_t *row, transport_t **t, uint8_t **data) {
  if (k->delivered) {
    k->delivered->next = k->unused, k->unused = k->delivered;
    k->delivered = NULL;
  }
  packet_t *p = k->outbox;
  if (!p)
    return -1;
  k->outbox = p->next;
  if (!k->outbox)
    k->outbox_last = NULL;
  k->delivered = p;
  *row = p->row, *data = p->data;
  *t = p->transport == &k->deliver ? NULL : p->transport;
  return p->length;
}

/* ---- receiving ---- */

/* A turn begins at `now`. woken: the wait descriptor is readable, else sockets that had something are looked at again. */
void kernel_begin(kernel_t *k, double now, int woken) {
  k->now = now;
  clock_gettime(CLOCK_MONOTONIC, &k->began);
  clock_gettime(CLOCK_REALTIME, &k->began_real);
  k->reading = k->batches = 0;
  if (woken) {
    struct epoll_event events[SOCKETS];
    int found = epoll_wait(k->epoll, events, SOCKETS, 0);
    for (int i = 0; i < found; i++)
      k->hot[events[i].data.u32] = 1;
  }
}

/* Nothing came for a while: the wait descriptor tells again. */
void kernel_rearm(kernel_t *k) {
  for (int i = 0; i < k->sockets; i++)
    if (k->hot[i]) {
      struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (uint32_t)i};
      epoll_ctl(k->epoll, EPOLL_CTL_MOD, k->fds[i], &event);
      k->hot[i] = 0;
    }
}

static int read_batch(kernel_t *k) {
  k->cursor = k->count = 0;
  while (k->reading < k->sockets && k->batches < BATCHES) {
    if (!k->hot[k->reading]) {
      k->reading++;
      continue;
    }
    for (int i = 0; i < BATCH; i++) {
      k->in_vectors[i] = (struct iovec){.iov_base = k->datagrams[i], .iov_len = DATAGRAM};
      k->in[i].msg_hdr = (struct msghdr){.msg_name = k->sources + i,
                                         .msg_namelen = sizeof k->sources[i],
                                         .msg_iov = k->in_vectors + i,
                                         .msg_iovlen = 1,
                                         .msg_control = k->controls[i],
                                         .msg_controllen = sizeof k->controls[i]};
    }
    int got = recvmmsg(k->fds[k->reading], k->in, BATCH, MSG_DONTWAIT, NULL);
    k->batches++;
    if (got < 0 && errno != EAGAIN && errno != EBADF)
      continue; /* an ICMP error of an earlier send */
    k->source = k->reading;
    if (got < BATCH)
      k->reading++; /* that was all */
    if (got > 0) {
      k->count = got;
      return 1;
    }
  }
  return 0;
}

static double arrival(kernel_t *k, struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS) {
      struct timespec stamp;
      memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
      double age = seconds(&k->began_real, &stamp);
      return age > 0 && age < 1 ? k->now - age : k->now;
    }
  return k->now;
}

/* A plain RTP packet of t. What Python must see is put into event. */
int kernel_take(kernel_t *k, transport_t *t, const uint8_t *packet, int length, double at, event_t *event) {
  uint8_t *data = (uint8_t *)(uintptr_t)packet;
  if (length >= 12 && length <= ROOM && t->arrivals) {
    const route_t *route = find(&k->routes, (uint64_t)(uintptr_t)t, get32(data + 8), 0)->value;
    if (route) {
      int given = media_take(k, route, t->sequence_id, t->level_id, t->arrivals, data, length, at);
      if (given >= 0) {
        k->stats.fast++;
        k->stats.forwarded += (uint64_t)given;
        return EVENT_NONE;
      }
    }
  }
  k->stats.slow++;
  event->kind = EVENT_RTP;
  event->transport = t, event->data = data, event->length = length, event->at = at;
  return event->kind;
}

static int media(kernel_t *k, transport_t *t, uint8_t *data, int length, double at, event_t *event) {
  int rtcp = length > 1 && data[1] >= 192 && data[1] <= 223; /* RFC 5761 section 4 */
  if (!t->rx) {
    k->stats.before_keys++;
    return EVENT_NONE;
  }
  int status = (rtcp ? k->unprotect_rtcp : k->unprotect)(t->rx, data, &length);
  if (status != 0) {
    if (status == 9 || status == 10) /* srtp_err_status_replay_fail, srtp_err_status_replay_old */
      k->stats.srtp_replay++;
    else
      k->stats.srtp_auth++;
    return EVENT_NONE;
  }
  if (!rtcp)
    return kernel_take(k, t, data, length, at, event);
  event->kind = EVENT_RTCP;
  event->transport = t, event->data = data, event->length = length, event->at = at;
  return event->kind;
}

static int datagram(kernel_t *k, int i, event_t *event) {
  struct msghdr *m = &k->in[i].msg_hdr;
  uint8_t *data = k->datagrams[i];
  int length = (int)k->in[i].msg_len;
  k->stats.received++;
  k->stats.received_octets += (uint64_t)length;
  if (length >= DATAGRAM || m->msg_flags & MSG_TRUNC) {
    k->stats.oversized++;
    return EVENT_NONE;
  }
  if (length > 0 && data[0] > 127 && data[0] < 192) {
    uint64_t key[3];
    address_key(k->sources + i, key);
    transport_t *t = find(&k->addresses, key[0], key[1], key[2])->value;
    if (t)
      return media(k, t, data, length, arrival(k, m), event);
    k->stats.unknown_address++;
    return EVENT_NONE;
  }
  event->kind = EVENT_DATAGRAM;
  event->transport = NULL, event->data = data, event->length = length, event->at = k->now;
  event->socket = k->source;
  memcpy(event->address, k->sources + i, sizeof event->address);
  return event->kind;
}

/* Goes on until Python must see something (EVENT_*), nothing is left (EVENT_NONE) or the turn was long (EVENT_MORE); in
 * the last two cases all was sent. */
int kernel_next(kernel_t *k, event_t *event) {
  do {
    while (k->cursor < k->count) {
      int kind = datagram(k, k->cursor++, event);
      if (kind != EVENT_NONE)
        return kind;
    }
  } while (read_batch(k));
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  kernel_flush(k, k->now + seconds(&now, &k->began), 0);
  return k->batches >= BATCHES ? EVENT_MORE : EVENT_NONE;
}
