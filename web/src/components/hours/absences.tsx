"use client";
// Time off, and stays in another zone.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useNow } from "@/lib/hooks";
import { wallOf } from "@shared/hours";
import { ApiProblem } from "@shared/problem";
import { clock, dayName, dayOf, zoneCity } from "@shared/time";
import type { Page, TimeOff as Off, Travel as Trip } from "@shared/types";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { ZoneSelect } from "../zone-select";
import { useChanged } from "./changed";

const role = "professional" as const;
const OFF = "/availability/time-off";
const TRAVEL = "/availability/travel";
const field = (error: unknown, name: string) => (error instanceof ApiProblem ? error.field(name) : undefined);

export function TimeOff({ zone }: { zone: string }) {
  const t = useTranslations("availability");
  const locale = useLocale();
  const now = useNow(3600);
  const changed = useChanged("time-off");
  const [form, setForm] = useState({ start: "", end: "", note: "" });
  const { data, error, refetch } = useQuery({
    queryKey: ["time-off"],
    queryFn: ({ signal }) => call<Page<Off>>("GET", OFF, { role, signal }),
  });
  const take = useMutation({
    mutationFn: () => call<Off>("POST", OFF, { role, body: form }),
    onSuccess: () => {
      setForm({ start: "", end: "", note: "" });
      changed();
    },
  });
  const end = useMutation({
    mutationFn: (id: string) => call("DELETE", `${OFF}/${id}`, { role }),
    onSuccess: changed,
  });
  const said = (wall: string) => `${dayName(wall.slice(0, 10), "long", undefined, locale)}, ${wall.slice(11, 16)}`;
  const known = ["start", "end", "note"].some((name) => field(take.error, name));
  return (
    <div className="grid gap-4">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          take.mutate();
        }}
        className="grid gap-4"
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {(["start", "end"] as const).map((name) => (
            <Field
              key={name}
              label={t(`off.${name}`)}
              type="datetime-local"
              required
              min={now ? wallOf(now, zone).slice(0, 11) + "00:00" : undefined}
              value={form[name]}
              onChange={(event) => setForm({ ...form, [name]: event.target.value })}
              error={field(take.error, name)}
            />
          ))}
        </div>
        <Field
          label={t("off.note")}
          hint={t("off.noteHint")}
          maxLength={200}
          value={form.note}
          onChange={(event) => setForm({ ...form, note: event.target.value })}
          error={field(take.error, "note")}
        />
        {take.error && !known && <ProblemNotice error={take.error} />}
        <Button type="submit" look="plain" busy={take.isPending} className="justify-self-start">
          {t("off.take")}
        </Button>
      </form>
      {end.error && <ProblemNotice error={end.error} />}
      {error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting label={t("waiting")} rows={1} className="h-12" />
      ) : (
        data.items.length > 0 && (
          <ul className="border-b border-line">
            {data.items.map((each) => (
              <li key={each.id} data-testid="time-off" className="grid gap-2 border-t border-line py-3">
                <div className="flex flex-wrap items-center gap-3">
                  <p className="tnum min-w-0 flex-1">
                    {said(each.start)} – {said(each.end)}
                    {each.note && <span className="block text-13 break-words text-muted">{each.note}</span>}
                  </p>
                  <Button
                    look="quiet"
                    size="sm"
                    aria-label={t("off.endOf", { when: said(each.start) })}
                    onClick={() => end.mutate(each.id)}
                  >
                    {t("remove")}
                  </Button>
                </div>
                {each.clashes.length > 0 && (
                  <Notice title={t("off.clashes", { count: each.clashes.length })}>
                    <ul>
                      {each.clashes.map((clash) => (
                        <li key={clash.booking_id}>
                          <Link
                            href={`/as/professional/bookings/${clash.booking_id}`}
                            className="underline underline-offset-4"
                          >
                            {clash.title} · {dayName(dayOf(clash.start, zone), "long", undefined, locale)},{" "}
                            {clock(clash.start, zone, locale)}
                          </Link>
                        </li>
                      ))}
                    </ul>
                  </Notice>
                )}
              </li>
            ))}
          </ul>
        )
      )}
    </div>
  );
}

export function Travel({ zone: home }: { zone: string }) {
  const t = useTranslations("availability");
  const locale = useLocale();
  const now = useNow(3600);
  const changed = useChanged("travel");
  const [form, setForm] = useState({ first_day: "", last_day: "", zone: home });
  const { data, error, refetch } = useQuery({
    queryKey: ["travel"],
    queryFn: ({ signal }) => call<Page<Trip>>("GET", TRAVEL, { role, signal }),
  });
  const add = useMutation({
    mutationFn: () => call<Trip>("POST", TRAVEL, { role, body: form }),
    onSuccess: () => {
      setForm({ first_day: "", last_day: "", zone: home });
      changed();
    },
  });
  const end = useMutation({
    mutationFn: (id: string) => call("DELETE", `${TRAVEL}/${id}`, { role }),
    onSuccess: changed,
  });
  const today = now ? dayOf(now, home) : undefined;
  const known = ["first_day", "last_day", "zone"].some((name) => field(add.error, name));
  return (
    <div className="grid gap-4">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          add.mutate();
        }}
        className="grid gap-4"
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {(["first_day", "last_day"] as const).map((name) => (
            <Field
              key={name}
              label={t(`travel.${name}`)}
              type="date"
              required
              min={name === "last_day" ? form.first_day || today : today}
              value={form[name]}
              onChange={(event) => setForm({ ...form, [name]: event.target.value })}
              error={field(add.error, name)}
            />
          ))}
        </div>
        <ZoneSelect
          label={t("travel.zone")}
          current={home}
          value={form.zone}
          onChange={(event) => setForm({ ...form, zone: event.target.value })}
          error={field(add.error, "zone")}
        />
        {add.error && !known && <ProblemNotice error={add.error} />}
        <Button type="submit" look="plain" busy={add.isPending} className="justify-self-start">
          {t("travel.add")}
        </Button>
      </form>
      {end.error && <ProblemNotice error={end.error} />}
      {error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting label={t("waiting")} rows={1} className="h-12" />
      ) : (
        data.items.length > 0 && (
          <ul className="border-b border-line">
            {data.items.map((each) => (
              <li
                key={each.id}
                data-testid="trip"
                className="flex flex-wrap items-center gap-3 border-t border-line py-3"
              >
                <p className="min-w-0 flex-1">
                  {dayName(each.first_day, "long", undefined, locale)} –{" "}
                  {dayName(each.last_day, "long", undefined, locale)}
                  <span className="block text-13 text-muted">{zoneCity(each.zone)}</span>
                </p>
                <Button
                  look="quiet"
                  size="sm"
                  aria-label={t("travel.endOf", { place: zoneCity(each.zone) })}
                  onClick={() => end.mutate(each.id)}
                >
                  {t("remove")}
                </Button>
              </li>
            ))}
          </ul>
        )
      )}
    </div>
  );
}
