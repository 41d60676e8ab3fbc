"use client";
// Until when a client may cancel, in one sentence.
import { useLocale, useTranslations } from "next-intl";
import { useNow, useZone } from "@/lib/hooks";
import { clock, dayName, dayOf, zoneCity } from "@shared/time";

export function usePolicy(start: string | null, cutoffMinutes: number): string | null {
  const t = useTranslations("policy");
  const locale = useLocale();
  const zone = useZone();
  const now = useNow(60);
  if (!zone || !now || !start) return null;
  const until = Date.parse(start) - cutoffMinutes * 60_000;
  if (until <= now) return t("tooLate");
  return t("until", {
    when: `${dayName(dayOf(until, zone), "long", dayOf(now, zone), locale)}, ${clock(until, zone, locale)}`,
    city: zoneCity(zone),
  });
}
