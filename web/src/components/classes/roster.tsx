"use client";
// One class as its host sees it: when, who has a seat, how many wait; another time for it, or none.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { usePrice, useTimes } from "@/lib/words";
import type { ClassDate, ClassRoster } from "@shared/types";
import { zoneCity } from "@shared/time";
import { RoleSign } from "../role";
import { Button, ButtonLink } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field, TextArea } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Avatar, Waiting } from "../ui/parts";
import { When } from "../when";

const role = "professional" as const;
const SEATED = new Set(["requested", "held", "confirmed", "running", "completed", "no_show", "disputed"]);

function useChange(id: string, done: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ what, body }: { what: "move" | "cancel"; body: unknown }) =>
      call<ClassDate>("POST", `/classes/${id}/${what}`, { role, body }),
    onSuccess: async () => {
      for (const each of ["my-classes", "calendar", "bookings", "slots"])
        void cache.invalidateQueries({ queryKey: [each] });
      await cache.invalidateQueries({ queryKey: ["my-class", id] });
      done();
    },
  });
}

function Move({ of }: { of: ClassRoster }) {
  const t = useTranslations("host");
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(of.local_start.slice(0, 10));
  const [time, setTime] = useState(of.local_start.slice(11, 16));
  const change = useChange(of.id, () => setOpen(false));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (day && time) change.mutate({ what: "move", body: { local_start: `${day}T${time}`, zone: of.zone } });
  };
  return (
    <>
      <Button look="plain" onClick={() => setOpen(true)}>
        {t("move")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("moveTitle")} description={t("moveText")}>
        <form noValidate onSubmit={submit} className="grid gap-4">
          <div className="grid grid-cols-2 gap-4">
            <Field label={t("day")} type="date" value={day} onChange={({ target }) => setDay(target.value)} />
            <Field
              label={t("time", { city: zoneCity(of.zone) })}
              type="time"
              value={time}
              onChange={({ target }) => setTime(target.value)}
            />
          </div>
          {change.error && <ProblemNotice error={change.error} />}
          <Button type="submit" busy={change.isPending} disabled={!day || !time}>
            {t("moveGo")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}

function CallOff({ of }: { of: ClassRoster }) {
  const t = useTranslations("host");
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const change = useChange(of.id, () => setOpen(false));
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t("callOff")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("callOffTitle")} description={t("callOffText")}>
        <div className="grid gap-4">
          <TextArea
            label={t("reason")}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          {change.error && <ProblemNotice error={change.error} />}
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button
              look="danger"
              busy={change.isPending}
              onClick={() => change.mutate({ what: "cancel", body: { reason } })}
            >
              {t("callOffGo", { count: of.seats - of.seats_left })}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

export function ClassPage({ id }: { id: string }) {
  const t = useTranslations("host");
  const entry = useTranslations("entry");
  const times = useTimes();
  const money = usePrice();
  const { data, error, refetch } = useQuery({
    queryKey: ["my-class", id],
    queryFn: ({ signal }) => call<ClassRoster>("GET", `/classes/${id}`, { role, signal }),
    refetchInterval: 30_000,
  });
  const back = (
    <ButtonLink href="/as/professional/classes" look="plain" className="justify-self-start">
      {t("back")}
    </ButtonLink>
  );
  if (error && !data)
    return (
      <div className="grid gap-4">
        <ProblemNotice error={error} retry={() => void refetch()} />
        {back}
      </div>
    );
  if (!data || !times) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  const here = data.holders.filter((each) => SEATED.has(each.status));
  const gone = data.holders.filter((each) => !SEATED.has(each.status));
  const ahead = data.status === "scheduled" && Date.parse(data.start) > times.now;
  return (
    <div className="grid max-w-2xl gap-6">
      {data.status === "cancelled" && (
        <Notice title={t("status.cancelled")}>
          <p>{t("cancelledHint")}</p>
        </Notice>
      )}
      <div className="ps-4 edge-professional">
        <RoleSign role={role} />
        <h1 className="mt-1 text-28 font-semibold">{data.title}</h1>
        <p className="text-muted">{t("yours")}</p>
      </div>
      <dl className="grid gap-5">
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("when")}</dt>
          <dd>
            <When start={data.start} end={data.end} other={data.zone} beside large />
            {data.missing_wall && <p className="text-13 text-warn">{t("missingWall")}</p>}
          </dd>
        </div>
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("seats")}</dt>
          <dd className="tnum">
            {t("taken", { taken: data.seats - data.seats_left, seats: data.seats })}
            {" · "}
            {data.price_minor ? t("aSeat", { price: money(data.price_minor, data.currency) }) : t("free")}
            {data.min_seats > 1 && ` · ${t("least", { least: data.min_seats })}`}
          </dd>
        </div>
      </dl>
      <section aria-labelledby="holders" className="border-t border-line pt-6">
        <h2 id="holders" className="mb-2 text-21 font-semibold">
          {t("holders")}
        </h2>
        {here.length === 0 && <p className="text-muted">{t("nobody")}</p>}
        <ul>
          {[...here, ...gone].map((each) => (
            <li key={each.booking_id} className="flex items-center gap-4 border-t border-line py-2 first:border-t-0">
              <Avatar name={each.name} />
              <Link
                href={`/as/professional/bookings/${each.booking_id}`}
                className="inline-flex min-h-11 min-w-0 flex-1 items-center font-medium underline underline-offset-4"
              >
                {each.name}
              </Link>
              <span className="text-13 text-muted">{entry(`status.${each.status as "confirmed"}`)}</span>
            </li>
          ))}
        </ul>
        <p className="mt-3">{t("waitingCount", { count: data.waiting })}</p>
      </section>
      <div className="flex flex-wrap gap-3 border-t border-line pt-6">
        {back}
        {ahead && <Move key={data.local_start} of={data} />}
        {ahead && <CallOff of={data} />}
      </div>
    </div>
  );
}
