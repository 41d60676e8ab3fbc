"use client";
// Professionals as a list: who they are, what they offer, their next free times in the visitor's zone.
import { useInfiniteQuery } from "@tanstack/react-query";
import { SearchX, Users } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { call } from "@/lib/api";
import { useNow, useZone } from "@/lib/hooks";
import type { Page, ProfessionalCard } from "@shared/types";
import { price } from "@shared/money";
import { clock, dayName, dayOf, zoneName } from "@shared/time";
import { NextClass } from "./classes/class-dates";
import { Rating } from "./reviews/stars";
import { Button, ButtonLink } from "./ui/button";
import { ProblemNotice } from "./ui/notice";
import { Avatar, Empty, Skeleton, Waiting } from "./ui/parts";

export function bookHref(slug: string, serviceId: string, start: string): string {
  return `/as/client/book/${slug}?service=${serviceId}&start=${encodeURIComponent(start)}`;
}

function NextTimes({ person }: { person: ProfessionalCard }) {
  const t = useTranslations("professional");
  const locale = useLocale();
  const zone = useZone();
  const now = useNow(60);
  if (!zone || !now) return <Skeleton className="h-11 w-full max-w-96" />;
  if (person.next_slots.length === 0) return <p className="text-13 text-muted">{t("noneSoon")}</p>;
  const today = dayOf(now, zone);
  return (
    <ul aria-label={t("nextFree", { name: person.name })} className="flex flex-wrap gap-2">
      {person.next_slots.map((slot) => (
        <li key={slot.service_id + slot.start}>
          <ButtonLink look="plain" size="sm" href={bookHref(person.slug, slot.service_id, slot.start)}>
            <time dateTime={slot.start}>
              {dayName(dayOf(slot.start, zone), "brief", today, locale)}, {clock(slot.start, zone, locale)}
            </time>
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

function Person({ person }: { person: ProfessionalCard }) {
  const t = useTranslations("professional");
  const locale = useLocale();
  const classes = person.services.filter((each) => each.seats !== null);
  return (
    <li className="grid gap-4 border-t border-line py-6 md:grid-cols-[1fr_minmax(0,29rem)] md:items-center md:gap-8">
      <div className="flex min-w-0 gap-4">
        <Avatar name={person.name} photo={person.photo?.small} className="size-14 text-17" />
        <div className="min-w-0">
          <h2 className="text-17 font-semibold">
            <Link
              href={`/p/${person.slug}`}
              className="inline-flex min-h-6 items-center underline-offset-4 hover:underline"
            >
              {person.name}
            </Link>
          </h2>
          <p>{person.headline}</p>
          {person.rating && (
            <p className="text-13">
              <Rating rating={person.rating} />
            </p>
          )}
          <p className="tnum mt-1 text-13 text-muted">
            {person.services
              .slice(0, 2)
              .map((service) =>
                t("serviceLine", {
                  title: service.title,
                  minutes: service.duration_minutes,
                  price: service.price_minor ? price(service.price_minor, service.currency, locale) : t("free"),
                }),
              )
              .join(" · ")}
          </p>
        </div>
      </div>
      <div className="grid gap-2">
        {(person.next_slots.length > 0 || classes.length === 0) && <NextTimes person={person} />}
        {classes.slice(0, 1).map((each) => (
          <NextClass key={each.id} slug={person.slug} service={each} />
        ))}
      </div>
    </li>
  );
}

export function Professionals({ q = "", limit = 10 }: { q?: string; limit?: number }) {
  const t = useTranslations("search");
  const zone = useZone();
  const now = useNow(60);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["professionals", q, limit],
    queryFn: ({ signal, pageParam }) =>
      call<Page<ProfessionalCard>>("GET", "/professionals", { query: { q, limit, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (isPending) return <Waiting label={t("waiting")} rows={3} className="h-24" />;
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  const people = data.pages.flatMap((page) => page.items);
  if (people.length === 0)
    return q ? (
      <Empty
        icon={SearchX}
        title={t("nothing", { q })}
        action={<ButtonLink href="/search">{t("showAll")}</ButtonLink>}
      >
        {t("nothingHint")}
      </Empty>
    ) : (
      <Empty icon={Users} title={t("nobody")} action={<ButtonLink href="/signup">{t("offer")}</ButtonLink>}>
        {t("nobodyHint")}
      </Empty>
    );
  return (
    <>
      {zone && now > 0 && <p className="mb-4 text-13 text-muted">{t("zone", { zone: zoneName(now, zone) })}</p>}
      <ul data-testid="professionals" className="border-b border-line">
        {people.map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </ul>
      {hasNextPage && (
        <Button look="plain" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className="mt-6">
          {t("more")}
        </Button>
      )}
    </>
  );
}
