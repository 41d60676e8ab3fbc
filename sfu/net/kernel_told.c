/* What publishers are told of their packets ten times a second (transport-wide feedback), where it is the usual: all came,
 * in order. core/feedback.py in C.
 *
 * The rule: it says what Python says, byte for byte, or changes nothing and leaves the telling to Python.
 */
#include "kernel_inside.h"

#include <math.h>
#include <string.h>
#include <sys/socket.h>

#define HEAD 22       /* octets in front of the deltas */
#define TICK_US 250
#define REFERENCE 256 /* ticks */
#define TAIL 64       /* octets that protection adds, at most */

/* The whole RTCP packet about all that was noted, and that it was told; 0: not so simple, nothing was changed. */
int kernel_told(arrivals_t *a, uint32_t media, double at, uint8_t *out) {
  int count = (int)a->count;
  if (!a->usual || !count || count > ARRIVALS)
    return 0;
  uint16_t first = (uint16_t)a->next;
  int64_t reference = 0, last = 0;
  for (int i = 0; i < count; i++) {
    int64_t tick = (int64_t)rint(a->at[i] * 1e6) / TICK_US;
    if (i == 0)
      reference = tick / REFERENCE, last = reference * REFERENCE;
    if (a->sequence[i] != (uint16_t)(first + i) || tick < last || tick - last > 255)
      return 0;
    out[HEAD + i] = (uint8_t)(tick - last);
    last = tick;
  }
  int padding = -(HEAD + count) & 3, length = HEAD + count + padding;
  memset(out + HEAD + count, 0, 3);
  if (padding)
    out[length - 1] = (uint8_t)padding;
  out[0] = padding ? 0xAF : 0x8F, out[1] = 205;
  put16(out + 2, (uint16_t)(length / 4 - 1));
  put32(out + 4, a->sender);
  put32(out + 8, media);
  put16(out + 12, first);
  put16(out + 14, (uint16_t)count);
  put32(out + 16, (uint32_t)(reference & 0xFFFFFF) << 8 | a->feedbacks);
  put16(out + 20, (uint16_t)(count >= 14 ? 1 << 13 | count : 0x8000 | ((1 << count) - 1) << (14 - count)));
  a->next += count, a->count = 0, a->feedbacks++, a->told_at = at;
  return length;
}

/* A packet of the stream `media` was noted: tells if that is due, where we can send by ourselves. */
void told_soon(kernel_t *k, transport_t *t, uint32_t media, double at) {
  uint8_t packet[HEAD + ARRIVALS + 3 + TAIL] __attribute__((aligned(16)));
  arrivals_t *a = t->arrivals;
  if (!a->usual || t->socket < 0 || !t->tx || (at - a->told_at < a->interval && a->count < TELL_MANY))
    return;
  int length = kernel_told(a, media, at, packet);
  if (!length) {
    a->usual = 0; /* Python's tick does it */
    return;
  }
  if (k->protect_rtcp(t->tx, packet, &length) != 0) {
    k->stats.protect_failed++;
    return;
  }
  const struct sockaddr *address = (const struct sockaddr *)&t->address;
  if (sendto(k->fds[t->socket], packet, (size_t)length, MSG_DONTWAIT, address, t->address_length) < 0)
    k->stats.failed++;
  else
    k->stats.sent++, k->stats.sent_octets += (uint64_t)length;
}
