"use client";
// The part of a service's form about its rules: whose hours, other lengths, how many at most.
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import type { Rules } from "@shared/service-rules";
import type { Page, Schedule } from "@shared/types";
import { Button } from "./ui/button";
import { Field, SelectField } from "./ui/field";

const role = "professional" as const;
const CAPS = ["perDay", "perWeek", "perMonth"] as const;

export function ServiceRules({
  rules,
  wrong,
  change,
}: {
  rules: Rules;
  wrong: { lengths: boolean; caps: boolean[] };
  change: (rules: Rules) => void;
}) {
  const t = useTranslations("availability.service");
  const { data } = useQuery({
    queryKey: ["schedules"],
    queryFn: ({ signal }) => call<Page<Schedule>>("GET", "/availability/schedules", { role, signal }),
  });
  const others = data?.items.filter((each) => !each.default) ?? [];
  const length = (at: number, part: Partial<Rules["lengths"][number]>) =>
    change({ ...rules, lengths: rules.lengths.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  return (
    <fieldset className="grid gap-4 border-t border-line pt-4">
      <legend className="sr-only">{t("more")}</legend>
      <SelectField
        label={t("schedule")}
        value={rules.schedule}
        onChange={(event) => change({ ...rules, schedule: event.target.value })}
      >
        <option value="">{t("default")}</option>
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
        {rules.schedule && !others.some((each) => each.id === rules.schedule) && (
          <option value={rules.schedule}>{data?.items.find((each) => each.id === rules.schedule)?.name}</option>
        )}
      </SelectField>
      <div className="grid gap-2">
        <p className="text-13 font-medium">{t("lengths")}</p>
        {rules.lengths.map((each, at) => (
          <div key={at} className="flex items-end gap-3">
            <Field
              label={t("lengthMinutes", { number: String(at + 1) })}
              inputMode="numeric"
              value={each.minutes}
              onChange={(event) => length(at, { minutes: event.target.value })}
            />
            <Field
              label={t("lengthPrice", { number: String(at + 1) })}
              inputMode="decimal"
              value={each.price}
              onChange={(event) => length(at, { price: event.target.value })}
            />
            <Button
              look="quiet"
              size="icon"
              aria-label={t("removeLength", { number: String(at + 1) })}
              onClick={() => change({ ...rules, lengths: rules.lengths.filter((_, i) => i !== at) })}
              className="shrink-0"
            >
              <X aria-hidden size={18} />
            </Button>
          </div>
        ))}
        {wrong.lengths ? (
          <p role="alert" className="text-13 text-bad">
            {t("lengthWrong")}
          </p>
        ) : (
          <p className="text-13 text-muted">{t("lengthsHint")}</p>
        )}
        {rules.lengths.length < 10 && (
          <Button
            look="quiet"
            size="sm"
            onClick={() => change({ ...rules, lengths: [...rules.lengths, { minutes: "", price: "" }] })}
            className="justify-self-start"
          >
            <Plus aria-hidden size={16} /> {t("addLength")}
          </Button>
        )}
      </div>
      <div className="grid grid-cols-3 gap-4">
        {CAPS.map((name, at) => (
          <Field
            key={name}
            label={t(name)}
            inputMode="numeric"
            value={rules.caps[at]}
            onChange={(event) => {
              const caps: Rules["caps"] = [...rules.caps];
              caps[at] = event.target.value;
              change({ ...rules, caps });
            }}
            error={wrong.caps[at] ? t("capWrong") : undefined}
          />
        ))}
      </div>
      <label className="inline-flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-role"
          checked={rules.approval}
          onChange={(event) => change({ ...rules, approval: event.target.checked })}
        />
        {t("approval")}
      </label>
    </fieldset>
  );
}
