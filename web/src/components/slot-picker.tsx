"use client";
// Times to choose from, a week at a time, by day in the viewer's zone; the other person's zone one tap away.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, CalendarX, ChevronLeft, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { call } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useNow, useZone } from "@/lib/hooks";
import type { Slot, SlotsAnswer } from "@shared/types";
import { addDays, clock, dayName, dayOf, offsetMinutes, startOfDay, zoneCity, zoneName } from "@shared/time";
import { Button } from "./ui/button";
import { ProblemNotice } from "./ui/notice";
import { Skeleton } from "./ui/parts";

const WEEK = 7;
const AHEAD = 56; // The slots endpoint answers up to 62 days at once.

function byDay(slots: Slot[], zone: string): Map<string, Slot[]> {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = dayOf(slot.start, zone);
    const list = days.get(day);
    if (list) list.push(slot);
    else days.set(day, [slot]);
  }
  return days;
}

interface Props {
  /** What the times are of: a key for the cache, and how to ask for those that start in [from, to). */
  of: readonly string[];
  load: (from: string, to: string, signal: AbortSignal) => Promise<Slot[]>;
  windowDays: number;
  hostZone: string;
  hostName: string;
  hrefOf: (start: string) => string;
  replace?: boolean;
}

/** The free times of a service. */
export const slotsOf =
  (serviceId: string): Props["load"] =>
  async (from, to, signal) =>
    (await call<SlotsAnswer>("GET", `/services/${serviceId}/slots`, { query: { from, to }, signal })).slots;

export function SlotPicker({ of, load, windowDays, hostZone, hostName, hrefOf, replace = false }: Props) {
  const t = useTranslations("slots");
  const locale = useLocale();
  const mine = useZone();
  const now = useNow(60);
  const [theirs, setTheirs] = useState(false);
  const [page, setPage] = useState<number | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const zone = mine && theirs ? hostZone : mine;
  const today = zone && now ? dayOf(now, zone) : null;
  const last = Math.max(0, Math.ceil((Math.min(windowDays, 365) + 1) / WEEK) - 1);
  const block = Math.floor((page ?? 0) / (AHEAD / WEEK));
  const from = today && zone ? startOfDay(addDays(today, block * AHEAD), zone).toISOString() : "";
  const to = today && zone ? startOfDay(addDays(today, (block + 1) * AHEAD), zone).toISOString() : "";
  const { data, error, refetch } = useQuery({
    queryKey: ["slots", ...of, from, to],
    queryFn: ({ signal }) => load(from, to, signal),
    enabled: from !== "",
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!zone || !today || !data)
    return (
      <div role="status" aria-label={t("waiting")} className="grid grid-cols-3 gap-2 md:grid-cols-7">
        {Array.from({ length: 7 }, (_, i) => (
          <Skeleton key={i} className="h-44" />
        ))}
      </div>
    );
  const days = byDay(data, zone);
  const first = [...days.keys()].sort()[0];
  const weekOf = (day: string) => Math.floor((Date.parse(day) - Date.parse(today)) / 86_400_000 / WEEK);
  // Opens at the first week that has a free time.
  const week = page ?? (first ? Math.max(0, weekOf(first)) : 0);
  const shown = Array.from({ length: WEEK }, (_, i) => addDays(today, week * WEEK + i));
  const chosen = picked && shown.includes(picked) ? picked : (shown.find((day) => days.has(day)) ?? shown[0]!);
  const later = [...days.keys()].sort().find((day) => weekOf(day) > week);
  const differs = mine !== null && offsetMinutes(now, hostZone) !== offsetMinutes(now, mine);
  const none = shown.every((day) => !days.has(day));
  return (
    <div data-testid="slot-picker">
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <Button
          look="plain"
          size="icon"
          aria-label={t("earlier")}
          disabled={week === 0}
          onClick={() => setPage(week - 1)}
        >
          <ChevronLeft aria-hidden size={18} className="rtl:-scale-x-100" />
        </Button>
        <Button
          look="plain"
          size="icon"
          aria-label={t("later")}
          disabled={week >= last}
          onClick={() => setPage(week + 1)}
        >
          <ChevronRight aria-hidden size={18} className="rtl:-scale-x-100" />
        </Button>
        <p aria-live="polite" className="font-medium">
          {dayName(shown[0]!, "short", today, locale)} – {dayName(shown[6]!, "short", today, locale)}
        </p>
        <p className="text-13 text-muted">· {zoneName(startOfDay(shown[0]!, zone), zone)}</p>
        {differs && (
          <Button look="quiet" size="sm" aria-pressed={theirs} onClick={() => setTheirs(!theirs)}>
            <ArrowLeftRight aria-hidden size={14} />
            {theirs
              ? t("inMine", { city: zoneCity(mine) })
              : t("inTheirs", { name: hostName, city: zoneCity(hostZone) })}
          </Button>
        )}
      </div>
      {none ? (
        <div className="grid justify-items-center gap-3 border-y border-line py-10 text-center">
          <CalendarX aria-hidden size={28} strokeWidth={1.5} className="text-muted" />
          <p>{t("noneThisWeek")}</p>
          {later && (
            <Button onClick={() => setPage(weekOf(later))}>
              {t("jump", { day: dayName(later, "long", today, locale) })}
            </Button>
          )}
        </div>
      ) : (
        <>
          <div role="group" aria-label={t("days")} className="mb-4 flex gap-1 overflow-x-auto pb-1 md:hidden">
            {shown.map((day) => (
              <button
                key={day}
                type="button"
                disabled={!days.has(day)}
                aria-pressed={day === chosen}
                onClick={() => setPicked(day)}
                className={cn(
                  "grid min-h-14 min-w-12 flex-1 content-center rounded-md border text-center text-13 leading-4",
                  day === chosen ? "border-role bg-role-soft font-medium text-role-ink" : "border-line",
                  !days.has(day) && "border-transparent text-muted opacity-70",
                )}
              >
                <span>{dayName(day, "long", undefined, locale).split(/[\s،]/)[0]}</span>
                <span className="tnum text-15">{Number(day.slice(8))}</span>
              </button>
            ))}
          </div>
          <ol className="grid gap-2 md:grid-cols-7">
            {shown.map((day) => (
              <li key={day} className={cn("min-w-0", day !== chosen && "max-md:hidden")}>
                <h3 className="border-b border-line pb-2 text-13 font-medium md:mb-2 md:text-center">
                  {dayName(day, "brief", today, locale)}
                </h3>
                <ul className="grid grid-cols-3 gap-2 max-md:mt-3 md:max-h-80 md:grid-cols-1 md:overflow-y-auto md:p-0.5">
                  {(days.get(day) ?? []).map((slot) => (
                    <li key={slot.start}>
                      <Link
                        href={hrefOf(slot.start)}
                        replace={replace}
                        scroll={!replace}
                        data-testid="slot"
                        aria-label={t("book", {
                          day: dayName(day, "long", today, locale),
                          time: clock(slot.start, zone, locale),
                        })}
                        className="tnum flex min-h-11 items-center justify-center rounded-md border border-line bg-raised text-15 font-medium text-role-ink transition-colors duration-150 hover:border-role hover:bg-role-soft"
                      >
                        <time dateTime={slot.start}>{clock(slot.start, zone, locale)}</time>
                      </Link>
                    </li>
                  ))}
                  {!days.has(day) && (
                    <li className="col-span-3 py-2 text-center text-13 text-muted md:col-span-1">
                      {t("noneThisDay")}
                    </li>
                  )}
                </ul>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
