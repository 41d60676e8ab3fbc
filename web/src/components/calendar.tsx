"use client";
// My calendar: one person's time in both roles, a week at a time, as a grid or as a list.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CalendarPlus, ChevronLeft, ChevronRight, LayoutGrid, List } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { call } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useBrowserLocale, useNow, useRole, useZone } from "@/lib/hooks";
import type { Booking, Page } from "@shared/types";
import {
  addDays,
  clock,
  dayName,
  dayOf,
  firstWeekday,
  minuteOfDay,
  ms,
  startOfDay,
  startOfWeek,
  zoneName,
} from "@shared/time";
import { Entry, hrefOf, isOpen, otherOf, stands } from "./entry";
import { ROLE_LOOK, RoleSign } from "./role";
import { Button, ButtonLink } from "./ui/button";
import { ProblemNotice } from "./ui/notice";
import { Empty, PageHead, Skeleton, Waiting } from "./ui/parts";

const HOUR_PX = 64; // Room for the four lines of an hour: time, role, title, with whom.

function touches(booking: Booking, day: string, zone: string): boolean {
  return ms(booking.start) < ms(startOfDay(addDays(day, 1), zone)) && ms(booking.end) > ms(startOfDay(day, zone));
}

function WeekGrid({ days, bookings, zone, now }: { days: string[]; bookings: Booking[]; zone: string; now: number }) {
  const t = useTranslations("calendar");
  const locale = useLocale();
  const today = dayOf(now, zone);
  const startOn = (booking: Booking, day: string) =>
    dayOf(booking.start, zone) === day ? minuteOfDay(booking.start, zone) : 0;
  const endOn = (booking: Booking, day: string) =>
    dayOf(booking.end, zone) === day ? minuteOfDay(booking.end, zone) : 1440;
  const placed = days.flatMap((day) =>
    bookings
      .filter((booking) => touches(booking, day, zone))
      .map((booking) => [startOn(booking, day), endOn(booking, day)] as const),
  );
  const from = Math.floor(Math.min(9 * 60, ...placed.map(([start]) => start)) / 60);
  const to = Math.ceil(Math.max(17 * 60, ...placed.map(([, end]) => end)) / 60);
  const hours = Array.from({ length: to - from }, (_, i) => from + i);
  const y = (minute: number) => ((minute - from * 60) / 60) * HOUR_PX;
  return (
    <div data-testid="week" className="grid grid-cols-[3rem_repeat(7,minmax(0,1fr))]">
      <div />
      {days.map((day) => (
        <h2
          key={day}
          className={cn(
            "border-b border-line pb-2 text-center text-13 font-medium",
            day === today && "text-role-ink",
          )}
        >
          {dayName(day, "long", undefined, locale).split(/[\s،]/)[0]}
          <span
            className={cn(
              "tnum mx-auto mt-0.5 flex size-8 items-center justify-center rounded-full text-17",
              day === today && "bg-role text-on-role",
            )}
          >
            {Number(day.slice(8))}
          </span>
        </h2>
      ))}
      <div aria-hidden className="relative" style={{ height: hours.length * HOUR_PX }}>
        {hours.slice(1).map((hour) => (
          <span
            key={hour}
            className="tnum absolute right-2 -translate-y-1/2 text-13 text-muted"
            style={{ top: y(hour * 60) }}
          >
            {String(hour).padStart(2, "0")}:00
          </span>
        ))}
      </div>
      {days.map((day) => (
        <div
          key={day}
          className="relative border-l border-line last:border-r"
          style={{ height: hours.length * HOUR_PX }}
        >
          {hours.map((hour) => (
            <div key={hour} aria-hidden className="border-b border-line/70" style={{ height: HOUR_PX }} />
          ))}
          {bookings
            .filter((booking) => touches(booking, day, zone))
            .map((booking) => {
              const top = y(startOn(booking, day));
              const height = Math.max(44, y(endOn(booking, day)) - top - 2);
              const look = ROLE_LOOK[booking.role];
              return (
                <Link
                  key={booking.id}
                  href={hrefOf(booking)}
                  data-testid="entry"
                  data-role-of={booking.role}
                  className={cn(
                    "absolute inset-x-0.5 z-10 overflow-hidden rounded-r-sm px-1.5 py-0.5 text-13 leading-[0.9rem] hover:shadow-lift",
                    look.edge,
                    look.soft,
                  )}
                  style={{ top, height }}
                >
                  <span className="tnum block font-medium">
                    <time dateTime={booking.start}>{clock(booking.start, zone, locale)}</time>
                    {isOpen(booking, now) && <span className="ml-1 text-good">· {t("now")}</span>}
                  </span>
                  <RoleSign role={booking.role} className="text-[0.6875rem] leading-[0.9rem]" />
                  <span className="block truncate">{booking.service.title}</span>
                  <span className="block truncate text-muted">{otherOf(booking).name}</span>
                </Link>
              );
            })}
          {day === today && minuteOfDay(now, zone) >= from * 60 && minuteOfDay(now, zone) <= to * 60 && (
            <div
              aria-hidden
              className="absolute inset-x-0 border-t-2 border-bad before:absolute before:-top-[5px] before:-left-1 before:size-2 before:rounded-full before:bg-bad"
              style={{ top: y(minuteOfDay(now, zone)) }}
            />
          )}
        </div>
      ))}
    </div>
  );
}

function Agenda({
  days,
  bookings,
  zone,
  now,
  className,
}: {
  days: string[];
  bookings: Booking[];
  zone: string;
  now: number;
  className?: string;
}) {
  const locale = useLocale();
  const today = dayOf(now, zone);
  const busy = days.filter((day) => bookings.some((booking) => touches(booking, day, zone)));
  return (
    <div data-testid="agenda" className={cn("grid gap-6", className)}>
      {busy.map((day) => (
        <section key={day} aria-label={dayName(day, "full", undefined, locale)}>
          <h2 className={cn("mb-2 text-15 font-semibold", day === today && "text-role-ink")}>
            {dayName(day, "long", today, locale)}
          </h2>
          <div className="grid gap-2">
            {bookings
              .filter((booking) => touches(booking, day, zone))
              .map((booking) => (
                <Entry key={booking.id} booking={booking} />
              ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** The next thing to do, whatever week is shown. */
function UpNext({ now }: { now: number }) {
  const t = useTranslations("calendar");
  // Rounded, so that the question stays the same for a while.
  const from = now ? new Date(Math.floor(now / 300_000) * 300_000 - 3_600_000).toISOString() : "";
  const to = now ? new Date(Math.floor(now / 300_000) * 300_000 + 7 * 86_400_000).toISOString() : "";
  const { data } = useQuery({
    queryKey: ["calendar", from, to],
    queryFn: ({ signal }) => call<Page<Booking>>("GET", "/calendar", { query: { from, to }, signal }),
    enabled: from !== "",
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const next = data?.items.filter((booking) => stands(booking) && Date.parse(booking.joinable.closes_at) > now)[0];
  if (!next) return null;
  return (
    <section aria-label={t("next")} className="mb-8">
      <h2 className="mb-2 text-13 font-medium text-muted">{t("next")}</h2>
      <Entry booking={next} withDay />
    </section>
  );
}

export function Calendar() {
  const t = useTranslations("calendar");
  const locale = useLocale();
  const role = useRole();
  const zone = useZone();
  const now = useNow(10);
  const browserLocale = useBrowserLocale();
  const params = useSearchParams();
  const path = usePathname();
  const today = zone && now ? dayOf(now, zone) : null;
  const wanted = /^\d{4}-\d{2}-\d{2}$/.test(params.get("from") ?? "") ? params.get("from")! : today;
  const first = wanted && startOfWeek(wanted, firstWeekday(browserLocale));
  const days = first ? Array.from({ length: 7 }, (_, i) => addDays(first, i)) : [];
  const from = first && zone ? startOfDay(first, zone).toISOString() : "";
  const to = first && zone ? startOfDay(addDays(first, 7), zone).toISOString() : "";
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar", from, to],
    queryFn: ({ signal }) => call<Page<Booking>>("GET", "/calendar", { query: { from, to }, signal }),
    enabled: from !== "",
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const asList = params.get("view") === "list";
  const link = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [key, value] of Object.entries(change))
      if (value === null) next.delete(key);
      else next.set(key, value);
    return `${path}${next.size ? `?${next}` : ""}`;
  };
  const bookings = data?.items ?? [];
  return (
    <>
      <PageHead
        title={t("title")}
        aside={
          <div className="flex gap-4" aria-label={t("legend")} role="group">
            <span className="pl-2 edge-client">
              <RoleSign role="client" />
            </span>
            <span className="pl-2 edge-professional">
              <RoleSign role="professional" />
            </span>
          </div>
        }
      />
      <UpNext now={now} />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        {first && today ? (
          <>
            <ButtonLink
              look="plain"
              size="icon"
              aria-label={t("earlier")}
              href={link({ from: addDays(first, -7) })}
              scroll={false}
            >
              <ChevronLeft aria-hidden size={18} className="rtl:-scale-x-100" />
            </ButtonLink>
            <ButtonLink
              look="plain"
              size="icon"
              aria-label={t("later")}
              href={link({ from: addDays(first, 7) })}
              scroll={false}
            >
              <ChevronRight aria-hidden size={18} className="rtl:-scale-x-100" />
            </ButtonLink>
            {!days.includes(today) && (
              <ButtonLink look="plain" size="sm" href={link({ from: null })} scroll={false}>
                {t("today")}
              </ButtonLink>
            )}
            <p aria-live="polite" className="font-medium">
              {dayName(days[0]!, "short", today, locale)} – {dayName(days[6]!, "short", today, locale)}
            </p>
            {zone && <p className="text-13 text-muted">· {zoneName(startOfDay(first, zone), zone)}</p>}
            <div className="flex-1" />
            <ButtonLink
              look="quiet"
              size="sm"
              href={link({ view: asList ? null : "list" })}
              scroll={false}
              className="max-md:hidden"
            >
              {asList ? <LayoutGrid aria-hidden size={16} /> : <List aria-hidden size={16} />}
              {asList ? t("asWeek") : t("asList")}
            </ButtonLink>
          </>
        ) : (
          <Skeleton className="h-11 w-64" />
        )}
      </div>
      {error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : !data || !zone || !now ? (
        <Waiting label={t("waiting")} rows={5} className="h-16" />
      ) : (
        <>
          {!asList && (
            <div className="max-md:hidden">
              <WeekGrid days={days} bookings={bookings} zone={zone} now={now} />
            </div>
          )}
          {bookings.length > 0 ? (
            <Agenda days={days} bookings={bookings} zone={zone} now={now} className={cn(!asList && "md:hidden")} />
          ) : (
            <div className={cn(!asList && "md:mt-6")}>
              <Empty
                icon={CalendarPlus}
                title={t("empty")}
                action={
                  role === "client" ? (
                    <ButtonLink href="/search">{t("find")}</ButtonLink>
                  ) : (
                    <ButtonLink href="/as/professional/hours">{t("setHours")}</ButtonLink>
                  )
                }
              >
                {role === "client" ? t("emptyClient") : t("emptyProfessional")}
              </Empty>
            </div>
          )}
          {error && (
            <div className="mt-4 flex items-center gap-3 text-13 text-muted" role="status">
              {t("stale")}
              <Button look="plain" size="sm" onClick={() => void refetch()}>
                {t("retry")}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
