/* What a server written in C does for each packet and subscriber at best: copy, rewrite the header, one srtp_protect,
 * one sendto. The yardstick of sfu.server_vs_c.n10, so it stays as plain as this: no batching, no segmentation.
 *
 * srtp_protect comes in as a pointer from pylibsrtp, so that both sides of the comparison run the same libsrtp.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LARGEST 1500
#define TRAILER 160 /* SRTP_MAX_TRAILER_LEN and alignment */
#define BATCH 64

typedef int (*protect_fn)(void *session, void *packet, int *length);

typedef struct {
  void *session; /* srtp_t: its stream's state */
  uint32_t ssrc;
  uint16_t port; /* host order, on 127.0.0.1 */
} subscriber_t;

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void put16(uint8_t *p, uint16_t v) { p[0] = v >> 8; p[1] = (uint8_t)v; }

static void put32(uint8_t *p, uint32_t v) { put16(p, v >> 16); put16(p + 2, (uint16_t)v); }

/* Forwards `count` packets of sizes[i % pattern] bytes to each subscriber, numbered from `first_sequence` on. After every
 * `burst` packets it rests `rest_us`, off the processor, so that the receivers can empty their sockets.
 * Returns the thread's CPU seconds; *sent and *failed count datagrams. */
double model_forward(int fd, subscriber_t *subscribers, int n, protect_fn protect, const uint16_t *sizes, int pattern,
                     int count, uint32_t first_sequence, int burst, int rest_us, uint64_t *sent, uint64_t *failed) {
  uint8_t incoming[LARGEST], outgoing[LARGEST + TRAILER];
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct timespec rest = {.tv_nsec = (long)rest_us * 1000};
  memset(incoming, 0x5a, sizeof incoming);
  incoming[0] = 0x80;
  incoming[1] = 96;
  *sent = *failed = 0;
  double begin = cpu_seconds();
  for (int i = 0; i < count; i++) {
    uint32_t sequence = first_sequence + (uint32_t)i;
    int size = sizes[i % pattern];
    for (int s = 0; s < n; s++) {
      int length = size;
      memcpy(outgoing, incoming, size);
      put16(outgoing + 2, (uint16_t)sequence);
      put32(outgoing + 4, sequence * 3000u);
      put32(outgoing + 8, subscribers[s].ssrc);
      if (protect(subscribers[s].session, outgoing, &length) != 0) {
        (*failed)++;
        continue;
      }
      to.sin_port = htons(subscribers[s].port);
      if (sendto(fd, outgoing, length, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to) == length)
        (*sent)++;
      else
        (*failed)++;
    }
    if ((i + 1) % burst == 0)
      nanosleep(&rest, NULL);
  }
  return cpu_seconds() - begin;
}

/* Counts datagrams on `fds` until nothing came for `idle_ms`. Returns the count, -1 when epoll fails. */
int64_t model_count(const int *fds, int n, int idle_ms) {
  static char buffers[BATCH][LARGEST + TRAILER];
  struct mmsghdr messages[BATCH];
  struct iovec vectors[BATCH];
  struct epoll_event ready[BATCH];
  int64_t counted = 0;
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0)
    return -1;
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){.iov_base = buffers[i], .iov_len = sizeof buffers[i]};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  for (int i = 0; i < n; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fds[i]};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event);
  }
  for (;;) {
    int found = epoll_wait(epoll, ready, BATCH, idle_ms);
    if (found == 0)
      break;
    for (int i = 0; i < found; i++) {
      int got = recvmmsg(ready[i].data.fd, messages, BATCH, MSG_DONTWAIT, NULL);
      if (got > 0)
        counted += got;
    }
  }
  close(epoll);
  return counted;
}
