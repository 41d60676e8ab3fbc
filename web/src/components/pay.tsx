"use client";
// Paying what a time is held for: what it costs, until when it is kept; or what is left to pay of one that stands.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useTimes } from "@/lib/words";
import type { Booking, Charge, Page } from "@shared/types";
import { PayNow } from "./payments/checkout";
import { ProblemNotice } from "./ui/notice";

const SETTLED = new Set(["authorised", "paid", "refunded", "partially_refunded", "disputed", "failed", "cancelled"]);

/** What a booking waits for; or, of one that stands already (`left`), what is still to be paid, if anything is. */
export function Pay({ booking, left = false }: { booking: Booking; left?: boolean }) {
  const t = useTranslations("pay");
  const cache = useQueryClient();
  const times = useTimes();
  const { data: charge, error } = useQuery({
    queryKey: ["charges", booking.id],
    queryFn: async ({ signal }) => {
      const page = await call<Page<Charge>>("GET", `/bookings/${booking.id}/charges`, { role: booking.role, signal });
      return page.items.find((each) => !SETTLED.has(each.status)) ?? null;
    },
  });
  const watch = () => {
    for (const key of ["booking", "calendar", "bookings", "charges"])
      void cache.invalidateQueries({ queryKey: [key] });
  };
  if (left && !charge) return null;
  const until = booking.expires_at && times ? times.moment(booking.expires_at) : "";
  return (
    <section
      aria-labelledby="pay"
      className="grid gap-4 rounded-md border border-line bg-sunken p-4"
      data-testid="pay"
    >
      <h2 id="pay" className="text-17 font-semibold">
        {t(left ? "leftTitle" : "title")}
      </h2>
      <p>{left ? t("left") : t("until", { until })}</p>
      {error && <ProblemNotice error={error} />}
      {!error && (
        <PayNow paymentId={charge?.id ?? null} watch={watch} waiting={t(left ? "leftWaiting" : "waiting")} />
      )}
    </section>
  );
}
