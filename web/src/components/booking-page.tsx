"use client";
// One booking: when, with whom, in which role; the way into its room; the way out of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarClock, CalendarDays, DoorOpen, Users } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { call } from "@/lib/api";
import { useNow, useRole, useZone } from "@/lib/hooks";
import type { Booking } from "@shared/types";
import { price } from "@shared/money";
import { ApiProblem } from "@shared/problem";
import { clock, dayName, dayOf, relative } from "@shared/time";
import { SeatOffer } from "./classes/offer";
import { Dispute, absentWords } from "./dispute";
import { isOpen, otherOf, stands } from "./entry";
import { Messages } from "./messages";
import { Pay } from "./pay";
import { usePolicy } from "./policy";
import { BookingReviews } from "./reviews/booking-reviews";
import { ROLE_LOOK, RoleSign } from "./role";
import { Button, ButtonLink } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { TextArea } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Avatar, Waiting } from "./ui/parts";
import { When } from "./when";

function Cancel({ booking }: { booking: Booking }) {
  const t = useTranslations("booking");
  const locale = useLocale();
  const cache = useQueryClient();
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const other = otherOf(booking);
  const cancel = useMutation({
    mutationFn: () =>
      call<Booking>("POST", `/bookings/${booking.id}/cancel`, { role: booking.role, body: { reason } }),
    onSuccess: (changed) => {
      cache.setQueryData(["booking", booking.id, booking.role], changed);
      for (const key of ["calendar", "bookings", "slots", "professionals"])
        void cache.invalidateQueries({ queryKey: [key] });
      setOpen(false);
    },
  });
  if (!zone) return null;
  const when = {
    day: dayName(dayOf(booking.start, zone), "weekday", undefined, locale),
    time: clock(booking.start, zone, locale),
  };
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t("cancel")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("cancelTitle", { title: booking.service.title, name: other.name })}
        description={t("cancelText", { name: other.name })}
      >
        <div className="grid gap-4">
          <TextArea
            label={t("reason", { name: other.name })}
            maxLength={500}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {cancel.error && <ProblemNotice error={cancel.error} />}
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button look="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
              {t("cancelGo", when)}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

function Door({ booking }: { booking: Booking }) {
  const t = useTranslations("booking");
  const locale = useLocale();
  const now = useNow(1);
  const zone = useZone();
  if (!now || !zone || !stands(booking)) return null;
  const opens = Date.parse(booking.joinable.opens_at);
  if (isOpen(booking, now))
    return (
      <div className="flex flex-wrap items-center gap-4 rounded-md border border-good/40 bg-good-soft p-4">
        <DoorOpen aria-hidden size={22} className="text-good" />
        <p className="min-w-40 flex-1 font-medium">
          {now < Date.parse(booking.start)
            ? t("doorOpen", { relative: relative(booking.start, now, locale) })
            : now < Date.parse(booking.end)
              ? t("doorRunning")
              : t("doorEnding")}
        </p>
        <ButtonLink href={`/as/${booking.role}/bookings/${booking.id}/room`}>{t("join")}</ButtonLink>
      </div>
    );
  if (now < opens)
    return (
      <p className="rounded-md bg-sunken p-4">
        {t("doorLater", {
          when: `${dayName(dayOf(opens, zone), "long", dayOf(now, zone), locale)}, ${clock(opens, zone, locale)}`,
        })}{" "}
        <span className="text-muted">({relative(opens, now, locale)})</span>
      </p>
    );
  return <p className="rounded-md bg-sunken p-4">{t("doorClosed")}</p>;
}

/** Where the booking stands when it is neither confirmed nor simply over, and the answer it waits for. */
function State({ booking }: { booking: Booking }) {
  const t = useTranslations("booking");
  const locale = useLocale();
  const words = useTranslations("dispute");
  const cache = useQueryClient();
  const zone = useZone();
  const answer = useMutation({
    mutationFn: (what: "approve" | "decline") =>
      call<unknown>("POST", `/bookings/${booking.id}/${what}`, { role: booking.role, body: {} }),
    onSuccess: () => {
      for (const key of ["booking", "calendar", "bookings", "slots", "professionals"])
        void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  const { status } = booking;
  if (status === "held" && booking.held_for === "payment")
    return booking.role === "client" ? <Pay key="first" booking={booking} /> : <Notice title={t("unpaid")} />;
  if (status === "confirmed" || status === "running" || status === "completed")
    return booking.role === "client" && booking.payment !== "none" ? <Pay key="left" booking={booking} left /> : null;
  if (status === "held" && booking.held_for === "offer" && booking.role === "client")
    return <SeatOffer booking={booking} />;
  const absent = absentWords(booking);
  const until =
    booking.expires_at && zone
      ? `${dayName(dayOf(booking.expires_at, zone), "long", undefined, locale)}, ${clock(booking.expires_at, zone, locale)}`
      : "";
  return (
    <div className="grid gap-3">
      <Notice title={t(`status.${status}`)}>
        {absent && <p>{words(`absent.${absent}`, { name: otherOf(booking).name })}</p>}
        <p>{t(`statusHint.${status}`, { until })}</p>
      </Notice>
      {answer.error && <ProblemNotice error={answer.error} />}
      {booking.can_answer && (
        <div className="flex flex-wrap gap-3">
          <Button busy={answer.isPending} onClick={() => answer.mutate("approve")}>
            {t("approve")}
          </Button>
          <Button look="plain" busy={answer.isPending} onClick={() => answer.mutate("decline")}>
            {t("decline")}
          </Button>
        </div>
      )}
    </div>
  );
}

export function BookingPage({ id }: { id: string }) {
  const t = useTranslations("booking");
  const locale = useLocale();
  const seat = useTranslations("seat");
  const intake = useTranslations("intake");
  const role = useRole();
  const params = useSearchParams();
  const now = useNow(30);
  const zone = useZone();
  const {
    data: booking,
    error,
    refetch,
  } = useQuery({
    queryKey: ["booking", id, role],
    queryFn: ({ signal }) => call<Booking>("GET", `/bookings/${id}`, { role, signal }),
    refetchInterval: 30_000,
  });
  const policy = usePolicy(booking?.start ?? null, booking?.cancel_cutoff_minutes ?? 0);
  if (error && !booking) {
    const gone = error instanceof ApiProblem && (error.status === 404 || error.status === 422);
    return (
      <div className="grid gap-4">
        {gone ? (
          <Notice kind="bad" title={t("gone")}>
            <p>{t("goneHint")}</p>
          </Notice>
        ) : (
          <ProblemNotice error={error} retry={() => void refetch()} />
        )}
        <ButtonLink href={`/as/${role}/calendar`} look="plain" className="justify-self-start">
          {t("toCalendar")}
        </ButtonLink>
      </div>
    );
  }
  if (!booking) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  const other = otherOf(booking);
  const look = ROLE_LOOK[booking.role];
  const over = now > 0 && now >= Date.parse(booking.end);
  return (
    <div className="grid max-w-2xl gap-6">
      {params.get("new") && booking.status === "confirmed" && (
        <Notice kind="good" title={t("booked")}>
          <p>{t("bookedHint", { name: other.name })}</p>
        </Notice>
      )}
      {params.get("new") && booking.status === "requested" && (
        <Notice kind="good" title={t("asked")}>
          <p>{t("askedHint", { name: other.name })}</p>
        </Notice>
      )}
      {params.get("moved") && (
        <Notice kind="good" title={t("moved")}>
          <p>{t("movedHint", { name: other.name })}</p>
        </Notice>
      )}
      <State booking={booking} />
      <div className={`${look.edge} ps-4`}>
        <RoleSign role={booking.role} />
        <h1 className="mt-1 text-28 font-semibold">{booking.service.title}</h1>
        <p className="text-muted">{t(`you.${booking.role}`, { name: other.name })}</p>
        {booking.class_id && (
          <p className="mt-1 flex flex-wrap items-center gap-x-3 text-13" data-testid="seat-sign">
            <span className="inline-flex items-center gap-1.5 font-medium">
              <Users aria-hidden size={15} /> {seat("isSeat")}
            </span>
            {booking.role === "professional" && (
              <Link
                href={`/as/professional/classes/${booking.class_id}`}
                className="inline-flex min-h-6 items-center underline underline-offset-4"
              >
                {seat("toClass")}
              </Link>
            )}
          </p>
        )}
      </div>
      <Door booking={booking} />
      <dl className="grid gap-5">
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("when")}</dt>
          <dd>
            <When start={booking.start} end={booking.end} other={other.zone} beside large />
          </dd>
        </div>
        <div className="grid gap-2 border-t border-line pt-4">
          <dt className="text-13 text-muted">{booking.role === "client" ? t("professional") : t("client")}</dt>
          <dd className="flex items-center gap-4 font-medium">
            <Avatar name={other.name} />
            {booking.role === "client" && booking.professional.slug ? (
              <Link href={`/p/${booking.professional.slug}`} className="underline underline-offset-4">
                {other.name}
              </Link>
            ) : (
              other.name
            )}
          </dd>
        </div>
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("price")}</dt>
          <dd className="tnum">
            {booking.payment === "credit"
              ? seat("byCredit")
              : booking.price_minor
                ? t("priceOf", {
                    price: price(booking.price_minor, booking.currency, locale),
                    minutes: booking.service.duration_minutes,
                  })
                : t("freeOf", { minutes: booking.service.duration_minutes })}
          </dd>
        </div>
        {booking.answers.map((each) => (
          <div key={each.key} className="border-t border-line pt-4">
            <dt className="text-13 text-muted">{each.label}</dt>
            <dd className="whitespace-pre-line">
              {typeof each.answer === "boolean"
                ? intake(each.answer ? "yes" : "no")
                : Array.isArray(each.answer)
                  ? each.answer.join(", ")
                  : each.answer}
            </dd>
          </div>
        ))}
        {booking.note && (
          <div className="border-t border-line pt-4">
            <dt className="text-13 text-muted">
              {booking.role === "client" ? t("yourNote") : t("theirNote", { name: other.name })}
            </dt>
            <dd className="whitespace-pre-line">{booking.note}</dd>
          </div>
        )}
      </dl>
      <div className="flex flex-wrap items-center gap-3 border-t border-line pt-6">
        {stands(booking) && !over && booking.role === "client" && policy && (
          <p className="w-full text-muted">{policy}</p>
        )}
        <ButtonLink
          href={`/as/${booking.role}/calendar${zone ? `?from=${dayOf(booking.start, zone)}` : ""}`}
          look="plain"
        >
          <CalendarDays aria-hidden size={18} /> {t("toCalendar")}
        </ButtonLink>
        {booking.can_move && !booking.class_id && (
          <ButtonLink href={`/as/${booking.role}/bookings/${booking.id}/move`} look="plain">
            <CalendarClock aria-hidden size={18} /> {t("move")}
          </ButtonLink>
        )}
        {booking.can_cancel && <Cancel booking={booking} />}
        <Dispute booking={booking} />
      </div>
      <BookingReviews booking={booking} />
      <Messages booking={booking} />
    </div>
  );
}
