// A series as people say it ("every second week on Tuesday and Thursday, eight times"), as the rule (RFC 5545) that
// the scheduler reads, and as its days. Pure; days are wall-clock days, so no zone is needed.
// The rule kept here: the days shown are the days the scheduler makes: the first is always one of them.
import { addDays, weekdayOf } from "./time";

export const REPEATS = ["once", "daily", "weekly", "monthly", "monthly-weekday"] as const;
export type Repeat = (typeof REPEATS)[number];
export interface Series {
  repeat: Repeat;
  /** Every day or week or month, every second one, … */
  every: number;
  /** Of a weekly series: 0 = Monday … 6 = Sunday. */
  weekdays: number[];
  /** So many times, or up to a day. */
  end: { count: number } | { until: string };
}

export const MOST_DATES = 200;
const MOST_DAYS = 730;
const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

const dayOfMonth = (day: string) => Number(day.slice(8));
function lengthOf(month: string): number {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
function monthAfter(month: string, count: number): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** Which of its weekdays a day is within its month: 1 … 4, or −1 for the last where there may be no fifth. */
export function nthOf(day: string): number {
  const nth = Math.ceil(dayOfMonth(day) / 7);
  return nth > 4 ? -1 : nth;
}

function weekdaysOf(first: string, series: Series): number[] {
  return series.weekdays.length > 0 ? [...series.weekdays].sort((a, b) => a - b) : [weekdayOf(first)];
}

/** The rule of a series that begins on a day; null for a single date. */
export function ruleOf(first: string, series: Series): string | null {
  const { repeat, every, end } = series;
  if (repeat === "once") return null;
  const parts = [`FREQ=${repeat.startsWith("monthly") ? "MONTHLY" : repeat.toUpperCase()}`];
  if (every > 1) parts.push(`INTERVAL=${every}`);
  if (repeat === "weekly")
    parts.push(
      `BYDAY=${weekdaysOf(first, series)
        .map((each) => CODES[each])
        .join(",")}`,
    );
  if (repeat === "monthly") parts.push(`BYMONTHDAY=${dayOfMonth(first)}`);
  if (repeat === "monthly-weekday") parts.push(`BYDAY=${nthOf(first)}${CODES[weekdayOf(first)]}`);
  parts.push("count" in end ? `COUNT=${end.count}` : `UNTIL=${end.until.replaceAll("-", "")}`);
  return parts.join(";");
}

/** The day of a month that a monthly series falls on; null where the month has none. */
function inMonth(month: string, first: string, repeat: Repeat): string | null {
  const at = (day: number) => `${month}-${String(day).padStart(2, "0")}`;
  const length = lengthOf(month);
  if (repeat === "monthly") return dayOfMonth(first) <= length ? at(dayOfMonth(first)) : null;
  const nth = nthOf(first);
  const same = Array.from({ length }, (_, i) => at(i + 1)).filter((day) => weekdayOf(day) === weekdayOf(first));
  return (nth < 0 ? same.at(-1) : same[nth - 1]) ?? null;
}

function* candidates(first: string, series: Series): Generator<string> {
  const { repeat, every } = series;
  const monday = addDays(first, -weekdayOf(first));
  for (let step = 0; step * every <= MOST_DAYS; step++) {
    if (repeat === "daily") yield addDays(first, step * every);
    else if (repeat === "weekly")
      for (const weekday of weekdaysOf(first, series)) yield addDays(monday, step * every * 7 + weekday);
    else {
      const day = inMonth(monthAfter(first.slice(0, 7), step * every), first, repeat);
      if (day) yield day;
    }
  }
}

/** The days of a series, the first one among them; at most MOST_DATES within two years. */
export function daysOf(first: string, series: Series): string[] {
  const days = [first];
  if (series.repeat === "once") return days;
  const horizon = addDays(first, MOST_DAYS);
  const until = "until" in series.end && series.end.until < horizon ? series.end.until : horizon;
  const most = Math.min(MOST_DATES, "count" in series.end ? series.end.count : MOST_DATES);
  for (const day of candidates(first, series)) {
    if (days.length >= most || day > until) break;
    if (day > first) days.push(day);
  }
  return days;
}
