"use client";
// The week of a schedule: wall time in a zone, any number of ranges a day, past midnight too.
import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import { useBrowserLocale } from "@/lib/hooks";
import { collide, pastMidnight } from "@shared/hours";
import type { Schedule, WeeklyHours } from "@shared/types";
import { addDays, dayName, firstWeekday } from "@shared/time";
import { Button } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { ZoneSelect } from "../zone-select";
import { useChanged } from "./changed";
import { RangeFields } from "./range-fields";

const role = "professional" as const;
const A_MONDAY = "2024-01-01";
type Range = WeeklyHours["hours"][number];

/** `schedule` null: the first one, that there is not yet. */
export function Week({ schedule, zone: usual }: { schedule: Schedule | null; zone: string }) {
  const t = useTranslations("hours");
  const a = useTranslations("availability");
  const locale = useLocale();
  const first = firstWeekday(useBrowserLocale());
  const changed = useChanged("schedules", "hours");
  const before = schedule?.zone ?? usual;
  const [zone, setZone] = useState(before);
  const [hours, setHours] = useState(schedule?.hours ?? []);
  const save = useMutation({
    mutationFn: () =>
      schedule
        ? call("PATCH", `/availability/schedules/${schedule.id}`, { role, body: { zone, hours } })
        : call("PUT", "/availability/weekly", { role, body: { zone, hours } }),
    onSuccess: changed,
  });
  const change = (next: Range[]) => {
    save.reset();
    setHours(next);
  };
  const of = (weekday: number) => hours.filter((range) => range.weekday === weekday);
  const wrong = Array.from({ length: 7 }, (_, weekday) => collide(of(weekday), of((weekday + 6) % 7)));
  return (
    <div className="grid max-w-2xl gap-6">
      <ZoneSelect
        label={t("zone")}
        hint={t("zoneHint")}
        current={before}
        value={zone}
        onChange={(event) => {
          save.reset();
          setZone(event.target.value);
        }}
      />
      <div className="border-b border-line">
        {Array.from({ length: 7 }, (_, i) => (first + i) % 7).map((weekday) => {
          const name = dayName(addDays(A_MONDAY, weekday), "weekday", undefined, locale);
          const mine = of(weekday);
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
                  <RangeFields
                    key={index}
                    range={range}
                    labels={{
                      from: t("from", { day: name }),
                      to: t("to", { day: name }),
                      remove: t("remove", { day: name, start: range.start, end: range.end }),
                    }}
                    note={pastMidnight(range) && a("nextDay")}
                    change={(part) => edit(index, part)}
                    remove={() => change([...others, ...mine.filter((_, at) => at !== index)])}
                  />
                ))}
                {wrong[weekday] && (
                  <p role="alert" className="text-13 text-bad">
                    {a("collide")}
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
