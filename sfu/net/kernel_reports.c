/* Receiver reports (RFC 3550 section 6.4.2) wait for Python: what they count adds up, so that the last one says all.
 *
 * The rule: only a report that stands for the kept one as well takes its place; any other is Python's at once.
 */
#include "kernel_inside.h"

#include <string.h>

enum { RECEIVER_REPORT = 201, DESCRIPTION = 202, HEADER = 8, BLOCK = 24 };

/* Octets of the first packet of a compound, if that is one of a receiver's with blocks; 0: it is not. */
static int report_size(const uint8_t *packet, int length) {
  if (length < HEADER + BLOCK || (packet[0] & 0xE0) != 0x80 || packet[1] != RECEIVER_REPORT)
    return 0;
  int size = (get16(packet + 2) + 1) * 4, blocks = packet[0] & 0x1F;
  return blocks && size == HEADER + blocks * BLOCK && size <= length ? size : 0;
}

/* A whole compound. 1: kept until Python takes it; 0: Python's. */
int reports_keep(transport_t *t, const uint8_t *packet, int length, double at) {
  int size = report_size(packet, length), end = size;
  if (!size || size > REPORTS)
    return 0;
  while (end < length) { /* names tell nothing new; all else does */
    if (end + 4 > length || (packet[end] & 0xC0) != 0x80 || packet[end + 1] != DESCRIPTION)
      return 0;
    end += (get16(packet + end + 2) + 1) * 4;
  }
  if (end != length || (t->reports_length && t->reports_length != size))
    return 0;
  for (int i = HEADER; t->reports_length && i < size; i += BLOCK)
    if (memcmp(t->reports + i, packet + i, 4) != 0)
      return 0;
  memcpy(t->reports, packet, (size_t)size);
  t->reports_length = size, t->reports_at = at;
  return 1;
}

/* The kept report (a whole packet, valid until the next turn) and when it came. Its length, 0: there is none. */
int kernel_transport_reports(transport_t *t, uint8_t **data, double *at) {
  int length = t->reports_length;
  *data = t->reports, *at = t->reports_at;
  t->reports_length = 0;
  return length;
}
