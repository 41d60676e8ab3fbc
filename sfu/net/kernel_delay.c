/* Is a queue building up in front of a subscriber? core/bandwidth/delay.py in C, operation by operation.
 *
 * The rule: the same groups give the same doubles as in Python, so there is nothing here that is not there.
 */
#include "kernel.h"

#include <math.h>
#include <string.h>

#define SMOOTHING 0.85
#define GAIN 4.0
#define MOST_DELTAS 60
#define THRESHOLD 0.0125
#define LEAST_THRESHOLD 0.006
#define MOST_THRESHOLD 0.6
#define UP 8.7
#define DOWN 39.0
#define LONGEST_STEP 0.1
#define NOTICEABLE 0.015
#define STANDING 0.12
#define GROUND_SPAN 5.0
#define SILENCE 3.0
#define CLOCK_JUMP 10.0
#define RECOUNT 300.0

void kernel_delay_begin(detector_t *d) {
  memset(d, 0, sizeof *d);
  d->threshold = THRESHOLD;
}

static void add(detector_t *d, double x, double y);

/* Moves the origin up: the sums of squares stay small, so that they stay exact. */
static void recount(detector_t *d) {
  double shift = d->points[0][0], kept[TREND][2];
  uint32_t count = d->count;
  memcpy(kept, d->points, sizeof kept);
  d->origin += shift;
  d->count = 0;
  memset(d->sums, 0, sizeof d->sums);
  for (uint32_t i = 0; i < count; i++)
    add(d, kept[i][0] - shift, kept[i][1]);
}

static void add(detector_t *d, double x, double y) {
  double *sums = d->sums, newest = x;
  sums[0] += x, sums[1] += y, sums[2] += x * x, sums[3] += x * y;
  if (d->count == TREND) {
    double ox = d->points[0][0], oy = d->points[0][1];
    memmove(d->points, d->points + 1, (TREND - 1) * sizeof d->points[0]);
    d->count--;
    sums[0] -= ox, sums[1] -= oy, sums[2] -= ox * ox, sums[3] -= ox * oy;
    newest = ox; /* Python's x is the one taken out by now */
  }
  d->points[d->count][0] = x, d->points[d->count][1] = y;
  d->count++;
  if (newest > RECOUNT)
    recount(d);
}

static double slope(const detector_t *d) {
  double x = d->sums[0], y = d->sums[1], spread = d->count * d->sums[2] - x * x;
  return d->count >= 2 && spread > 1e-9 ? (d->count * d->sums[3] - x * y) / spread : 0.0;
}

/* GCC's adaptive threshold: a line that trembles, or flows that compete, raise it; spikes do not. */
static void adapt(detector_t *d, double trend, double now) {
  double passed = now - d->adapted < LONGEST_STEP ? now - d->adapted : LONGEST_STEP;
  d->adapted = now;
  if (passed <= 0 || trend > d->threshold + 0.015)
    return;
  double step = (trend < d->threshold ? DOWN : UP) * passed;
  d->threshold += (step < 1 ? step : 1.0) * (trend - d->threshold);
  if (d->threshold < LEAST_THRESHOLD)
    d->threshold = LEAST_THRESHOLD;
  if (d->threshold > MOST_THRESHOLD)
    d->threshold = MOST_THRESHOLD;
}

static void judge(detector_t *d) {
  double angle = slope(d);
  double trend = angle * (d->groups < MOST_DELTAS ? d->groups : MOST_DELTAS) * GAIN / 1000.0;
  int over = trend > d->threshold && d->queue > NOTICEABLE;
  int sustained = over && (d->over || d->queue > STANDING / 2);
  d->over = (uint8_t)over;
  if (sustained || (d->standing > STANDING && angle > -0.1))
    d->usage = USAGE_OVER;
  else if (trend < -d->threshold)
    d->usage = USAGE_UNDER;
  else
    d->usage = USAGE_NORMAL;
  adapt(d, fabs(trend), d->last_sent);
}

/* One feedback's groups, by order of sending. */
void kernel_delay(detector_t *d, const group_t *groups, int count) {
  if (!count)
    return;
  if (groups[0].first_sent - d->last_sent > SILENCE)
    kernel_delay_begin(d);
  double lowest = INFINITY;
  for (int i = 0; i < count; i++) {
    double sent = groups[i].last_sent, received = groups[i].received, delay = received - sent;
    if (sent <= d->last_sent)
      continue; /* a straggler, reported late */
    if (d->groups && fabs(delay - d->ground) > CLOCK_JUMP)
      kernel_delay_begin(d);
    if (!d->groups) {
      d->base = d->ground = d->ground_next = delay;
      d->origin = received;
      d->ground_until = sent + GROUND_SPAN;
    }
    d->last_sent = sent;
    if (delay < d->ground)
      d->ground = delay;
    if (delay < d->ground_next)
      d->ground_next = delay;
    if (sent > d->ground_until) {
      d->ground = d->ground_next, d->ground_next = delay;
      d->ground_until = sent + GROUND_SPAN;
    }
    double height = delay - d->ground;
    if (height < lowest)
      lowest = height;
    d->queue += (height - d->queue) * (height > d->queue ? 0.5 : 0.35);
    d->groups++;
    d->smoothed += (delay - d->base - d->smoothed) * (1.0 - SMOOTHING);
    add(d, received - d->origin, d->smoothed);
  }
  if (lowest < INFINITY) {
    d->standing = lowest;
    judge(d);
  }
}
