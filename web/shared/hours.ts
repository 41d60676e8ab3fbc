// Hours as professionals type them: wall time, ranges of a day that may run past midnight. Pure.
import { type Instant, ms, offsetMinutes, startOfDay } from "./time";

export interface TimeRange {
  start: string;
  end: string;
}

/** Minutes since midnight of "09:30"; of "24:00" too. */
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const until = ({ start, end }: TimeRange) => minutes(end) + (minutes(end) <= minutes(start) ? 1440 : 0);

/** Whether a range ends on the next day: "22:00" to "02:00". */
export const pastMidnight = (range: TimeRange) => minutes(range.end) < minutes(range.start);

/** Whether a day's ranges collide, with each other or with those of the day before that run past midnight; or a range
 *  is empty. */
export function collide(day: readonly TimeRange[], before: readonly TimeRange[] = []): boolean {
  const left = before
    .filter(pastMidnight)
    .map((range) => [-1440 + minutes(range.start), minutes(range.end)] as const);
  const all = [...left, ...day.map((range) => [minutes(range.start), until(range)] as const)];
  all.sort((a, b) => a[0] - b[0]);
  return day.some((range) => range.start === range.end) || all.some((each, i) => i > 0 && all[i - 1]![1] > each[0]);
}

/** The instant of a wall time ("2027-03-11T09:30") in a zone: the first where an hour comes twice, null where it does
 *  not exist or the text is no time. */
export function instantOf(wall: string, zone: string): Date | null {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)$/.exec(wall);
  const naive = found ? Date.parse(`${wall}:00Z`) : NaN;
  if (!found || Number.isNaN(naive)) return null;
  const around = startOfDay(found[1]!, zone).getTime();
  const offsets = new Set([-24, -12, 0, 12, 24, 36, 48].map((h) => offsetMinutes(around + h * 3_600_000, zone)));
  const right = [...offsets]
    .map((offset) => naive - offset * 60_000)
    .filter((at) => at + offsetMinutes(at, zone) * 60_000 === naive);
  return right.length ? new Date(Math.min(...right)) : null;
}

/** A wall time for an input of type datetime-local. */
export function wallOf(instant: Instant, zone: string): string {
  return new Date(ms(instant) + offsetMinutes(instant, zone) * 60_000).toISOString().slice(0, 16);
}
