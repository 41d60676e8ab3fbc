"use client";
// The classes a professional holds: what is ahead, period by period; the way to hold another.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CalendarRange, Plus, Presentation } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { call } from "@/lib/api";
import { useNow } from "@/lib/hooks";
import { useTimes } from "@/lib/words";
import type { ClassDate, Page, Service } from "@shared/types";
import { dayOf } from "@shared/time";
import { RoleSign } from "../role";
import { TabsNav } from "../tabs-nav";
import { Button, ButtonLink } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ProblemNotice } from "../ui/notice";
import { Empty, PageHead, Waiting } from "../ui/parts";
import { HoldForm } from "./hold-form";
import { MOST_PERIODS, periodOf, rounded } from "./listing";

const role = "professional" as const;

function Row({ date }: { date: ClassDate }) {
  const t = useTranslations("host");
  const times = useTimes();
  if (!times) return null;
  const taken = date.seats - date.seats_left;
  const off = date.status === "cancelled";
  return (
    <li
      data-testid="my-class"
      className="relative flex flex-wrap items-center gap-x-6 gap-y-1 border-t border-line py-4 first:border-t-0"
    >
      <div className="min-w-56 flex-1">
        <p className="font-medium">
          <Link
            href={`/as/professional/classes/${date.id}`}
            className="underline-offset-4 after:absolute after:inset-0 hover:underline"
          >
            <time dateTime={date.start} className={cn(off && "line-through")}>
              {times.span(date.start, date.end)}
            </time>
          </Link>
        </p>
        <p className="text-13 text-muted">
          {date.title}
          {date.series_id && ` · ${t("ofSeries")}`}
        </p>
      </div>
      <p className="tnum text-13 sm:text-end">
        {off ? (
          <span className="font-medium text-bad">{t("status.cancelled")}</span>
        ) : (
          <>
            {t("taken", { taken, seats: date.seats })}
            {date.status === "scheduled" && date.min_seats > 1 && taken < date.min_seats && (
              <span className="block font-medium text-warn">{t("tooFew", { least: date.min_seats })}</span>
            )}
          </>
        )}
      </p>
    </li>
  );
}

export function HostClasses() {
  const t = useTranslations("host");
  const now = useNow(60);
  const times = useTimes();
  const [holding, setHolding] = useState(false);
  const begin = now ? rounded(now) : 0;
  const services = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => call<Page<Service>>("GET", "/services", { role, signal }),
  });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["my-classes", begin],
    enabled: begin > 0,
    queryFn: ({ signal, pageParam }) =>
      call<Page<ClassDate>>("GET", "/classes", { role, query: periodOf(begin - 7_200_000, pageParam), signal }),
    initialPageParam: 0,
    getNextPageParam: (_page, pages) => (pages.length < MOST_PERIODS ? pages.length : null),
    placeholderData: (before) => before,
  });
  const ofClass = services.data?.items.filter((each) => each.seats !== null) ?? [];
  const dates = data?.pages.flatMap((page) => page.items) ?? [];
  const hold = (
    <Button onClick={() => setHolding(true)}>
      <Plus aria-hidden size={18} /> {t("hold")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} aside={ofClass.length > 0 && dates.length > 0 ? hold : undefined}>
        <RoleSign role={role} />
        <p>{t("lead")}</p>
      </PageHead>
      <TabsNav group="offer" />
      {(error && !data) || (services.error && !services.data) ? (
        <ProblemNotice
          error={error ?? services.error}
          retry={() => {
            void refetch();
            void services.refetch();
          }}
        />
      ) : !data || !services.data ? (
        <Waiting label={t("waiting")} rows={3} className="h-16" />
      ) : ofClass.length === 0 ? (
        <Empty
          icon={Presentation}
          title={t("noService")}
          action={<ButtonLink href="/as/professional/services">{t("toServices")}</ButtonLink>}
        >
          {t("noServiceHint")}
        </Empty>
      ) : dates.length === 0 ? (
        <Empty icon={CalendarRange} title={t(hasNextPage ? "noneInPeriod" : "none")} action={hold}>
          {t("noneHint")}
        </Empty>
      ) : (
        <ul aria-label={t("title")} className="border-y border-line">
          {dates.map((each) => (
            <Row key={each.id} date={each} />
          ))}
        </ul>
      )}
      {data && ofClass.length > 0 && hasNextPage && (
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
      <Dialog open={holding} onOpenChange={setHolding} title={t("hold")}>
        {holding && times && (
          <HoldForm services={ofClass} today={dayOf(times.now, times.zone)} done={() => setHolding(false)} />
        )}
      </Dialog>
    </>
  );
}
