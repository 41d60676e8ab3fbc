"use client";
// From the door to the room and out again, each end in words.
import { useQuery } from "@tanstack/react-query";
import { DoorClosed, MonitorSmartphone, UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { call } from "@/lib/api";
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";
import type { Booking } from "@shared/types";
import { otherOf } from "../entry";
import { Button, ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Skeleton } from "../ui/parts";
import { type Choices, storeChoices, storedChoices } from "./devices";
import { Lobby } from "./lobby";
import { useStay } from "./session";
import { Stage } from "./stage";

function End({
  icon: Icon,
  title,
  text,
  children,
}: {
  icon: typeof DoorClosed;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <main
      data-testid="room-end"
      className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 p-6"
    >
      <Icon aria-hidden size={32} strokeWidth={1.5} className="text-muted" />
      <h1 className="text-28 font-semibold">{title}</h1>
      <p className="text-muted">{text}</p>
      <div className="mt-2 flex flex-wrap gap-3">{children}</div>
    </main>
  );
}

const never = () => () => undefined;

export function RoomPage({ role, id }: { role: Role; id: string }) {
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <div className="stage min-h-dvh bg-stage text-ink" data-role={role}>
      {inBrowser ? <Door role={role} id={id} /> : <Shape />}
    </div>
  );
}

function Shape() {
  return (
    <div aria-hidden className="mx-auto grid min-h-dvh max-w-5xl content-center gap-12 p-8 md:grid-cols-[1.35fr_1fr]">
      <Skeleton className="aspect-video h-auto" />
      <div className="grid content-start gap-5">
        <Skeleton className="h-10 w-64" />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
      </div>
    </div>
  );
}

function Door({ role, id }: { role: Role; id: string }) {
  const t = useTranslations("room");
  const {
    data: booking,
    error,
    refetch,
  } = useQuery({
    queryKey: ["booking", id, role],
    queryFn: ({ signal }) => call<Booking>("GET", `/bookings/${id}`, { role, signal }),
  });
  const [choices, setChoices] = useState(storedChoices);
  const stay = useStay(id, role);
  const change = (next: Choices) => {
    setChoices(next);
    storeChoices(next);
  };
  const again = () => void stay.join(choices);
  const toBooking = (
    <ButtonLink look="plain" href={`/as/${role}/bookings/${id}`}>
      {t("toBooking")}
    </ButtonLink>
  );
  const toCalendar = (
    <ButtonLink look="plain" href={`/as/${role}/calendar`}>
      {t("toCalendar")}
    </ButtonLink>
  );
  if (error && !booking)
    return (
      <main className="mx-auto grid min-h-dvh max-w-md content-center gap-4 p-6">
        <h1 className="sr-only">{t("title")}</h1>
        {error instanceof ApiProblem && error.status < 500 && error.status > 0 ? (
          <Notice kind="bad" title={t("notYours")}>
            <p>{error.status === 404 ? t("notYoursHint") : error.message}</p>
          </Notice>
        ) : (
          <ProblemNotice error={error} retry={() => void refetch()} />
        )}
        <div>{toCalendar}</div>
      </main>
    );
  if (!booking) return <Shape />;
  const name = otherOf(booking).name;
  switch (stay.phase) {
    case "lobby":
    case "joining": {
      const problem =
        stay.error instanceof ApiProblem ? (
          <Notice kind="bad" title={stay.error.body.title ?? t("failed")}>
            <p>{stay.error.slug === "offline" ? t("failedHint") : stay.error.message}</p>
          </Notice>
        ) : stay.error ? (
          <Notice kind="bad" title={t("failed")}>
            <p>{t("failedHint")}</p>
          </Notice>
        ) : null;
      return (
        <Lobby
          booking={booking}
          choices={choices}
          change={change}
          join={again}
          busy={stay.phase === "joining"}
          problem={problem}
        />
      );
    }
    case "live":
    case "returning":
      return stay.room && stay.entrance ? (
        <Stage
          room={stay.room}
          booking={booking}
          entrance={stay.entrance}
          returning={stay.phase === "returning"}
          leave={stay.leave}
        />
      ) : (
        <Shape />
      );
    case "left":
      return (
        <End icon={DoorClosed} title={t("leftTitle")} text={t("leftText", { name })}>
          <Button onClick={again}>{t("comeBack")}</Button>
          {toBooking}
        </End>
      );
    case "elsewhere":
      return (
        <End icon={MonitorSmartphone} title={t("elsewhereTitle")} text={t("elsewhereText")}>
          <Button onClick={again}>{t("here")}</Button>
          {toBooking}
        </End>
      );
    case "removed":
      return (
        <End icon={UserX} title={t("removedTitle")} text={t("removedText")}>
          {toBooking}
        </End>
      );
    case "over":
      return (
        <End
          icon={DoorClosed}
          title={t("overTitle")}
          text={stay.error instanceof ApiProblem && stay.error.slug === "over" ? stay.error.message : t("overText")}
        >
          {toBooking}
          {toCalendar}
        </End>
      );
  }
}
