"use client";
// Days of a schedule on which its week does not apply: closed, or open at other hours.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useNow } from "@/lib/hooks";
import { collide, pastMidnight, type TimeRange } from "@shared/hours";
import { dayName, dayOf } from "@shared/time";
import type { Day, Page, Schedule } from "@shared/types";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useChanged } from "./changed";
import { RangeFields } from "./range-fields";

const role = "professional" as const;

export function Days({ schedule }: { schedule: Schedule }) {
  const t = useTranslations("hours");
  const a = useTranslations("availability");
  const locale = useLocale();
  const now = useNow(3600);
  const [day, setDay] = useState("");
  const [ranges, setRanges] = useState<TimeRange[]>([]);
  const path = `/availability/schedules/${schedule.id}/overrides`;
  const { data, error, refetch } = useQuery({
    queryKey: ["overrides", schedule.id],
    queryFn: ({ signal }) => call<Page<Day>>("GET", path, { role, signal }),
  });
  const changed = useChanged("overrides");
  const close = useMutation({
    mutationFn: () => call("PUT", `${path}/${day}`, { role, body: { ranges } }),
    onSuccess: () => {
      setDay("");
      setRanges([]);
      changed();
    },
  });
  const open = useMutation({
    mutationFn: (date: string) => call("DELETE", `${path}/${date}`, { role }),
    onSuccess: changed,
  });
  const today = now ? dayOf(now, schedule.zone) : "";
  const list = data?.items.filter((each) => each.date >= today) ?? [];
  const wrong = collide(ranges);
  return (
    <div className="grid gap-4">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          close.mutate();
        }}
        className="grid gap-3"
      >
        <div className="flex flex-wrap items-end gap-3">
          <Field
            label={t("day")}
            type="date"
            required
            min={today}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <Button
            look="quiet"
            size="sm"
            className="min-h-11"
            onClick={() => setRanges([...ranges, { start: ranges.at(-1)?.end ?? "09:00", end: "17:00" }])}
          >
            <Plus aria-hidden size={16} /> {a("otherHours")}
          </Button>
        </div>
        {ranges.map((range, index) => (
          <RangeFields
            key={index}
            range={range}
            labels={{ from: a("from"), to: a("to"), remove: a("removeRange", range) }}
            note={pastMidnight(range) && a("nextDay")}
            change={(part) => setRanges(ranges.map((each, at) => (at === index ? { ...each, ...part } : each)))}
            remove={() => setRanges(ranges.filter((_, at) => at !== index))}
          />
        ))}
        {wrong && (
          <p role="alert" className="text-13 text-bad">
            {a("collide")}
          </p>
        )}
        <Button type="submit" look="plain" busy={close.isPending} disabled={wrong} className="justify-self-start">
          {ranges.length ? a("setDay") : t("closeDay")}
        </Button>
      </form>
      {(close.error ?? open.error) && <ProblemNotice error={close.error ?? open.error} />}
      {error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting label={t("waiting")} rows={1} className="h-12" />
      ) : (
        list.length > 0 && (
          <ul className="border-b border-line">
            {list.map((each) => (
              <li key={each.date} className="flex min-h-14 items-center gap-4 border-t border-line">
                <span className="flex-1">
                  {dayName(each.date, "long", today, locale)} ·{" "}
                  <span className="tnum text-muted">
                    {each.ranges.length ? (
                      <bdi>{each.ranges.map((range) => `${range.start}–${range.end}`).join(", ")}</bdi>
                    ) : (
                      t("closed")
                    )}
                  </span>
                </span>
                <Button look="quiet" size="sm" onClick={() => open.mutate(each.date)}>
                  {t("openDay")}
                </Button>
              </li>
            ))}
          </ul>
        )
      )}
    </div>
  );
}
