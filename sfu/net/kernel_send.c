/* What is on its way out: queues of the transports, their pace, protection, trains, one call for many destinations.
 *
 * The rule: everything is bounded (packets by a pool, trains by what real last miles bear), every return code is read,
 * and what is dropped is counted. Nothing here waits: a full socket drops.
 */
#include "kernel_inside.h"

#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <string.h>

/* ---- packets on their way ---- */

static transport_t *server_of(const kernel_t *k, int32_t row) {
  return row >= 0 && (uint32_t)row < k->rows ? k->served[row] : NULL;
}

static packet_t *take_packet(kernel_t *k, transport_t *t, int32_t row) {
  if (!k->unused && !k->fresh)
    send_flush(k, k->now, 1);
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

/* Gives the queue's packets back unsent. */
void send_drop(kernel_t *k, transport_t *t) {
  while (t->first) {
    packet_t *p = t->first;
    t->first = p->next;
    p->next = k->unused, k->unused = p;
  }
  t->last = NULL;
}

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
void send_flush(kernel_t *k, double now, int all) {
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
      send_drop(k, t); /* sent: the packets are free again */
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
