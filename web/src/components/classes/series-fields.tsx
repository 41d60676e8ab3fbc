"use client";
// How a class repeats, in words: how often, on which weekdays, until when; and its days, each of which can be left out.
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { cn } from "@/lib/cn";
import { useBrowserLocale } from "@/lib/hooks";
import { MOST_DATES, REPEATS, type Series, daysOf, nthOf } from "@shared/recurrence";
import { addDays, dayName, firstWeekday, weekdayOf } from "@shared/time";
import { Field, SelectField } from "../ui/field";

// A Monday: weekday names are those of the days from here.
const MONDAY = "2024-01-01";

interface Props {
  first: string;
  series: Series;
  set: (series: Series) => void;
  /** Days of the series that are left out. */
  except: readonly string[];
  setExcept: (days: string[]) => void;
}

function Weekdays({ first, series, set }: Pick<Props, "first" | "series" | "set">) {
  const t = useTranslations("hold");
  const locale = useLocale();
  const begin = firstWeekday(useBrowserLocale());
  const chosen = series.weekdays.length > 0 ? series.weekdays : [weekdayOf(first)];
  return (
    <fieldset>
      <legend className="mb-1.5 text-13 font-medium">{t("weekdays")}</legend>
      <div className="flex flex-wrap gap-2">
        {Array.from({ length: 7 }, (_, i) => (begin + i) % 7).map((weekday) => {
          const on = chosen.includes(weekday);
          const name = dayName(addDays(MONDAY, weekday), "weekday", undefined, locale);
          return (
            <label
              key={weekday}
              className={cn(
                "inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-md border px-3 has-focus-visible:outline-2 has-focus-visible:outline-role",
                on ? "border-role bg-role-soft font-medium text-role-ink" : "border-line",
              )}
            >
              <input
                type="checkbox"
                className="size-4 accent-role"
                checked={on}
                onChange={({ target }) =>
                  set({
                    ...series,
                    weekdays: target.checked ? [...chosen, weekday] : chosen.filter((each) => each !== weekday),
                  })
                }
              />
              {name}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function Days({ first, series, except, setExcept }: Omit<Props, "set">) {
  const t = useTranslations("hold");
  const locale = useLocale();
  const days = useMemo(() => daysOf(first, series), [first, series]);
  const kept = days.filter((day) => !except.includes(day)).length;
  return (
    <fieldset className="grid gap-1.5">
      <legend className="text-13 font-medium">{t("days", { count: kept })}</legend>
      <p className="text-13 text-muted">{t("daysHint")}</p>
      <ul
        tabIndex={0}
        aria-label={t("days", { count: kept })}
        className="grid max-h-56 gap-x-4 overflow-y-auto rounded-md border border-line px-3 py-1 sm:grid-cols-2"
      >
        {days.map((day) => {
          const out = except.includes(day);
          return (
            <li key={day}>
              <label className="flex min-h-9 items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4 accent-role"
                  checked={!out}
                  onChange={() => setExcept(out ? except.filter((each) => each !== day) : [...except, day])}
                />
                <span className={cn(out && "text-muted line-through")}>{dayName(day, "brief", first, locale)}</span>
              </label>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

export function SeriesFields(props: Props) {
  const { first, series, set } = props;
  const t = useTranslations("hold");
  const locale = useLocale();
  const weekday = dayName(first, "weekday", undefined, locale);
  const byCount = "count" in series.end;
  return (
    <>
      <SelectField
        label={t("repeat")}
        value={series.repeat}
        onChange={({ target }) => set({ ...series, repeat: target.value as Series["repeat"] })}
      >
        {REPEATS.map((each) => (
          <option key={each} value={each}>
            {t(`repeats.${each}`, { day: Number(first.slice(8)), nth: String(nthOf(first)), weekday })}
          </option>
        ))}
      </SelectField>
      {series.repeat !== "once" && (
        <>
          <Field
            label={t(`every.${series.repeat}`)}
            type="number"
            min={1}
            max={52}
            value={series.every}
            onChange={({ target }) =>
              set({ ...series, every: Math.min(52, Math.max(1, Math.round(Number(target.value)) || 1)) })
            }
          />
          {series.repeat === "weekly" && <Weekdays first={first} series={series} set={set} />}
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label={t("ends")}
              value={byCount ? "count" : "until"}
              onChange={({ target }) =>
                set({
                  ...series,
                  end: target.value === "count" ? { count: 8 } : { until: addDays(first, 56) },
                })
              }
            >
              <option value="count">{t("endsCount")}</option>
              <option value="until">{t("endsUntil")}</option>
            </SelectField>
            {"count" in series.end ? (
              <Field
                label={t("count")}
                type="number"
                min={2}
                max={MOST_DATES}
                value={series.end.count}
                onChange={({ target }) =>
                  set({
                    ...series,
                    end: { count: Math.min(MOST_DATES, Math.max(2, Math.round(Number(target.value)) || 2)) },
                  })
                }
              />
            ) : (
              <Field
                label={t("until")}
                type="date"
                min={first}
                value={series.end.until}
                onChange={({ target }) => target.value && set({ ...series, end: { until: target.value } })}
              />
            )}
          </div>
          <Days {...props} />
        </>
      )}
    </>
  );
}
