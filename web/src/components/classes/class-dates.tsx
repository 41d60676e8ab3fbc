"use client";
// The dates of a class on its professional's page: when, how many seats are left, one date or the whole series.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CalendarRange, Repeat, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { call } from "@/lib/api";
import { useAccount, useNow } from "@/lib/hooks";
import { usePrice, useTimes } from "@/lib/words";
import { seriesAmong } from "@shared/classes";
import type { Booking, ClassDate, Page, Professional } from "@shared/types";
import { stands } from "../entry";
import { Button, ButtonLink } from "../ui/button";
import { ProblemNotice } from "../ui/notice";
import { Empty, Waiting } from "../ui/parts";
import { MOST_PERIODS, datesIn, periodOf, rounded } from "./listing";
import { WaitingList } from "./waiting-list";

type Service = Professional["services"][number];

export function seatHref(slug: string, serviceId: string, of: { class: string; start: string } | { series: string }) {
  const search = new URLSearchParams({ service: serviceId, ...of });
  return `/as/client/seat/${slug}?${search}`;
}

/** Seats in words: what is left of how many, or that it is full. */
export function SeatsLeft({ date }: { date: ClassDate }) {
  const t = useTranslations("classes");
  return (
    <span className={cn("text-13 font-medium", date.seats_left === 0 ? "text-warn" : "text-good")}>
      {date.seats_left === 0 ? t("full") : t("left", { left: date.seats_left, seats: date.seats })}
    </span>
  );
}

/** My seats in the periods shown, by class. */
function useMySeats(begin: number, periods: number): Map<string, Booking> {
  const account = useAccount();
  const { data = [] } = useQuery({
    queryKey: ["calendar", "seats", begin, periods],
    queryFn: async ({ signal }) => {
      const asked = Array.from({ length: periods }, (_, index) =>
        call<Page<Booking>>("GET", "/calendar", { query: periodOf(begin, index), signal }),
      );
      return (await Promise.all(asked)).flatMap((page) => page.items);
    },
    enabled: account !== null && begin > 0,
    placeholderData: (before) => before,
  });
  const seats = data.filter((each) => each.class_id && each.role === "client");
  return new Map(
    seats.filter((each) => stands(each) || each.status === "held").map((each) => [each.class_id!, each]),
  );
}

function Row({ date, person, seat, own }: { date: ClassDate; person: Professional; seat?: Booking; own: boolean }) {
  const t = useTranslations("classes");
  const times = useTimes();
  const money = usePrice();
  if (!times) return null;
  const when = times.moment(date.start);
  return (
    <li
      data-testid="class-date"
      className="flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line py-4 first:border-t-0"
    >
      <div className="min-w-56 flex-1">
        <p className="font-medium">
          <time dateTime={date.start}>{times.span(date.start, date.end)}</time>
        </p>
        <p className="flex flex-wrap items-center gap-x-4 text-13 text-muted">
          <SeatsLeft date={date} />
          <span className="tnum">
            {date.price_minor ? t("aSeat", { price: money(date.price_minor, date.currency) }) : t("free")}
          </span>
          {date.series_id && (
            <span className="inline-flex items-center gap-1">
              <Repeat aria-hidden size={13} /> {t("ofSeries")}
            </span>
          )}
          {date.min_seats > 1 && <span>{t("takesPlaceWith", { count: date.min_seats })}</span>}
        </p>
      </div>
      {seat ? (
        <ButtonLink look="plain" size="sm" href={`/as/client/bookings/${seat.id}`}>
          {t(seat.status === "held" ? "heldForYou" : "yourSeat")}
        </ButtonLink>
      ) : own ? null : date.seats_left > 0 ? (
        <ButtonLink
          look="plain"
          size="sm"
          aria-label={t("takeNamed", { when })}
          href={seatHref(person.slug, date.service_id, { class: date.id, start: date.start })}
        >
          {t("take")}
        </ButtonLink>
      ) : (
        <WaitingList classId={date.id} what={when} />
      )}
    </li>
  );
}

function WholeSeries({ dates, person, service }: { dates: ClassDate[]; person: Professional; service: Service }) {
  const t = useTranslations("classes");
  const times = useTimes();
  const series = seriesAmong(dates).filter((each) => each.seatInEach);
  if (series.length === 0 || !times) return null;
  return (
    <ul className="mb-4 grid gap-2">
      {series.map((each) => (
        <li
          key={each.id}
          data-testid="class-series"
          className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-md bg-sunken px-4 py-3"
        >
          <Repeat aria-hidden size={18} className="text-muted" />
          <p className="min-w-48 flex-1">
            {t("seriesFrom", { when: times.moment(each.first.start) })}
            <span className="block text-13 text-muted">{t("seriesHint")}</span>
          </p>
          <ButtonLink
            size="sm"
            aria-label={t("takeSeriesNamed", { when: times.moment(each.first.start) })}
            href={seatHref(person.slug, service.id, { series: each.id })}
          >
            {t("takeSeries")}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

export function ClassDates({ person, service }: { person: Professional; service: Service }) {
  const t = useTranslations("classes");
  const account = useAccount();
  const now = useNow(60);
  const begin = now ? rounded(now) : 0;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["classes", service.id, begin],
    enabled: begin > 0,
    queryFn: ({ signal, pageParam }) => datesIn(service.id, periodOf(begin, pageParam), signal),
    initialPageParam: 0,
    getNextPageParam: (_page, pages) => (pages.length < MOST_PERIODS ? pages.length : null),
    placeholderData: (before) => before,
  });
  const mine = useMySeats(begin, data?.pages.length ?? 1);
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting label={t("waiting")} rows={3} className="h-16" />;
  const dates = data.pages.flatMap((page) => page.items);
  const own = account?.professional?.slug === person.slug;
  return (
    <>
      {dates.length === 0 ? (
        <Empty icon={CalendarRange} title={t(hasNextPage ? "noneInPeriod" : "none")}>
          {t("noneHint", { name: person.name })}
        </Empty>
      ) : (
        <>
          {!own && <WholeSeries dates={dates} person={person} service={service} />}
          <ul aria-label={t("datesOf", { title: service.title })} className="border-y border-line">
            {dates.map((date) => (
              <Row key={date.id} date={date} person={person} seat={mine.get(date.id)} own={own} />
            ))}
          </ul>
        </>
      )}
      {hasNextPage && (
        <Button
          look="plain"
          size="sm"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          className="mt-4"
        >
          {t("later")}
        </Button>
      )}
    </>
  );
}

/** The next date of a class, for a list of professionals. */
export function NextClass({ slug, service }: { slug: string; service: { id: string; title: string } }) {
  const t = useTranslations("classes");
  const times = useTimes();
  const begin = times ? rounded(times.now) : 0;
  const { data } = useQuery({
    queryKey: ["next-class", service.id, begin],
    enabled: begin > 0,
    queryFn: ({ signal }) => datesIn(service.id, periodOf(begin, 0), signal),
    staleTime: 60_000,
  });
  const next = data?.items.find((each) => each.seats_left > 0) ?? data?.items[0];
  if (!next || !times) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-13" data-testid="next-class">
      <Users aria-hidden size={14} className="text-muted" />
      <ButtonLink look="quiet" size="sm" href={`/p/${slug}?service=${service.id}`} className="-mx-2 px-2">
        {t("nextOf", { title: service.title, when: times.moment(next.start) })}
      </ButtonLink>
      <SeatsLeft date={next} />
    </p>
  );
}
