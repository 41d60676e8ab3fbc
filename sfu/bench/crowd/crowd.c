/* The receiving side of many lean clients: counts what comes by its cleartext header, and tells the server what came
 * as libwebrtc does (transport-wide feedback, receiver reports). Nothing is decrypted.
 *
 * The rule: what is no media is left to Python; every table is bounded, every return code is read. One thread uses a
 * crowd, the event loop's. srtp_protect_rtcp comes in as a pointer from pylibsrtp.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 64
#define DATAGRAM 2048
#define READY 4096        /* sockets read in a turn */
#define STREAMS 128       /* of one client: a power of two, at most half of them in use */
#define SPAN 1024         /* transport-wide numbers between two feedbacks: a power of two */
#define BLOCKS 31         /* report blocks in one packet (RFC 3550 section 6.4.2) */
#define FEEDBACK_US 100000
#define REPORT_US 1000000
#define TICK_US 250
#define REFERENCE_US 64000

typedef int (*protect_fn)(void *session, void *packet, int *length);

typedef struct {
  uint64_t packets, octets, unheard;
  uint64_t expected, received;
  uint64_t feedbacks, reports, failed;
  uint32_t streams;
} totals_t;

typedef struct {
  uint32_t ssrc;
  uint8_t known;
  int64_t first, highest; /* sequence numbers, extended */
  uint64_t received, told_expected, told_received;
  uint32_t transit;
  double jitter;
  uint32_t last_report; /* the middle of the last sender report's NTP time */
  int64_t reported_at;
} heard_t;

typedef struct {
  int fd;            /* -1: gone */
  void *session;     /* srtp_t that protects reports; NULL: counts only */
  uint32_t ssrc;     /* of its reports */
  int sequence_id;   /* of the transport-wide extension; 0: no feedback */
  uint8_t feedbacks; /* sent so far */
  int64_t told, newest; /* transport-wide numbers, extended; -1: none yet */
  int64_t feedback_at, report_at;
  int64_t arrived[SPAN]; /* µs, 0: not here */
  uint32_t used;
  heard_t heard[STREAMS];
} person_t;

typedef struct crowd {
  protect_fn protect_rtcp;
  int opus; /* payload type: its clock runs at 48 kHz, all others' at 90 */
  int epoll, count, capacity;
  person_t **people;
  struct epoll_event ready[READY];
  int found, at;       /* in ready */
  int got, cursor, of; /* of the batch, whose it is */
  struct mmsghdr messages[BATCH];
  struct iovec vectors[BATCH];
  uint8_t controls[BATCH][64];
  uint8_t datagrams[BATCH][DATAGRAM];
  totals_t totals;
} crowd_t;

static uint16_t get16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static uint32_t get32(const uint8_t *p) { return (uint32_t)get16(p) << 16 | get16(p + 2); }
static void put16(uint8_t *p, uint32_t v) { p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v; }
static void put32(uint8_t *p, uint32_t v) { put16(p, v >> 16), put16(p + 2, v); }

static int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t extend(int64_t highest, uint16_t sequence) {
  return highest < 0 ? 0x10000 + sequence : highest + (int16_t)(uint16_t)(sequence - (uint16_t)highest);
}

/* ---- life ---- */

crowd_t *crowd_new(void *protect_rtcp, int opus) {
  crowd_t *c = calloc(1, sizeof *c);
  if (!c)
    return NULL;
  c->protect_rtcp = (protect_fn)protect_rtcp, c->opus = opus;
  c->epoll = epoll_create1(EPOLL_CLOEXEC);
  if (c->epoll < 0) {
    free(c);
    return NULL;
  }
  return c;
}

void crowd_free(crowd_t *c) {
  for (int i = 0; i < c->count; i++)
    free(c->people[i]);
  free(c->people);
  close(c->epoll);
  free(c);
}

/* Reads this socket from now on. Its number, -1 when that fails. */
int crowd_add(crowd_t *c, int fd) {
  if (c->count == c->capacity) {
    int capacity = c->capacity ? 2 * c->capacity : 64;
    person_t **people = realloc(c->people, (size_t)capacity * sizeof *people);
    if (!people)
      return -1;
    c->people = people, c->capacity = capacity;
  }
  person_t *p = calloc(1, sizeof *p);
  int on = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)c->count};
  if (!p || setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0 ||
      epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
    free(p);
    return -1;
  }
  p->fd = fd, p->told = p->newest = -1;
  c->people[c->count] = p;
  return c->count++;
}

/* Before the socket is closed. */
void crowd_remove(crowd_t *c, int person) {
  person_t *p = c->people[person];
  if (p->fd >= 0)
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, p->fd, NULL);
  p->fd = -1, p->session = NULL;
}

/* It tells the server what comes, from now on. Its times are spread so that a crowd does not speak at once. */
void crowd_report(crowd_t *c, int person, void *session, uint32_t ssrc, int sequence_id) {
  person_t *p = c->people[person];
  int64_t now = now_us();
  p->session = session, p->ssrc = ssrc, p->sequence_id = sequence_id;
  p->feedback_at = now + (int64_t)person * 7919 % FEEDBACK_US;
  p->report_at = now + (int64_t)person * 79190 % REPORT_US;
}

/* ---- counting ---- */

static heard_t *hear(person_t *p, uint32_t ssrc) {
  uint32_t i = (ssrc * 0x9E3779B1u) >> 25;
  while (p->heard[i].known && p->heard[i].ssrc != ssrc)
    i = (i + 1) & (STREAMS - 1);
  heard_t *h = p->heard + i;
  if (!h->known) {
    if (p->used == STREAMS / 2)
      return NULL;
    p->used++;
    h->known = 1, h->ssrc = ssrc, h->highest = -1;
  }
  return h;
}

/* The transport-wide number of a packet, -1: it has none. */
static int transport_number(const uint8_t *data, int length, int id) {
  int offset = 12 + ((data[0] & 15) << 2);
  if (!(data[0] & 0x10) || offset + 4 > length)
    return -1;
  int profile = get16(data + offset), end = offset + 4 + (get16(data + offset + 2) << 2);
  const uint8_t *p = data + offset + 4, *last = data + end;
  if (end > length || (profile != 0xBEDE && (profile & 0xFFF0) != 0x1000))
    return -1;
  while (p < last) {
    int found, size;
    if (profile == 0xBEDE) {
      found = *p >> 4, size = (*p & 15) + 1;
      if (*p++ < 0x10)
        continue;
      if (found == 15)
        return -1;
    } else {
      found = *p++;
      if (!found)
        continue;
      if (p == last)
        return -1;
      size = *p++;
    }
    if (size > last - p)
      return -1;
    if (found == id)
      return size == 2 ? get16(p) : -1;
    p += size;
  }
  return -1;
}

static void note_arrival(person_t *p, int number, int64_t at) {
  int64_t n = extend(p->newest, (uint16_t)number);
  if (p->newest < 0)
    p->told = n;
  if (n < p->told)
    return; /* told as lost already */
  if (n > p->newest) {
    if (n - p->newest > SPAN && p->newest >= 0)
      p->told = n; /* began anew */
    p->newest = n;
  }
  if (n - p->told >= SPAN)
    p->told = n - SPAN + 1; /* nobody took feedback */
  p->arrived[n & (SPAN - 1)] = at;
}

static void count_media(crowd_t *c, person_t *p, const uint8_t *data, int length, int64_t at) {
  c->totals.packets++;
  c->totals.octets += (uint64_t)length;
  heard_t *h = hear(p, get32(data + 8));
  if (!h) {
    c->totals.unheard++;
    return;
  }
  int64_t n = extend(h->highest, get16(data + 2));
  uint32_t transit = (uint32_t)(at * ((data[1] & 127) == c->opus ? 48 : 90) / 1000) - get32(data + 4);
  if (h->highest < 0)
    h->first = n;
  else {
    int32_t step = (int32_t)(transit - h->transit);
    h->jitter += ((double)(step < 0 ? -(double)step : step) - h->jitter) / 16;
  }
  h->transit = transit;
  if (n > h->highest)
    h->highest = n;
  if (n < h->first)
    h->first = n;
  h->received++;
  if (p->sequence_id && p->session) {
    int number = transport_number(data, length, p->sequence_id);
    if (number >= 0)
      note_arrival(p, number, at);
  }
}

static int64_t arrival(struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS) {
      struct timespec stamp;
      memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
      return (int64_t)stamp.tv_sec * 1000000 + stamp.tv_nsec / 1000;
    }
  return now_us();
}

static int read_batch(crowd_t *c) {
  while (c->at < c->found) {
    person_t *p = c->people[c->ready[c->at].data.u32];
    if (p->fd < 0) {
      c->at++;
      continue;
    }
    for (int i = 0; i < BATCH; i++) {
      c->vectors[i] = (struct iovec){.iov_base = c->datagrams[i], .iov_len = DATAGRAM};
      c->messages[i].msg_hdr = (struct msghdr){.msg_iov = c->vectors + i,
                                               .msg_iovlen = 1,
                                               .msg_control = c->controls[i],
                                               .msg_controllen = sizeof c->controls[i]};
    }
    c->of = (int)c->ready[c->at].data.u32;
    c->got = recvmmsg(p->fd, c->messages, BATCH, MSG_DONTWAIT, NULL);
    c->cursor = 0;
    if (c->got < BATCH)
      c->at++; /* that was all; what comes meanwhile waits for the next turn */
    if (c->got > 0)
      return 1;
  }
  return 0;
}

/* A turn begins: which sockets have something? */
void crowd_begin(crowd_t *c) {
  c->found = epoll_wait(c->epoll, c->ready, READY, 0);
  c->at = c->got = c->cursor = 0;
}

/* Counts until a datagram comes that is no RTP: its length, and whose it is. -1: nothing is left. */
int crowd_next(crowd_t *c, int *person, uint8_t **data) {
  do {
    while (c->cursor < c->got) {
      int i = c->cursor++, length = (int)c->messages[i].msg_len;
      uint8_t *d = c->datagrams[i];
      if (length >= 12 && d[0] > 127 && d[0] < 192 && (d[1] < 192 || d[1] > 223)) {
        count_media(c, c->people[c->of], d, length, arrival(&c->messages[i].msg_hdr));
        continue;
      }
      *person = c->of, *data = d;
      return length;
    }
  } while (read_batch(c));
  return -1;
}

/* ---- telling ---- */

static void send_rtcp(crowd_t *c, person_t *p, uint8_t *packet, int length, uint64_t *counter) {
  if (c->protect_rtcp(p->session, packet, &length) == 0 && send(p->fd, packet, (size_t)length, MSG_DONTWAIT) == length)
    (*counter)++;
  else
    c->totals.failed++;
}

/* draft-holmer-rmcat-transport-wide-cc-extensions-01, in run-length chunks: what libwebrtc sends when nothing is lost. */
static void tell_arrivals(crowd_t *c, person_t *p) {
  uint8_t packet[DATAGRAM], deltas[2 * SPAN];
  if (p->told < 0 || p->told > p->newest)
    return;
  int64_t first = p->told;
  while (!p->arrived[first & (SPAN - 1)])
    first++; /* the newest is here */
  int count = (int)(p->newest - p->told + 1), size = 0, run = 0, kind = -1;
  if (count > 600)
    count = 600;
  int64_t reference = p->arrived[first & (SPAN - 1)] / REFERENCE_US, ticks = reference * (REFERENCE_US / TICK_US);
  uint8_t *chunk = packet + 20;
  for (int i = 0; i < count; i++) {
    int64_t *at = p->arrived + ((p->told + i) & (SPAN - 1)), now = *at / TICK_US, delta = now - ticks;
    int status = !*at ? 0 : delta >= 0 && delta <= 255 ? 1 : 2;
    if (status == 1)
      deltas[size++] = (uint8_t)delta;
    else if (status == 2) {
      delta = delta > 32767 ? 32767 : delta < -32768 ? -32768 : delta;
      put16(deltas + size, (uint32_t)delta), size += 2;
    }
    if (status)
      ticks += delta;
    *at = 0;
    if (status != kind) {
      if (run)
        put16(chunk, (uint32_t)(kind << 13 | run)), chunk += 2;
      kind = status, run = 0;
    }
    run++;
  }
  put16(chunk, (uint32_t)(kind << 13 | run)), chunk += 2;
  int length = (int)(chunk - packet) + size, padding = -length & 3;
  if (length + padding > 1400) {
    c->totals.failed++; /* hundreds of losses between: nobody measures such a run */
  } else {
    memcpy(chunk, deltas, (size_t)size);
    memset(packet + length, 0, (size_t)padding);
    length += padding;
    if (padding)
      packet[length - 1] = (uint8_t)padding;
    packet[0] = (uint8_t)(0x80 | (padding ? 0x20 : 0) | 15), packet[1] = 205;
    put16(packet + 2, (uint32_t)(length / 4 - 1));
    put32(packet + 4, p->ssrc), put32(packet + 8, p->ssrc);
    put16(packet + 12, (uint32_t)(p->told & 0xFFFF)), put16(packet + 14, (uint32_t)count);
    put32(packet + 16, (uint32_t)(reference & 0xFFFFFF) << 8 | p->feedbacks++);
    for (int i = 0; i < STREAMS; i++) /* libwebrtc names one of the streams it gets */
      if (p->heard[i].known) {
        put32(packet + 8, p->heard[i].ssrc);
        break;
      }
    send_rtcp(c, p, packet, length, &c->totals.feedbacks);
  }
  p->told += count;
}

static void write_block(uint8_t *b, heard_t *h, int64_t now) {
  uint64_t expected = (uint64_t)(h->highest - h->first + 1), due = expected - h->told_expected;
  uint64_t came = h->received - h->told_received;
  int64_t lost = (int64_t)expected - (int64_t)h->received;
  h->told_expected = expected, h->told_received = h->received;
  put32(b, h->ssrc);
  put32(b + 4, (uint32_t)(lost < 0 ? 0 : lost > 0x7FFFFF ? 0x7FFFFF : lost));
  b[4] = due > came ? (uint8_t)((due - came) * 255 / due) : 0;
  put32(b + 8, (uint32_t)h->highest - 0x10000);
  put32(b + 12, (uint32_t)h->jitter);
  put32(b + 16, h->last_report);
  put32(b + 20, h->last_report ? (uint32_t)((now - h->reported_at) * 65536 / 1000000) : 0);
}

static void tell_reception(crowd_t *c, person_t *p, int64_t now) {
  uint8_t packet[DATAGRAM];
  int blocks = 0;
  for (int i = 0; i <= STREAMS; i++) {
    if (i < STREAMS && p->heard[i].known && p->heard[i].received > p->heard[i].told_received)
      write_block(packet + 8 + 24 * blocks++, p->heard + i, now);
    if (blocks == BLOCKS || (i == STREAMS && blocks)) {
      packet[0] = (uint8_t)(0x80 | blocks), packet[1] = 201;
      put16(packet + 2, (uint32_t)(1 + 6 * blocks));
      put32(packet + 4, p->ssrc);
      send_rtcp(c, p, packet, 8 + 24 * blocks, &c->totals.reports);
      blocks = 0;
    }
  }
}

/* Everyone says what is due. */
void crowd_tell(crowd_t *c) {
  int64_t now = now_us();
  for (int i = 0; i < c->count; i++) {
    person_t *p = c->people[i];
    if (!p->session)
      continue;
    if (now >= p->feedback_at) {
      p->feedback_at = now + FEEDBACK_US;
      tell_arrivals(c, p);
    }
    if (now >= p->report_at) {
      p->report_at = now + REPORT_US;
      tell_reception(c, p, now);
    }
  }
}

/* A sender report came for one of its streams: the next receiver report names it. */
void crowd_sender_report(crowd_t *c, int person, uint32_t ssrc, uint32_t ntp_middle) {
  heard_t *h = hear(c->people[person], ssrc);
  if (h)
    h->last_report = ntp_middle, h->reported_at = now_us();
}

/* ---- numbers ---- */

const totals_t *crowd_totals(crowd_t *c) {
  totals_t *t = &c->totals;
  t->expected = t->received = 0;
  t->streams = 0;
  for (int i = 0; i < c->count; i++)
    for (int s = 0; s < STREAMS; s++) {
      const heard_t *h = c->people[i]->heard + s;
      if (h->received) {
        t->streams++;
        t->expected += (uint64_t)(h->highest - h->first + 1);
        t->received += h->received;
      }
    }
  return t;
}

/* Streams that one client got packets of. */
int crowd_streams(crowd_t *c, int person) {
  int found = 0;
  for (int s = 0; s < STREAMS; s++)
    found += c->people[person]->heard[s].received > 0;
  return found;
}
