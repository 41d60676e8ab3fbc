// Dates of classes as they are listed. Pure.
import type { ClassDate } from "./types";

export interface SeriesOnOffer {
  id: string;
  /** Its first date that is listed, its number of dates listed, whether each has a seat. */
  first: ClassDate;
  count: number;
  seatInEach: boolean;
}

/** The series among dates, each with more than one left; in the order of their first dates. */
export function seriesAmong(dates: readonly ClassDate[]): SeriesOnOffer[] {
  const found = new Map<string, SeriesOnOffer>();
  for (const date of dates) {
    if (!date.series_id) continue;
    const known = found.get(date.series_id);
    if (!known)
      found.set(date.series_id, { id: date.series_id, first: date, count: 1, seatInEach: date.seats_left > 0 });
    else {
      known.count += 1;
      known.seatInEach &&= date.seats_left > 0;
    }
  }
  return [...found.values()].filter((each) => each.count > 1);
}
