"use client";
// Times and prices in the reader's language and zone.
import { useLocale } from "next-intl";
import { price } from "@shared/money";
import { clock, dayName, dayOf, relative, span } from "@shared/time";
import { useNow, useZone } from "./hooks";

type Style = Parameters<typeof dayName>[1];

/** How to say instants; null until the browser has told its zone and hour (first paint). */
export function useTimes() {
  const locale = useLocale();
  const zone = useZone();
  const now = useNow(30);
  if (!zone || !now) return null;
  const day = (at: string | number, style: Style = "long") =>
    dayName(dayOf(at, zone), style, dayOf(now, zone), locale);
  return {
    zone,
    now,
    day,
    clock: (at: string | number) => clock(at, zone, locale),
    moment: (at: string | number) => `${day(at)}, ${clock(at, zone, locale)}`,
    span: (start: string, end: string) => span(start, end, zone, now, locale),
    relative: (at: string | number) => relative(at, now, locale),
  };
}

export function usePrice(): (minor: number, currency: string) => string {
  const locale = useLocale();
  return (minor, currency) => price(minor, currency, locale);
}
