"use client";
// A seat that is held for somebody who waited: the time left to accept it, yes or no.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useNow } from "@/lib/hooks";
import { useTimes } from "@/lib/words";
import type { Booking } from "@shared/types";
import { leftUntil } from "@shared/time";
import { Button } from "../ui/button";
import { ProblemNotice } from "../ui/notice";

export function SeatOffer({ booking }: { booking: Booking }) {
  const t = useTranslations("offer");
  const cache = useQueryClient();
  const now = useNow(1);
  const times = useTimes();
  const answer = useMutation({
    mutationFn: (yes: boolean) =>
      call<unknown>("POST", `/bookings/${booking.id}/${yes ? "accept" : "cancel"}`, {
        role: booking.role,
        ...(yes ? {} : { body: { reason: "" } }),
      }),
    onSettled: () => {
      for (const key of ["booking", "calendar", "bookings", "classes", "waiting", "charges"])
        void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  if (!now || !times || !booking.expires_at) return null;
  const left = leftUntil(booking.expires_at, now);
  return (
    <section
      aria-labelledby="seat-offer"
      data-testid="seat-offer"
      className="grid gap-3 rounded-md border border-good/40 bg-good-soft p-4"
    >
      <h2 id="seat-offer" className="text-17 font-semibold">
        {t("title")}
      </h2>
      <p>{t("until", { when: times.moment(booking.expires_at) })}</p>
      {/* A timer is not read out at each tick; the sentence above holds the hour itself. */}
      <p role="timer" className="tnum text-21 font-semibold">
        {left ? t("left", left) : t("lapsed")}
      </p>
      {answer.error && <ProblemNotice error={answer.error} />}
      {left && (
        <div className="flex flex-wrap gap-3">
          <Button busy={answer.isPending} onClick={() => answer.mutate(true)}>
            {t("accept")}
          </Button>
          {booking.can_cancel && (
            <Button look="plain" busy={answer.isPending} onClick={() => answer.mutate(false)}>
              {t("decline")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
