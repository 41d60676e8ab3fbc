"use client";
// Weekly hours of a professional: wall time in a zone, any number of ranges a day, and days off.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useBrowserLocale, useNow } from "@/lib/hooks";
import type { Day, Page, WeeklyHours } from "@shared/types";
import { addDays, dayName, dayOf, firstWeekday } from "@shared/time";
import { RoleSign } from "./role";
import { Button } from "./ui/button";
import { Field, inputLook } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { PageHead, Waiting } from "./ui/parts";
import { ZoneSelect } from "./zone-select";

const role = "professional" as const;
const A_MONDAY = "2024-01-01";
const TIMES = Array.from(
  { length: 97 },
  (_, i) => `${String(Math.floor(i / 4)).padStart(2, "0")}:${String((i % 4) * 15).padStart(2, "0")}`,
);
type Range = WeeklyHours["hours"][number];

function TimeSelect({
  value,
  label,
  end,
  onChange,
}: {
  value: string;
  label: string;
  end: boolean;
  onChange: (value: string) => void;
}) {
  const list = (end ? TIMES.slice(1) : TIMES.slice(0, -1)).concat(TIMES.includes(value) ? [] : [value]).sort();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(inputLook, "tnum w-28")}
    >
      {list.map((time) => (
        <option key={time}>{time}</option>
      ))}
    </select>
  );
}

function overlapping(ranges: Range[]): boolean {
  const sorted = [...ranges].sort((a, b) => a.start.localeCompare(b.start));
  return sorted.some((range, i) => range.start >= range.end || (i > 0 && sorted[i - 1]!.end > range.start));
}

function Editor({ initial }: { initial: WeeklyHours }) {
  const t = useTranslations("hours");
  const cache = useQueryClient();
  const first = firstWeekday(useBrowserLocale());
  const [zone, setZone] = useState(initial.zone);
  const [hours, setHours] = useState(initial.hours);
  const save = useMutation({
    mutationFn: () => call<WeeklyHours>("PUT", "/availability/weekly", { role, body: { zone, hours } }),
    onSuccess: (fresh) => {
      cache.setQueryData(["hours"], fresh);
      for (const key of ["slots", "professionals", "professional"]) void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  const change = (next: Range[]) => (save.reset(), setHours(next));
  const wrong = Array.from({ length: 7 }, (_, weekday) =>
    overlapping(hours.filter((range) => range.weekday === weekday)),
  );
  return (
    <div className="grid max-w-2xl gap-6">
      <ZoneSelect
        label={t("zone")}
        hint={t("zoneHint")}
        current={initial.zone}
        value={zone}
        onChange={(event) => (save.reset(), setZone(event.target.value))}
      />
      <div className="border-b border-line">
        {Array.from({ length: 7 }, (_, i) => (first + i) % 7).map((weekday) => {
          const name = dayName(addDays(A_MONDAY, weekday), "weekday");
          const mine = hours.filter((range) => range.weekday === weekday);
          const others = hours.filter((range) => range.weekday !== weekday);
          const last = mine.at(-1);
          const start = last ? (last.end < "23:00" ? last.end : "23:00") : "09:00";
          const edit = (index: number, part: Partial<Range>) =>
            change([...others, ...mine.map((range, at) => (at === index ? { ...range, ...part } : range))]);
          return (
            <fieldset
              key={weekday}
              className="grid gap-2 border-t border-line py-3 sm:grid-cols-[8rem_1fr_auto] sm:items-start"
            >
              <legend className="sr-only">{name}</legend>
              <p aria-hidden className="pt-2.5 font-medium">
                {name}
              </p>
              <div className="grid gap-2">
                {mine.length === 0 && <p className="pt-2.5 text-muted">{t("closed")}</p>}
                {mine.map((range, index) => (
                  <div key={index} className="flex items-center gap-2">
                    <TimeSelect
                      end={false}
                      value={range.start}
                      label={t("from", { day: name })}
                      onChange={(value) => edit(index, { start: value })}
                    />
                    <span aria-hidden>–</span>
                    <TimeSelect
                      end
                      value={range.end}
                      label={t("to", { day: name })}
                      onChange={(value) => edit(index, { end: value })}
                    />
                    <Button
                      look="quiet"
                      size="icon"
                      aria-label={t("remove", { day: name, start: range.start, end: range.end })}
                      onClick={() => change([...others, ...mine.filter((_, at) => at !== index)])}
                    >
                      <X aria-hidden size={18} />
                    </Button>
                  </div>
                ))}
                {wrong[weekday] && (
                  <p role="alert" className="text-13 text-bad">
                    {t("overlap")}
                  </p>
                )}
              </div>
              <Button
                look="quiet"
                size="sm"
                aria-label={t("addTo", { day: name })}
                onClick={() => change([...hours, { weekday, start, end: last ? "24:00" : "17:00" }])}
                className="justify-self-start"
              >
                <Plus aria-hidden size={16} /> {t("add")}
              </Button>
            </fieldset>
          );
        })}
      </div>
      {save.error && <ProblemNotice error={save.error} />}
      {save.isSuccess && (
        <Notice kind="good" title={t("saved")}>
          <p>{t("savedHint")}</p>
        </Notice>
      )}
      <Button
        busy={save.isPending}
        disabled={wrong.some(Boolean)}
        onClick={() => save.mutate()}
        className="justify-self-start"
      >
        {t("save")}
      </Button>
    </div>
  );
}

function DaysOff({ zone }: { zone: string }) {
  const t = useTranslations("hours");
  const cache = useQueryClient();
  const now = useNow(3600);
  const [day, setDay] = useState("");
  const { data } = useQuery({
    queryKey: ["overrides"],
    queryFn: ({ signal }) => call<Page<Day>>("GET", "/availability/overrides", { role, signal }),
  });
  const changed = () => {
    for (const key of ["overrides", "slots", "professionals", "professional"])
      void cache.invalidateQueries({ queryKey: [key] });
  };
  const close = useMutation({
    mutationFn: () => call("PUT", `/availability/overrides/${day}`, { role, body: { ranges: [] } }),
    onSuccess: () => (setDay(""), changed()),
  });
  const open = useMutation({
    mutationFn: (date: string) => call("DELETE", `/availability/overrides/${date}`, { role }),
    onSuccess: changed,
  });
  const today = now ? dayOf(now, zone) : "";
  const list = data?.items.filter((each) => each.date >= today) ?? [];
  return (
    <section aria-labelledby="off" className="mt-12 grid max-w-2xl gap-4">
      <h2 id="off" className="text-21 font-semibold">
        {t("off")}
      </h2>
      <p className="text-muted">{t("offLead")}</p>
      <form onSubmit={(event) => (event.preventDefault(), close.mutate())} className="flex items-end gap-3">
        <Field
          label={t("day")}
          type="date"
          required
          min={today}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button type="submit" look="plain" busy={close.isPending}>
          {t("closeDay")}
        </Button>
      </form>
      {(close.error ?? open.error) && <ProblemNotice error={close.error ?? open.error} />}
      {list.length > 0 && (
        <ul className="border-b border-line">
          {list.map((each) => (
            <li key={each.date} className="flex min-h-14 items-center gap-4 border-t border-line">
              <span className="flex-1">
                {dayName(each.date, "long", today)} ·{" "}
                <span className="tnum text-muted">
                  {each.ranges.length
                    ? each.ranges.map((range) => `${range.start}–${range.end}`).join(", ")
                    : t("closed")}
                </span>
              </span>
              <Button look="quiet" size="sm" onClick={() => open.mutate(each.date)}>
                {t("openDay")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Hours() {
  const t = useTranslations("hours");
  const { data, error, refetch } = useQuery({
    queryKey: ["hours"],
    queryFn: ({ signal }) => call<WeeklyHours>("GET", "/availability/weekly", { role, signal }),
    staleTime: Infinity,
  });
  return (
    <>
      <PageHead title={t("title")}>
        <RoleSign role="professional" />
        <p>{t("lead")}</p>
      </PageHead>
      {error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : data ? (
        <>
          <Editor initial={data} />
          <DaysOff zone={data.zone} />
        </>
      ) : (
        <Waiting label={t("waiting")} rows={7} className="h-12" />
      )}
    </>
  );
}
