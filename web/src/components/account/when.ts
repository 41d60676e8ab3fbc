"use client";
import { useLocale } from "next-intl";
import { useNow } from "@/lib/hooks";
import { relative } from "@shared/time";

/** "3 hours ago", in the page's language. */
export function useWhen(): (instant: string) => string {
  const now = useNow(60);
  const locale = useLocale();
  return (instant) => (now ? relative(instant, Math.max(now, Date.parse(instant)), locale) : "");
}
