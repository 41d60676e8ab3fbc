// Times as people read them: an instant (RFC 3339, UTC) shown in an IANA zone. Pure; shared with the phone app.
// The rule kept here: days and hours belong to a zone, never to the machine that runs this; an hour that comes twice
// (clocks go back) always carries its offset.

export type Instant = string | number | Date;

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = formatters.get(key);
  if (!made) formatters.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made;
}

/** Milliseconds since 1970 of an instant. */
export function ms(instant: Instant): number {
  return typeof instant === "number" ? instant : new Date(instant).getTime();
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function wall(instant: Instant, zone: string): Wall {
  const parts = formatter("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(ms(instant));
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
  };
}

/** Minutes the zone is ahead of UTC at an instant. */
export function offsetMinutes(instant: Instant, zone: string): number {
  const at = Math.floor(ms(instant) / 1000) * 1000;
  const w = wall(at, zone);
  return Math.round((Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second) - at) / 60_000);
}

/** "GMT−5", "GMT+5:45", "GMT". */
export function offsetName(instant: Instant, zone: string): string {
  const minutes = offsetMinutes(instant, zone);
  if (minutes === 0) return "GMT";
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `GMT${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** "New York" of "America/New_York". */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** "New York (GMT−5)". */
export function zoneName(instant: Instant, zone: string): string {
  return `${zoneCity(zone)} (${offsetName(instant, zone)})`;
}

/** The day an instant falls on in a zone, as "2027-03-11". */
export function dayOf(instant: Instant, zone: string): string {
  const w = wall(instant, zone);
  return `${String(w.year).padStart(4, "0")}-${String(w.month).padStart(2, "0")}-${String(w.day).padStart(2, "0")}`;
}

/** A day some days later (or earlier). */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The first instant of a day in a zone, also where midnight does not exist or comes twice. */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Every offset in force around that midnight is a candidate; the first instant that falls on the day wins.
  const offsets = new Set<number>();
  for (let h = -36; h <= 36; h += 6) offsets.add(offsetMinutes(midnight + h * 3_600_000, zone));
  const candidates = [...offsets].map((offset) => midnight - offset * 60_000).filter((at) => dayOf(at, zone) === day);
  let best = Math.min(...candidates);
  // A gap over midnight: no candidate may be the boundary itself, so step back while it is still this day.
  while (Number.isFinite(best) && dayOf(best - 60_000, zone) === day) best -= 60_000;
  return new Date(best);
}

/** Minutes of wall time since midnight. */
export function minuteOfDay(instant: Instant, zone: string): number {
  const w = wall(instant, zone);
  return w.hour * 60 + w.minute;
}

/** Whether the clock shows this wall time twice that day (clocks go back). */
export function isAmbiguous(instant: Instant, zone: string): boolean {
  const at = ms(instant);
  const here = offsetMinutes(at, zone);
  for (const hours of [-3, 3]) {
    const other = offsetMinutes(at + hours * 3_600_000, zone);
    if (other === here) continue;
    const twin = at + (here - other) * 60_000;
    if (offsetMinutes(twin, zone) === other) return true;
  }
  return false;
}

/** "18:00", or "01:30 GMT−4" in an hour that comes twice. */
export function clock(instant: Instant, zone: string, locale = "en"): string {
  const text = formatter(locale === "en" ? "en-GB" : locale, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms(instant));
  return isAmbiguous(instant, zone) ? `${text} ${offsetName(instant, zone)}` : text;
}

type DayStyle = "long" | "brief" | "short" | "weekday" | "full";
const DAY_STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  long: { weekday: "short", day: "numeric", month: "long" },
  brief: { weekday: "short", day: "numeric", month: "short" },
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "long" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

/** "Thu 11 March"; with its year where that is not the year of `now`. */
export function dayName(day: string, style: DayStyle = "long", now?: string, locale = "en"): string {
  const options = { ...DAY_STYLES[style], timeZone: "UTC" };
  if (now && now.slice(0, 4) !== day.slice(0, 4)) options.year = "numeric";
  const text = formatter(locale === "en" ? "en-GB" : locale, options).format(Date.parse(`${day}T00:00:00Z`));
  return text.replace(",", "");
}

/** "Thu 11 March, 18:00–19:00"; the end carries its day when it is another one. */
export function span(start: Instant, end: Instant, zone: string, now?: Instant, locale = "en"): string {
  const first = dayOf(start, zone);
  const last = dayOf(end, zone);
  const today = now === undefined ? undefined : dayOf(now, zone);
  const until = clock(end, zone, locale);
  const tail =
    last === first || minuteOfDay(end, zone) === 0 ? until : `${dayName(last, "long", today, locale)}, ${until}`;
  return `${dayName(first, "long", today, locale)}, ${clock(start, zone, locale)}–${tail}`;
}

/** "in 25 minutes", "2 hours ago"; only ever beside the time itself. */
export function relative(instant: Instant, now: Instant, locale = "en"): string {
  const seconds = (ms(instant) - ms(now)) / 1000;
  const far = Math.abs(seconds);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (far < 3570) return format.format(Math.round(seconds / 60), "minute");
  if (far < 86_400) return format.format(Math.round(seconds / 3600), "hour");
  return format.format(Math.round(seconds / 86_400), "day");
}

interface WithWeek extends Intl.Locale {
  getWeekInfo?(): { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** The weekday a locale's week begins with: 0 = Monday … 6 = Sunday. */
export function firstWeekday(locale: string): number {
  try {
    const known = new Intl.Locale(locale) as WithWeek;
    return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) - 1;
  } catch {
    return 0;
  }
}

/** The first day of the week a day is in. */
export function startOfWeek(day: string, firstDay: number): string {
  return addDays(day, -((weekdayOf(day) - firstDay + 7) % 7));
}

/** What is left until an instant, in whole hours, minutes and seconds; null once it has come. */
export function leftUntil(until: Instant, now: Instant): { hours: number; minutes: number; seconds: number } | null {
  const seconds = Math.ceil((ms(until) - ms(now)) / 1000);
  if (seconds <= 0) return null;
  return {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  };
}
