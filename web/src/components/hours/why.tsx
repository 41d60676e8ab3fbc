"use client";
// "Why can nobody book this time?": the rule that removes it, and the nearest times that can be booked.
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { instantOf } from "@shared/hours";
import { clock, dayName, dayOf } from "@shared/time";
import type { Explained, Page, Service } from "@shared/types";
import { Button } from "../ui/button";
import { Field, SelectField } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";

const role = "professional" as const;
interface Asked {
  service: string;
  at: string;
  duration: string;
}

export function Why({ zone }: { zone: string }) {
  const t = useTranslations("availability");
  const locale = useLocale();
  const [form, setForm] = useState({ service: "", at: "", duration: "" });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [gap, setGap] = useState(false);
  const services = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => call<Page<Service>>("GET", "/services", { role, signal }),
  });
  const answer = useQuery({
    queryKey: ["why", asked],
    queryFn: ({ signal }) =>
      call<Explained>("GET", `/services/${asked!.service}/why`, {
        query: { at: asked!.at, duration: asked!.duration },
        signal,
      }),
    enabled: asked !== null,
  });
  if (services.error && !services.data)
    return <ProblemNotice error={services.error} retry={() => void services.refetch()} />;
  if (!services.data) return <Waiting label={t("waiting")} rows={1} className="h-16" />;
  // Classes have dates of their own, not free times.
  const list = services.data.items.filter((each) => each.seats === null && each.active);
  if (list.length === 0) return <p className="text-muted">{t("why.noService")}</p>;
  const chosen = list.find((each) => each.id === form.service) ?? list[0]!;
  const lengths = [chosen.duration_minutes, ...chosen.lengths.map((each) => each.minutes)];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = instantOf(form.at, zone);
    setGap(at === null);
    if (at)
      setAsked({
        service: chosen.id,
        at: at.toISOString().replace(".000Z", "Z"),
        duration: form.duration || String(chosen.duration_minutes),
      });
  };
  const shown = (instant: string) =>
    `${dayName(dayOf(instant, zone), "long", undefined, locale)}, ${clock(instant, zone, locale)}`;
  const near = [answer.data?.nearest_before, answer.data?.nearest_after].filter((each) => each != null);
  return (
    <div className="grid gap-4">
      <form onSubmit={submit} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label={t("why.service")}
            value={chosen.id}
            onChange={(event) => setForm({ ...form, service: event.target.value, duration: "" })}
          >
            {list.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
              </option>
            ))}
          </SelectField>
          {lengths.length > 1 && (
            <SelectField
              label={t("why.length")}
              value={form.duration || String(chosen.duration_minutes)}
              onChange={(event) => setForm({ ...form, duration: event.target.value })}
            >
              {lengths.map((each) => (
                <option key={each} value={each}>
                  {t("minutes", { minutes: each })}
                </option>
              ))}
            </SelectField>
          )}
          <Field
            label={t("why.at")}
            type="datetime-local"
            required
            value={form.at}
            onChange={(event) => setForm({ ...form, at: event.target.value })}
            error={gap ? t("why.gap") : undefined}
          />
        </div>
        <Button type="submit" look="plain" busy={answer.isFetching} className="justify-self-start">
          {t("why.ask")}
        </Button>
      </form>
      {answer.error && <ProblemNotice error={answer.error} />}
      {answer.data && asked && (
        <Notice
          kind={answer.data.available ? "good" : "info"}
          title={t(answer.data.available ? "why.yes" : "why.no", { when: shown(asked.at) })}
        >
          {answer.data.rule && <p data-testid="why-rule">{t(`rule.${answer.data.rule}`)}</p>}
          {near.length > 0 && <p className="text-muted">{t("why.near", { times: near.map(shown).join(" · ") })}</p>}
        </Notice>
      )}
    </div>
  );
}
