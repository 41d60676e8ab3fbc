/* The packet path's decisions in C: core's forwarding function and the reception of a packet in order.
 *
 * The rule: this half does exactly what sfu/core does in Python, byte for byte, and only the usual case: the next packet
 * of a known stream. Whatever is unusual (a gap, a repeat, padding, a keyframe, a new source) is left untouched for
 * Python, which decides on the same memory.
 */
#include "kernel.h"

#include <math.h>
#include <string.h>

#define FIXED 12
#define DESCRIPTOR 16 /* source._DESCRIPTOR */

/* ---- headers ---- */

typedef struct {
  int payload, end;
  int sequence;      /* transport-wide, -1: none */
  int level;         /* octet of the transport's audio level extension, -1: none */
  int forward_level; /* octet that the publication's rows carry, -1: none */
} header_t;

/* Values of the extensions that we use; the last of an id counts. 0 when the block is not well formed (RFC 8285). */
static int read_extensions(const uint8_t *p, const uint8_t *end, int two_bytes, int sequence_id, int level_id,
                           int forward_id, header_t *h) {
  while (p < end) {
    int id, size;
    if (two_bytes) {
      id = *p++;
      if (id == 0)
        continue;
      if (p >= end)
        return 0;
      size = *p++;
    } else {
      int head = *p++;
      if (head < 0x10)
        continue;
      if (head >= 0xF0)
        return 1;
      id = head >> 4, size = (head & 15) + 1;
    }
    if (size > end - p)
      return 0;
    if (id == sequence_id)
      h->sequence = size >= 2 ? get16(p) : -1;
    if (id == level_id)
      h->level = size ? *p : -1;
    if (id == forward_id)
      h->forward_level = size ? *p : -1;
    p += size;
  }
  return 1;
}

/* RFC 3550 section 5.1. 0 when it is not well formed. */
static int read_header(const uint8_t *p, int length, int sequence_id, int level_id, int forward_id, header_t *h) {
  h->sequence = h->level = h->forward_level = -1;
  if (length < FIXED || (p[0] & 0xC0) != 0x80)
    return 0;
  int offset = FIXED + ((p[0] & 15) << 2);
  if (p[0] & 0x10) {
    if (offset + 4 > length)
      return 0;
    int profile = get16(p + offset), start = offset + 4;
    offset = start + (get16(p + offset + 2) << 2);
    if (offset > length)
      return 0;
    if (profile == 0xBEDE || (profile & 0xFFF0) == 0x1000)
      if (!read_extensions(p + start, p + offset, profile != 0xBEDE, sequence_id, level_id, forward_id, h))
        return 0;
  }
  int padding = 0;
  if (p[0] & 0x20) {
    padding = p[length - 1];
    if (padding == 0)
      return 0;
  }
  if (offset + padding > length)
    return 0;
  h->payload = offset, h->end = length - padding;
  return 1;
}

/* ---- codecs ---- */

/* The running numbers of a VP8 descriptor (RFC 7741 section 4.2); places 0: not there. */
typedef struct {
  int known;
  int picture_at, picture, long_picture;
  int tl0_at, tl0;
  int key_at, key;
} vp8_t;

static vp8_t read_vp8(const uint8_t *p, int size) {
  vp8_t d = {0};
  if (size > DESCRIPTOR)
    size = DESCRIPTOR;
  if (size < 1)
    return d;
  int offset = 1;
  if (p[0] & 0x80) {
    if (size < 2)
      return d;
    int flags = p[1];
    offset = 2;
    if (flags & 0x80) {
      if (offset >= size)
        return d;
      d.picture_at = offset;
      if (p[offset] & 0x80) {
        if (offset + 1 >= size)
          return d;
        d.picture = (p[offset] & 0x7F) << 8 | p[offset + 1];
        d.long_picture = 1;
        offset += 2;
      } else {
        d.picture = p[offset++];
      }
    }
    if (flags & 0x40) {
      if (offset >= size)
        return d;
      d.tl0_at = offset, d.tl0 = p[offset++];
    }
    if (flags & 0x30) {
      if (offset >= size)
        return d;
      if (flags & 0x10)
        d.key_at = offset, d.key = p[offset] & 0x1F;
      offset++;
    }
  }
  d.known = 1;
  return d;
}

static void write_vp8(uint8_t *payload, const vp8_t *d, const row_t *row) {
  if (d->picture_at) {
    if (d->long_picture)
      put16(payload + d->picture_at, (uint16_t)(0x8000 | ((d->picture + row->picture_offset) & 0x7FFF)));
    else
      payload[d->picture_at] = (uint8_t)((d->picture + row->picture_offset) & 0x7F);
  }
  if (d->tl0_at)
    payload[d->tl0_at] = (uint8_t)(d->tl0 + row->tl0_offset);
  if (d->key_at)
    payload[d->key_at] = (uint8_t)((payload[d->key_at] & 0xE0) | ((d->key + row->key_offset) & 0x1F));
}

/* Whether a decoder might start at this payload: then Python looks closely. Never wrong in saying no. */
static int may_start(int codec, const uint8_t *p, int size) {
  switch (codec) {
  case CODEC_VP8: /* the first packet of partition 0 of a keyframe */
    if ((p[0] & 0x17) != 0x10)
      return 0;
    {
      int offset = 1;
      if (p[0] & 0x80) {
        if (size < 3)
          return 1;
        int flags = p[1];
        offset = 2 + (flags & 0x80 ? (p[2] & 0x80 ? 2 : 1) : 0) + !!(flags & 0x40) + !!(flags & 0x30);
      }
      return offset >= size || !(p[offset] & 1);
    }
  case CODEC_H264: { /* a parameter set or an IDR slice, alone, aggregated or the first fragment */
    int kind = p[0] & 0x1F;
    if (kind == 28)
      return size < 2 || (p[1] & 0x80 && ((p[1] & 0x1F) == 5 || (p[1] & 0x1F) == 7));
    return kind == 5 || kind == 7 || kind >= 24;
  }
  case CODEC_VP9: /* not predicted from another picture */
    return !(p[0] & 0x40);
  case CODEC_AV1: /* begins a coded video sequence (N of the aggregation header) */
    return p[0] & 0x08;
  default:
    return 1;
  }
}

/* ---- forwarding ---- */

/* The extension block as sfu/core/headers.py lays it out: only what the row negotiated. Returns the header's size. */
static int write_header(uint8_t *out, const row_t *row, const uint8_t *packet, int64_t sequence, int level, double at,
                        int feedback) {
  out[0] = 0x80;
  out[1] = (uint8_t)(row->payload_type | (packet[1] & 0x80));
  put16(out + 2, (uint16_t)sequence);
  put32(out + 4, get32(packet + 4) + row->timestamp_offset);
  put32(out + 8, row->ssrc);
  int twcc = row->twcc_id, time = row->abs_send_time_id, mid = row->mid_length ? row->mid_id : 0;
  int voice = level >= 0 ? row->audio_level_id : 0;
  if (!(twcc | time | voice | mid))
    return FIXED;
  int one = twcc < 15 && time < 15 && voice < 15 && mid < 15;
  uint8_t *p = out + FIXED + 4;
#define ELEMENT(id, size) (one ? (*p++ = (uint8_t)((id) << 4 | ((size) - 1))) : (*p++ = (uint8_t)(id), *p++ = (uint8_t)(size)))
  if (twcc) {
    ELEMENT(twcc, 2);
    put16(p, (uint16_t)feedback), p += 2;
  }
  if (time) {
    uint32_t ticks = (uint32_t)(int64_t)(at * 262144.0);
    ELEMENT(time, 3);
    *p++ = (uint8_t)(ticks >> 16), *p++ = (uint8_t)(ticks >> 8), *p++ = (uint8_t)ticks;
  }
  if (voice) {
    ELEMENT(voice, 1);
    *p++ = (uint8_t)level;
  }
  if (mid) {
    ELEMENT(mid, row->mid_length);
    memcpy(p, row->mid, row->mid_length), p += row->mid_length;
  }
#undef ELEMENT
  while ((p - out) & 3)
    *p++ = 0;
  put16(out + FIXED, one ? 0xBEDE : 0x1000);
  put16(out + FIXED + 2, (uint16_t)((p - out - FIXED - 4) >> 2));
  out[0] |= 0x10;
  return (int)(p - out);
}

static void advance(row_t *row, int64_t sequence, uint32_t timestamp, const vp8_t *d, double at) {
  if (row->started && sequence <= row->last_sequence)
    return;
  row->started = 1;
  row->last_sequence = sequence;
  row->last_timestamp = timestamp + row->timestamp_offset;
  row->last_sent = at;
  if (d->known) {
    row->last_picture = (uint16_t)((d->picture + row->picture_offset) & 0x7FFF);
    row->last_tl0 = (uint8_t)(d->tl0 + row->tl0_offset);
    row->last_key = (uint8_t)((d->key + row->key_offset) & 0x1F);
  }
}

/* One packet to every row that has the layer in force. Returns how many got it. */
int media_forward(kernel_t *k, const publication_t *publication, int layer, const uint8_t *packet, int payload,
                  int end, int64_t sequence, int level, double at) {
  int size = end - payload, given = 0;
  vp8_t d = {0};
  if (publication->codec == CODEC_VP8)
    d = read_vp8(packet + payload, size);
  for (uint32_t i = 0; i < publication->count; i++) {
    row_t *row = publication->rows + i;
    if (row->layer != layer || sequence < row->floor)
      continue;
    packet_t *p = kernel_packet(k, row->transport);
    if (!p)
      continue;
    int64_t number = sequence + row->sequence_offset;
    if (row->twcc_id) {
      uint32_t *feedback = kernel_feedback(k, row->transport);
      p->feedback = (int32_t)(*feedback & 0xFFFF);
      (*feedback)++;
      if (!row->rtx_ssrc)
        publication->sent_feedback[(size_t)i * HISTORY + ((size_t)number & (HISTORY - 1))] = (uint16_t)p->feedback;
    }
    int head = write_header(p->data, row, packet, number, level, at, p->feedback);
    if (size > 0) {
      memcpy(p->data + head, packet + payload, (size_t)size);
      if (d.known && (row->picture_offset || row->tl0_offset || row->key_offset))
        write_vp8(p->data + head, &d, row);
      p->length = (uint16_t)(head + size);
    } else { /* a filler: padding that came too late to be taken out of the numbering */
      p->data[0] |= 0x20;
      p->data[head] = 1;
      p->length = (uint16_t)(head + 1);
    }
    p->at = at;
    p->unfinished = publication->video && !(packet[1] & 0x80);
    p->may_pad = row->rtx_ssrc != 0 && size > 0;
    p->paced = publication->video;
    row->packets++;
    row->octets += (uint64_t)size;
    advance(row, number, get32(packet + 4), &d, at);
    kernel_queue(k, p);
    given++;
  }
  return given;
}

/* ---- reception ---- */

static int somebody_waits(const publication_t *publication, int layer) {
  for (uint32_t i = 0; i < publication->count; i++) {
    const row_t *row = publication->rows + i;
    if (row->target == layer && row->layer != layer && !row->flags)
      return 1;
  }
  return 0;
}

static void observe_transit(stream_t *s, uint32_t timestamp, double at) {
  double transit = at * s->clock_rate - timestamp;
  if (!isnan(s->transit)) {
    double step = fabs(transit - s->transit);
    if (step > 2147483648.0)
      step = fabs(step - 4294967296.0);
    if (step < 5.0 * s->clock_rate)
      s->jitter += (step - s->jitter) / 16.0;
  }
  s->transit = transit;
}

static void keep(layer_t *layer, int64_t sequence, const uint8_t *data, int length, int starts, double at) {
  uint32_t size = (uint32_t)length;
  if (size > layer->capacity)
    return;
  uint64_t position = layer->head;
  uint32_t offset = (uint32_t)(position % layer->capacity);
  if (offset + size > layer->capacity) {
    position += layer->capacity - offset;
    offset = 0;
  }
  memcpy(layer->ring + offset, data, size);
  layer->head = position + size;
  layer->stored = at;
  slot_t *slot = layer->slots + (sequence & (SLOTS - 1));
  slot->sequence = sequence;
  slot->position = position;
  slot->at = at;
  slot->timestamp = get32(data + 4);
  slot->size = (uint16_t)size;
  slot->starts = (uint8_t)starts;
}

/* A plain packet of a known stream. How many subscribers got it; -1: nothing was touched, Python shall look at it. */
int media_take(kernel_t *k, const route_t *route, int sequence_id, int level_id, arrivals_t *arrivals, uint8_t *data,
               int length, double at) {
  header_t h;
  publication_t *publication = route->publication;
  stream_t *stream = route->stream;
  layer_t *layer = route->layer;
  if (!read_header(data, length, sequence_id, level_id, publication->level_id, &h) || h.end <= h.payload)
    return -1;
  uint16_t sequence = get16(data + 2);
  uint32_t timestamp = get32(data + 4);
  if (stream->highest < 0 || (uint16_t)(sequence - stream->highest) != 1)
    return -1;
  if (h.sequence >= 0 && arrivals->count >= ARRIVALS)
    return -1;
  if (!publication->muted) {
    if (!publication->rows || !layer->begun || layer->ssrc != get32(data + 8) || layer->highest < 0 ||
        (uint16_t)(sequence - layer->highest) != 1)
      return -1;
    if (publication->video ? may_start(publication->codec, data + h.payload, h.end - h.payload)
                           : somebody_waits(publication, route->index))
      return -1;
    if (h.level >= 0 && !publication->video && route->levels->count >= LEVELS)
      return -1;
  }
  stream->highest++;
  stream->last_received = at;
  stream->seen[stream->highest & (SEEN_STREAM - 1)] = stream->highest;
  stream->taken++;
  stream->packets++;
  stream->octets += (uint64_t)length;
  observe_transit(stream, timestamp, at);
  if (h.sequence >= 0) {
    arrivals->sequence[arrivals->count] = (uint16_t)h.sequence;
    arrivals->at[arrivals->count++] = at;
  }
  if (publication->muted)
    return 0;
  if (h.level >= 0 && !publication->video) {
    levels_t *levels = route->levels;
    levels->level[levels->count] = (uint8_t)(h.level & 0x7F);
    levels->timestamp[levels->count] = timestamp;
    levels->at[levels->count++] = at;
  }
  layer->highest++;
  layer->last_received = at;
  layer->seen[layer->highest & (SEEN_LAYER - 1)] = layer->highest;
  int64_t number = layer->highest - layer->removed;
  keep(layer, number, data, length, !publication->video, at);
  return media_forward(k, publication, route->index, data, h.payload, h.end, number, h.forward_level, at);
}
