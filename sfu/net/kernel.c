/* The packet path's sockets in C: batches in, found by address, unprotected; what is queued meanwhile, out (kernel_send.c).
 *
 * The rule: everything is bounded (a turn by batches), every return code is read, and what is dropped is counted.
 * Nothing here waits. One thread uses a kernel, the event loop's.
 */
#include "kernel_inside.h"

#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

static double seconds(const struct timespec *later, const struct timespec *sooner) {
  return (double)(later->tv_sec - sooner->tv_sec) + (double)(later->tv_nsec - sooner->tv_nsec) * 1e-9;
}

/* ---- life ---- */

kernel_t *kernel_new(void *protect, void *protect_rtcp, void *unprotect, void *unprotect_rtcp, int segmentation,
                     int padding, const double delay_edges[DELAY_EDGES]) {
  kernel_t *k = calloc(1, sizeof *k);
  if (!k)
    return NULL;
  k->protect = (srtp_fn)protect, k->protect_rtcp = (srtp_fn)protect_rtcp;
  k->unprotect = (srtp_fn)unprotect, k->unprotect_rtcp = (srtp_fn)unprotect_rtcp;
  k->segmentation = segmentation, k->padding = padding;
  memcpy(k->delay_edges, delay_edges, sizeof k->delay_edges);
  k->epoll = epoll_create1(EPOLL_CLOEXEC);
  k->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  k->packets = malloc(POOL * sizeof *k->packets);
  struct epoll_event tells = {.events = EPOLLIN | EPOLLET, .data.u32 = TIMER};
  if (k->epoll < 0 || k->timer < 0 || epoll_ctl(k->epoll, EPOLL_CTL_ADD, k->timer, &tells) < 0 || !k->packets ||
      !map_new(&k->addresses, 256) || !map_new(&k->routes, 256)) {
    kernel_free(k);
    return NULL;
  }
  k->fresh = POOL;
  k->deliver.socket = -1;
  k->media_at = -1;
  for (int i = 0; i < BATCH; i++) {
    k->in_vectors[i] = (struct iovec){.iov_base = k->datagrams[i], .iov_len = DATAGRAM};
    k->in[i].msg_hdr = (struct msghdr){.msg_name = k->sources + i,
                                       .msg_namelen = sizeof k->sources[i],
                                       .msg_iov = k->in_vectors + i,
                                       .msg_iovlen = 1,
                                       .msg_control = k->controls[i],
                                       .msg_controllen = sizeof k->controls[i]};
  }
  return k;
}

void kernel_free(kernel_t *k) {
  if (!k)
    return;
  if (k->epoll >= 0)
    close(k->epoll);
  if (k->timer >= 0)
    close(k->timer);
  free(k->addresses.entries);
  free(k->routes.entries);
  free(k->served);
  free(k->packets);
  free(k);
}

stats_t *kernel_stats(kernel_t *k) { return &k->stats; }
int kernel_segmentation(const kernel_t *k) { return k->segmentation; }
int kernel_wait_fd(const kernel_t *k) { return k->epoll; }

/* Reads this socket from now on, a patient one only in turns that are due for other reasons. Its index, -1 when there
 * are too many. */
int kernel_add_socket(kernel_t *k, int fd, int patient) {
  if (k->sockets == SOCKETS)
    return -1;
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (uint32_t)k->sockets};
  if (!patient && epoll_ctl(k->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
    return -1;
  k->patient[k->sockets] = k->hot[k->sockets] = patient != 0;
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

/* Notes when packets with a transport-wide number go out, and gathers what the peer tells of them in `heard`. */
void kernel_transport_sent(transport_t *t, sent_t *sent, feedback_t *heard, detector_t *detector) {
  t->sent = sent, t->heard = heard, t->detector = detector;
}

/* Paces the transport's video at `rate` octets a second from the next flush on, 0: not at all. */
void kernel_transport_pace(transport_t *t, double rate) { t->rate = rate > 0 ? rate : 0; }

/* Packets that wait for their pace. */
int kernel_held(const kernel_t *k) { return (int)k->held; }

/* Nothing may name it any more: addresses and routes are taken back before. */
void kernel_transport_free(kernel_t *k, transport_t *t) {
  send_drop(k, t);
  k->held -= t->waiting;
  t->first = t->held;
  send_drop(k, t);
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
  entry_t *e = map_find(&k->addresses, key[0], key[1], key[2]);
  if (e->value == t)
    map_remove(&k->addresses, e);
}

int kernel_route(kernel_t *k, transport_t *t, uint32_t ssrc, route_t *route) {
  return map_put(&k->routes, (uint64_t)(uintptr_t)t, ssrc, 0, route);
}

void kernel_unroute(kernel_t *k, transport_t *t, uint32_t ssrc) {
  map_remove(&k->routes, map_find(&k->routes, (uint64_t)(uintptr_t)t, ssrc, 0));
}

/* ---- receiving ---- */

/* A turn within `after` seconds, whatever comes. */
static void wake(kernel_t *k, double after) {
  if (k->timed)
    return;
  long nanoseconds = (long)(after * 1e9);
  struct itimerspec when = {.it_value = {.tv_nsec = nanoseconds > 0 ? nanoseconds : 1}};
  k->timed = timerfd_settime(k->timer, 0, &when, NULL) == 0;
}

/* The turn is over. While media comes densely, or a picture is not whole yet, the sockets are looked at again in POLL
 * seconds: that gathers what goes to one destination, and one turn takes many packets. Else the system tells. */
static void rest(kernel_t *k) {
  int more = k->batches >= BATCHES && k->reading < k->sockets;
  int dense = k->came && (k->open || k->now - k->media_at < DENSE);
  if (k->came)
    k->media_at = k->now;
  for (int i = 0; i < k->sockets && !more && !dense; i++)
    if (k->hot[i] && !k->patient[i]) {
      struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u32 = (uint32_t)i};
      epoll_ctl(k->epoll, EPOLL_CTL_MOD, k->fds[i], &event);
      k->hot[i] = 0;
    }
  if (more || dense || k->active)
    wake(k, more ? 0 : POLL);
}

static int read_batch(kernel_t *k) {
  for (int i = 0; i < k->count; i++) { /* what the last call changed */
    k->in[i].msg_hdr.msg_namelen = sizeof k->sources[i];
    k->in[i].msg_hdr.msg_controllen = sizeof k->controls[i];
    k->in[i].msg_hdr.msg_flags = 0;
  }
  k->cursor = k->count = 0;
  while (k->reading < k->sockets && k->batches < BATCHES) {
    if (!k->hot[k->reading]) {
      k->reading++;
      continue;
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
    const route_t *route = map_find(&k->routes, (uint64_t)(uintptr_t)t, get32(data + 8), 0)->value;
    k->came = 1;
    if (route) {
      k->open = route->publication->video && !(data[1] & 0x80);
      int given = media_take(k, route, t->sequence_id, t->level_id, t->arrivals, data, length, at);
      if (given >= 0) {
        k->stats.fast++;
        k->stats.forwarded += (uint64_t)given;
        told_soon(k, t, get32(data + 8), at);
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
  if (t->heard && kernel_read_feedback(data, length, t->sent, t->heard, t->detector) == 0) {
    if (!t->heard->lost && t->detector->usage == USAGE_NORMAL && t->heard->count < FEEDBACK_GROUPS / 2)
      return EVENT_NONE; /* nothing that cannot wait until Python looks */
    event->kind = EVENT_FEEDBACK;
  } else if (reports_keep(t, data, length, at)) {
    return EVENT_NONE;
  }
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
    transport_t *t = map_find(&k->addresses, key[0], key[1], key[2])->value;
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

/* Goes on until Python must see something (EVENT_*), or nothing is left and all was sent (EVENT_NONE). */
int kernel_next(kernel_t *k, event_t *event) {
  do {
    while (k->cursor < k->count) {
      int kind = datagram(k, k->cursor++, event);
      if (kind != EVENT_NONE)
        return kind;
    }
  } while (!k->ended && read_batch(k));
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  send_flush(k, k->now + seconds(&now, &k->began), k->ended); /* the second time: what receivers made of the outbox */
  k->ended = 1;
  if (k->outbox) {
    event->kind = EVENT_DELIVER;
    return event->kind;
  }
  rest(k);
  return EVENT_NONE;
}

/* A turn at `now`: call it when the wait descriptor is readable, then kernel_next until it gives EVENT_NONE. */
int kernel_turn(kernel_t *k, double now, event_t *event) {
  struct epoll_event events[SOCKETS + 1];
  int found = epoll_wait(k->epoll, events, SOCKETS + 1, 0);
  for (int i = 0; i < found; i++)
    if (events[i].data.u32 == TIMER)
      k->timed = 0;
    else
      k->hot[events[i].data.u32] = 1;
  k->now = now;
  clock_gettime(CLOCK_MONOTONIC, &k->began);
  clock_gettime(CLOCK_REALTIME, &k->began_real);
  k->reading = k->batches = k->ended = k->came = k->open = 0;
  return kernel_next(k, event);
}

/* Sends what was queued outside of a turn; not `all`: unfinished pictures may wait once more. */
void kernel_flush(kernel_t *k, double now, int all) {
  send_flush(k, now, all);
  if (k->active)
    wake(k, POLL);
}
