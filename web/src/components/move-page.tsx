"use client";
// Another time for a booking: those that are free for both of its people, and the one chosen beside the one it has.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { call } from "@/lib/api";
import { useRole, useZone } from "@/lib/hooks";
import type { Booking, Page, Slot } from "@shared/types";
import { clock, dayName, dayOf } from "@shared/time";
import { hrefOf, otherOf } from "./entry";
import { RoleSign } from "./role";
import { SlotPicker } from "./slot-picker";
import { Button, ButtonLink } from "./ui/button";
import { TextArea } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { PageHead, Waiting } from "./ui/parts";
import { When } from "./when";

const AHEAD_DAYS = 365;

function Chosen({ booking, start }: { booking: Booking; start: string }) {
  const t = useTranslations("move");
  const locale = useLocale();
  const router = useRouter();
  const cache = useQueryClient();
  const zone = useZone();
  const [reason, setReason] = useState("");
  // One key a chosen time: pressing twice, or again after a lost answer, moves once.
  const [key] = useState(() => crypto.randomUUID());
  const other = otherOf(booking);
  const length = Date.parse(booking.end) - Date.parse(booking.start);
  const end = new Date(Date.parse(start) + length).toISOString();
  const move = useMutation({
    mutationFn: () =>
      call<Booking>("POST", `/bookings/${booking.id}/move`, {
        role: booking.role,
        idempotencyKey: key,
        body: { start, reason },
      }),
    onSuccess: (changed) => {
      cache.setQueryData(["booking", booking.id, booking.role], changed);
      for (const each of ["calendar", "bookings", "slots", "professionals"])
        void cache.invalidateQueries({ queryKey: [each] });
      router.push(`${hrefOf(changed)}?moved=1`);
    },
    onError: () => void cache.invalidateQueries({ queryKey: ["slots"] }),
  });
  return (
    <div className="grid gap-4 border-t border-line pt-6" data-testid="move">
      <dl className="grid gap-4">
        <div>
          <dt className="text-13 text-muted">{t("from")}</dt>
          <dd>
            <When start={booking.start} end={booking.end} other={other.zone} />
          </dd>
        </div>
        <div>
          <dt className="text-13 text-muted">{t("to")}</dt>
          <dd>
            <When start={start} end={end} other={other.zone} large />
          </dd>
        </div>
      </dl>
      <TextArea
        label={t("reason", { name: other.name })}
        maxLength={500}
        rows={2}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {move.error && <ProblemNotice error={move.error} />}
      <Button busy={move.isPending} disabled={!zone} onClick={() => move.mutate()} className="justify-self-start">
        {zone
          ? t("go", {
              day: dayName(dayOf(start, zone), "weekday", undefined, locale),
              time: clock(start, zone, locale),
            })
          : t("title")}
      </Button>
    </div>
  );
}

export function MovePage({ id }: { id: string }) {
  const t = useTranslations("move");
  const role = useRole();
  const start = useSearchParams().get("start");
  const {
    data: booking,
    error,
    refetch,
  } = useQuery({
    queryKey: ["booking", id, role],
    queryFn: ({ signal }) => call<Booking>("GET", `/bookings/${id}`, { role, signal }),
  });
  if (error && !booking) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!booking) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  const other = otherOf(booking);
  const path = `/as/${booking.role}/bookings/${booking.id}`;
  const chosen = start && !Number.isNaN(Date.parse(start)) ? start : null;
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>
        <RoleSign role={booking.role} />
        <p>{t("lead", { title: booking.service.title, name: other.name })}</p>
      </PageHead>
      {booking.can_move ? (
        <>
          <SlotPicker
            of={["move", booking.id]}
            load={async (from, to, signal) =>
              (await call<Page<Slot>>("GET", `/bookings/${booking.id}/slots`, { role, query: { from, to }, signal }))
                .items
            }
            windowDays={AHEAD_DAYS}
            hostZone={other.zone}
            hostName={other.name}
            hrefOf={(at) => `${path}/move?start=${encodeURIComponent(at)}`}
            replace
          />
          {chosen && <Chosen key={chosen} booking={booking} start={chosen} />}
        </>
      ) : (
        <Notice>
          <p>{t("cannot")}</p>
        </Notice>
      )}
      <ButtonLink href={path} look="plain" className="justify-self-start">
        {t("back")}
      </ButtonLink>
    </div>
  );
}
