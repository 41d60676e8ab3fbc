/* Transport-wide feedback beside what was sent: core/bandwidth/arrivals.py in C, for the packets it is easy with.
 *
 * The rule: it gives what Python gives, or says that Python shall look (-1) and has changed nothing.
 */
#include "kernel.h"

#define GROUP 0.005 /* arrivals.GROUP */
#define BURST 0.1   /* arrivals.BURST */
#define TICK 250e-6
#define REFERENCE 0.064
#define WRAP (1 << 24)
#define MOST 2048 /* statuses: more go to Python */

typedef struct {
  double sent, received;
  uint16_t size;
} arrived_t;

enum { MISSING, SMALL, LARGE };

/* The statuses behind `at`, one octet each. Where the deltas begin, -1: not that many, or a reserved one. */
static int read_chunks(const uint8_t *p, int at, int end, int count, uint8_t *statuses) {
  int n = 0;
  while (n < count) {
    if (at + 2 > end)
      return -1;
    int chunk = get16(p + at);
    at += 2;
    if (!(chunk & 0x8000)) {
      int status = chunk >> 13 & 3, run = chunk & 0x1FFF;
      if (status == 3)
        return -1;
      while (run-- > 0 && n < count)
        statuses[n++] = (uint8_t)status;
    } else {
      int bits = chunk & 0x4000 ? 2 : 1;
      for (int shift = 14 - bits; shift >= 0 && n < count; shift -= bits) {
        int status = chunk >> shift & (bits == 2 ? 3 : 1);
        if (status == 3)
          return -1;
        statuses[n++] = (uint8_t)status;
      }
    }
  }
  return at;
}

/* By time of sending, then of arrival, then size, as Python sorts tuples; they come nearly in order. */
static void sort(arrived_t *found, int count) {
  for (int i = 1; i < count; i++) {
    arrived_t each = found[i];
    int j = i;
    for (; j > 0; j--) {
      const arrived_t *before = found + j - 1;
      if (before->sent < each.sent || (before->sent == each.sent && (before->received < each.received ||
                                       (before->received == each.received && before->size <= each.size))))
        break;
      found[j] = *before;
    }
    found[j] = each;
  }
}

static void group(feedback_t *out, const arrived_t *found, int count) {
  double first_sent = found[0].sent, first_received = found[0].received;
  double last_sent = first_sent, last_received = first_received;
  uint32_t octets = 0, packets = 0;
  for (int i = 0; i < count; i++) {
    const arrived_t *p = found + i;
    if (p->sent - first_sent > GROUP && out->count < FEEDBACK_GROUPS - 1) {
      double apart = p->received - last_received;
      if (!(apart <= GROUP && apart < p->sent - last_sent && p->received - first_received < BURST)) {
        out->groups[out->count++] = (group_t){first_sent, last_sent, last_received, octets, packets};
        octets = packets = 0;
        first_sent = p->sent, first_received = last_received = p->received;
      }
    }
    last_sent = p->sent;
    if (p->received > last_received)
      last_received = p->received;
    octets += p->size, packets++;
    out->octets += p->size;
  }
  out->groups[out->count++] = (group_t){first_sent, last_sent, last_received, octets, packets};
}

/* A whole RTCP packet, alone in its datagram. 0: added to `out`, which keeps what has to be remembered as well, and
 * shown to the detector; -1: Python's. */
int kernel_read_feedback(const uint8_t *packet, int length, sent_t *ring, feedback_t *out, detector_t *detector) {
  static uint8_t statuses[MOST];
  static arrived_t found[MOST];
  static double missing[MOST];
  if (length < 20 || (packet[0] & 0xDF) != 0x8F || packet[1] != 205 || (get16(packet + 2) + 1) * 4 != length)
    return -1;
  int end = length;
  if (packet[0] & 0x20) {
    int padding = packet[length - 1];
    if (!padding || padding > length - 20)
      return -1;
    end -= padding;
  }
  int base = get16(packet + 12), count = get16(packet + 14);
  if (!count || count > MOST || out->count >= FEEDBACK_GROUPS / 2)
    return -1;
  int at = read_chunks(packet, 20, end, count, statuses), needed = 0;
  if (at < 0)
    return -1;
  for (int i = 0; i < count; i++)
    needed += statuses[i];
  if (at + needed > end)
    return -1;
  int64_t reference = (int64_t)(get32(packet + 16) >> 8);
  if (reference & 0x800000)
    reference -= WRAP;
  if (out->begun)
    reference = out->reference + ((reference - out->reference + WRAP / 2) & (WRAP - 1)) - WRAP / 2;
  out->begun = 1, out->reference = reference;
  double now = (double)reference * REFERENCE, newest = 0;
  int arrived = 0, absent = 0, ordered = 1;
  for (int i = 0; i < count; i++) {
    int status = statuses[i];
    if (status == SMALL)
      now += packet[at++] * TICK;
    else if (status == LARGE)
      now += (int16_t)get16(packet + at) * TICK, at += 2;
    sent_t *record = ring + ((base + i) & (SENT - 1));
    if (record->at == 0.0 || record->sequence != (uint16_t)(base + i))
      continue;
    if (status == MISSING) {
      missing[absent++] = record->at;
      continue;
    }
    if (record->at < newest)
      ordered = 0;
    newest = record->at;
    found[arrived++] = (arrived_t){record->at, now, record->size};
    record->at = 0.0;
  }
  if (!ordered)
    sort(found, arrived);
  if (arrived && found[arrived - 1].sent > out->newest)
    out->newest = found[arrived - 1].sent;
  for (int i = 0; i < absent; i++)
    out->lost += missing[i] < out->newest;
  out->received += (uint32_t)arrived;
  int before = out->count;
  if (arrived)
    group(out, found, arrived);
  kernel_delay(detector, out->groups + before, out->count - before);
  return 0;
}
