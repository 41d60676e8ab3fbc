// The dates of a class, period by period as the scheduler lists them (at most 62 days at once).
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/api";
import type { ClassDate, Page } from "@shared/types";

export const PERIOD_DAYS = 62;
export const MOST_PERIODS = 12;
const DAY_MS = 86_400_000;

export const rounded = (now: number) => Math.floor(now / 300_000) * 300_000;
export const periodOf = (begin: number, index: number) => ({
  from: new Date(begin + index * PERIOD_DAYS * DAY_MS).toISOString(),
  to: new Date(begin + (index + 1) * PERIOD_DAYS * DAY_MS).toISOString(),
});

export const datesIn = (serviceId: string, period: { from: string; to: string }, signal?: AbortSignal) =>
  call<Page<ClassDate>>("GET", `/services/${serviceId}/classes`, { query: period, signal });

/** What is left of a series: period after period until two give none of it. */
export const seriesLeft = (serviceId: string, seriesId: string, begin: number) =>
  queryOptions({
    queryKey: ["class-series", serviceId, seriesId, begin],
    queryFn: async ({ signal }) => {
      const found: ClassDate[] = [];
      let empty = 0;
      for (let index = 0; index < MOST_PERIODS && empty < 2; index++) {
        const { items } = await datesIn(serviceId, periodOf(begin, index), signal);
        const own = items.filter((each) => each.series_id === seriesId);
        found.push(...own);
        empty = own.length > 0 ? 0 : empty + 1;
      }
      return found;
    },
  });
