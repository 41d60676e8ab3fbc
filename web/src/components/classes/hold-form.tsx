"use client";
// Holding a class: of which service, when, how often, with how many seats. What clashes is said, and can be left out.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useTimes } from "@/lib/words";
import type { MadeClasses, Service } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { type Series, daysOf, ruleOf } from "@shared/recurrence";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { SeriesFields } from "./series-fields";

const role = "professional" as const;

interface Props {
  services: Service[];
  today: string;
  done: () => void;
}

export function HoldForm({ services, today, done }: Props) {
  const t = useTranslations("hold");
  const cache = useQueryClient();
  const times = useTimes();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [serviceId, setServiceId] = useState(services[0]!.id);
  const service = services.find((each) => each.id === serviceId)!;
  const [day, setDay] = useState("");
  const [time, setTime] = useState("18:00");
  const [series, setSeries] = useState<Series>({ repeat: "once", every: 1, weekdays: [], end: { count: 8 } });
  const [except, setExcept] = useState<string[]>([]);
  const [skip, setSkip] = useState(false);
  const [seats, setSeats] = useState("");
  const [least, setLeast] = useState("");
  const [tried, setTried] = useState(false);
  const most = Number(seats || service.seats);
  const wrong = {
    day: day === "" || day < today ? t("dayWrong") : undefined,
    time: /^\d\d:\d\d$/.test(time) ? undefined : t("timeWrong"),
    seats: most >= 1 && most <= 1000 && Number.isInteger(most) ? undefined : t("seatsWrong"),
    least: Number(least || service.min_seats) <= most ? undefined : t("leastWrong"),
    days: day && daysOf(day, series).every((each) => except.includes(each)) ? t("noDays") : undefined,
  };
  const hold = useMutation({
    mutationFn: () => {
      const days = daysOf(day, series);
      return call<MadeClasses>("POST", `/services/${serviceId}/classes`, {
        role,
        idempotencyKey: key,
        body: {
          local_start: `${day}T${time}`,
          rule: ruleOf(day, series),
          except_on: series.repeat === "once" ? [] : except.filter((each) => days.includes(each)),
          skip_clashes: skip,
          ...(seats ? { seats: Number(seats) } : {}),
          ...(least ? { min_seats: Number(least) } : {}),
        },
      });
    },
    onSuccess: (made) => {
      for (const each of ["my-classes", "calendar", "slots"]) void cache.invalidateQueries({ queryKey: [each] });
      if (made.clashes.length === 0) done();
    },
    // What is sent next is another wish: the key of the one that was refused is spent.
    onError: () => setKey(crypto.randomUUID()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).every((each) => each === undefined)) hold.mutate();
  };
  if (hold.data && times)
    return (
      <div className="grid gap-4">
        <Notice kind="good" title={t("made", { count: hold.data.classes.length })}>
          <p>{t("leftOut", { count: hold.data.clashes.length })}</p>
          <ul className="list-disc ps-5">
            {hold.data.clashes.map((each) => (
              <li key={each}>{times.moment(each)}</li>
            ))}
          </ul>
        </Notice>
        <Button onClick={done} className="justify-self-start">
          {t("done")}
        </Button>
      </div>
    );
  const clash = hold.error instanceof ApiProblem && hold.error.status === 409;
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <SelectField label={t("service")} value={serviceId} onChange={({ target }) => setServiceId(target.value)}>
        {services.map((each) => (
          <option key={each.id} value={each.id}>
            {each.title}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 gap-4">
        <Field
          label={t("day")}
          type="date"
          min={today}
          required
          value={day}
          error={tried ? wrong.day : undefined}
          onChange={({ target }) => setDay(target.value)}
        />
        <Field
          label={t("time")}
          type="time"
          required
          hint={t("timeHint")}
          value={time}
          error={tried ? wrong.time : undefined}
          onChange={({ target }) => setTime(target.value)}
        />
      </div>
      {day && <SeriesFields first={day} series={series} set={setSeries} except={except} setExcept={setExcept} />}
      {tried && wrong.days && (
        <p role="alert" className="text-13 text-bad">
          {wrong.days}
        </p>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field
          label={t("seats")}
          inputMode="numeric"
          placeholder={String(service.seats ?? "")}
          value={seats}
          error={tried ? wrong.seats : undefined}
          onChange={({ target }) => setSeats(target.value.trim())}
        />
        <Field
          label={t("least")}
          inputMode="numeric"
          placeholder={String(service.min_seats)}
          value={least}
          error={tried ? wrong.least : undefined}
          onChange={({ target }) => setLeast(target.value.trim())}
        />
      </div>
      <p className="text-13 text-muted">{t("leastHint")}</p>
      {series.repeat !== "once" && (
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5 accent-role"
            checked={skip}
            onChange={({ target }) => setSkip(target.checked)}
          />
          {t("skip")}
        </label>
      )}
      {hold.error && <ProblemNotice error={hold.error} />}
      {clash && series.repeat !== "once" && !skip && <p className="text-13 text-muted">{t("clashHint")}</p>}
      <Button type="submit" busy={hold.isPending}>
        {t("go", { count: day ? daysOf(day, series).filter((each) => !except.includes(each)).length : 1 })}
      </Button>
    </form>
  );
}
