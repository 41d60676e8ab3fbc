"use client";
// What was bought in advance, in the role in force: packages and subscriptions, how much is left, when it lapses.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { cn } from "@/lib/cn";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { useTimes } from "@/lib/words";
import type { Package, Page, Subscription } from "@shared/types";
import { RoleSign } from "../role";
import { TabsNav } from "../tabs-nav";
import { Button, ButtonLink } from "../ui/button";
import { ProblemNotice } from "../ui/notice";
import { Empty, PageHead, Waiting } from "../ui/parts";

type Status = Package["status"] | Subscription["status"];

export function StatusWord({ status }: { status: Status }) {
  const t = useTranslations("purchases");
  const look =
    status === "active" ? "text-good" : status === "closed" || status === "ended" ? "text-muted" : "text-warn";
  return <span className={cn("text-13 font-medium", look)}>{t(`status.${status}`)}</span>;
}

function usePages<T>(path: string) {
  const role = useRole();
  return useInfiniteQuery({
    queryKey: [path, role],
    queryFn: ({ signal, pageParam }) =>
      call<Page<T>>("GET", `/${path}`, { role, query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

interface Line {
  href: string;
  title: string;
  who: string;
  status: Status;
  left: number | null;
  sessions: number;
  until: string | null;
  ends: boolean;
}

function Row({ line }: { line: Line }) {
  const t = useTranslations("purchases");
  const times = useTimes();
  return (
    <li
      data-testid="purchase"
      className="relative flex flex-wrap items-center gap-x-6 gap-y-1 border-t border-line py-4 first:border-t-0"
    >
      <div className="min-w-48 flex-1">
        <h3 className="font-medium">
          <Link href={line.href} className="underline-offset-4 after:absolute after:inset-0 hover:underline">
            {line.title}
          </Link>
        </h3>
        <p className="text-13 text-muted">{line.who}</p>
      </div>
      <p className="tnum text-13 sm:text-end">
        <StatusWord status={line.status} />
        {line.left !== null && (
          <span className="block">{t("left", { left: line.left, sessions: line.sessions })}</span>
        )}
        {line.until && times && (
          <span className="block text-muted">
            {t(line.ends ? "until" : "renews", { day: times.day(line.until, "full") })}
          </span>
        )}
      </p>
    </li>
  );
}

export function Purchases() {
  const t = useTranslations("purchases");
  const role = useRole();
  const packages = usePages<Package>("packages");
  const subscriptions = usePages<Subscription>("subscriptions");
  const other = (of: Package | Subscription) =>
    t(`with.${role}`, { name: role === "client" ? of.professional.name : of.client.name });
  const groups = [
    {
      key: "packages" as const,
      query: packages,
      lines: (packages.data?.pages ?? [])
        .flatMap((page) => page.items)
        .map((each): Line => ({
          href: `/as/${role}/purchases/packages/${each.id}`,
          title: each.title,
          who: other(each),
          status: each.status,
          left: each.status === "active" ? each.credits_left : null,
          sessions: each.sessions,
          until: each.status === "active" ? each.ends_at : null,
          ends: true,
        })),
    },
    {
      key: "subscriptions" as const,
      query: subscriptions,
      lines: (subscriptions.data?.pages ?? [])
        .flatMap((page) => page.items)
        .map((each): Line => ({
          href: `/as/${role}/purchases/subscriptions/${each.id}`,
          title: each.title,
          who: other(each),
          status: each.status,
          left: each.month?.status === "active" ? each.month.credits_left : null,
          sessions: each.sessions,
          until: each.status === "ended" ? null : each.paid_until,
          ends: each.ends_then,
        })),
    },
  ];
  const error = packages.error ?? subscriptions.error;
  const pending = packages.isPending || subscriptions.isPending;
  return (
    <>
      <PageHead title={t(`title.${role}`)} aside={<RoleSign role={role} />}>
        {t(`lead.${role}`)}
      </PageHead>
      <TabsNav group="own" />
      {error ? (
        <ProblemNotice
          error={error}
          retry={() => {
            void packages.refetch();
            void subscriptions.refetch();
          }}
        />
      ) : pending ? (
        <Waiting label={t("waiting")} rows={3} className="h-16" />
      ) : groups.every((each) => each.lines.length === 0) ? (
        <Empty
          icon={Ticket}
          title={t("empty")}
          action={
            role === "client" ? (
              <ButtonLink href="/search">{t("find")}</ButtonLink>
            ) : (
              <ButtonLink href="/as/professional/plans">{t("offer")}</ButtonLink>
            )
          }
        >
          {t(`emptyHint.${role}`)}
        </Empty>
      ) : (
        groups
          .filter((each) => each.lines.length > 0)
          .map(({ key, query, lines }) => (
            <section key={key} aria-labelledby={key} className="mb-10">
              <h2 id={key} className="mb-2 text-21 font-semibold">
                {t(key)}
              </h2>
              <ul className="border-y border-line">
                {lines.map((line) => (
                  <Row key={line.href} line={line} />
                ))}
              </ul>
              {query.hasNextPage && (
                <Button
                  look="plain"
                  size="sm"
                  busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                  className="mt-4"
                >
                  {t("more")}
                </Button>
              )}
            </section>
          ))
      )}
    </>
  );
}
