"use client";
// After a whole series was taken: each seat, and what is still to be paid for it.
import { useQueries } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import type { Booking } from "@shared/types";
import { Entry } from "../entry";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/parts";

export function Taken({ ids, title }: { ids: string[]; title: string }) {
  const t = useTranslations("seat");
  const seats = useQueries({
    queries: ids.map((id) => ({
      queryKey: ["booking", id, "client"],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call<Booking>("GET", `/bookings/${id}`, { role: "client", signal }),
    })),
  });
  const unpaid = seats.filter((each) => each.data?.status === "held");
  const seatsByStart = seats
    .map((each, place) => ({ id: ids[place]!, booking: each.data }))
    .sort((a, b) => (a.booking?.start ?? "").localeCompare(b.booking?.start ?? ""));
  return (
    <div className="grid max-w-2xl gap-6" data-testid="series-taken">
      <h1 className="text-28 font-semibold">{title}</h1>
      <Notice kind={unpaid.length > 0 ? "info" : "good"} title={t("takenAll", { count: ids.length })}>
        <p>{unpaid.length > 0 ? t("takenUnpaid", { count: unpaid.length }) : t("takenHint")}</p>
      </Notice>
      <ol className="grid gap-2">
        {seatsByStart.map(({ id, booking }) => (
          <li key={id}>{booking ? <Entry booking={booking} withDay /> : <Skeleton className="h-20" />}</li>
        ))}
      </ol>
      <ButtonLink href="/as/client/bookings" look="plain" className="justify-self-start">
        {t("toBookings")}
      </ButtonLink>
    </div>
  );
}
