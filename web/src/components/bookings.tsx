"use client";
// The history of the role in force: what is coming, what was.
import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarCheck, History } from "lucide-react";
import { useTranslations } from "next-intl";
import { Tabs } from "radix-ui";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import type { Booking, Page } from "@shared/types";
import { Entry } from "./entry";
import { RoleSign } from "./role";
import { TabsNav } from "./tabs-nav";
import { Button, ButtonLink } from "./ui/button";
import { ProblemNotice } from "./ui/notice";
import { Empty, PageHead, Waiting } from "./ui/parts";

const SCOPES = ["upcoming", "past"] as const;

function Listing({ scope }: { scope: (typeof SCOPES)[number] }) {
  const t = useTranslations("bookings");
  const role = useRole();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["bookings", role, scope],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Booking>>("GET", "/bookings", { role, query: { scope, cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (isPending) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Empty
        icon={scope === "upcoming" ? CalendarCheck : History}
        title={t(`empty.${scope}`)}
        action={
          scope === "past" ? undefined : role === "client" ? (
            <ButtonLink href="/search">{t("find")}</ButtonLink>
          ) : (
            <ButtonLink href="/as/professional/hours">{t("setHours")}</ButtonLink>
          )
        }
      >
        {t(`hint.${role}`)}
      </Empty>
    );
  return (
    <>
      <div className="grid gap-2">
        {items.map((booking) => (
          <Entry key={booking.id} booking={booking} withDay />
        ))}
      </div>
      {hasNextPage && (
        <Button look="plain" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className="mt-4">
          {t("more")}
        </Button>
      )}
    </>
  );
}

export function Bookings() {
  const t = useTranslations("bookings");
  const role = useRole();
  return (
    <>
      <PageHead title={t("title")} aside={<RoleSign role={role} />}>
        {t(`lead.${role}`)}
      </PageHead>
      <TabsNav group="own" />
      <Tabs.Root key={role} defaultValue="upcoming">
        <Tabs.List aria-label={t("title")} className="mb-5 flex gap-6 border-b border-line">
          {SCOPES.map((scope) => (
            <Tabs.Trigger
              key={scope}
              value={scope}
              className="-mb-px min-h-11 border-b-2 border-transparent text-muted data-[state=active]:border-role data-[state=active]:font-medium data-[state=active]:text-role-ink"
            >
              {t(`scope.${scope}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {SCOPES.map((scope) => (
          <Tabs.Content key={scope} value={scope}>
            <Listing scope={scope} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </>
  );
}
