"use client";
// At most so many bookings a day, a week, a month, over all services.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { ApiProblem } from "@shared/problem";
import type { Limits as Caps } from "@shared/types";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useChanged } from "./changed";

const role = "professional" as const;
const NAMES = ["max_per_day", "max_per_week", "max_per_month"] as const;

function Form({ limits }: { limits: Caps }) {
  const t = useTranslations("availability");
  const cache = useQueryClient();
  const changed = useChanged();
  const [form, setForm] = useState(() => NAMES.map((name) => String(limits[name] ?? "")));
  const save = useMutation({
    mutationFn: () =>
      call<Caps>("PUT", "/availability/limits", {
        role,
        body: Object.fromEntries(NAMES.map((name, i) => [name, form[i]!.trim() ? Number(form[i]) : null])),
      }),
    onSuccess: (fresh) => {
      cache.setQueryData(["limits"], fresh);
      changed();
    },
  });
  const error = (name: string) => (save.error instanceof ApiProblem ? save.error.field(name) : undefined);
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
      className="grid gap-4"
    >
      <div className="grid gap-4 sm:grid-cols-3">
        {NAMES.map((name, i) => (
          <Field
            key={name}
            label={t(`limits.${name}`)}
            type="number"
            inputMode="numeric"
            min={1}
            max={1000}
            placeholder={t("limits.any")}
            value={form[i]}
            onChange={(event) => {
              save.reset();
              setForm(form.map((each, at) => (at === i ? event.target.value : each)));
            }}
            error={error(name)}
          />
        ))}
      </div>
      {save.error && !NAMES.some(error) && <ProblemNotice error={save.error} />}
      <div className="flex items-center gap-4">
        <Button type="submit" look="plain" busy={save.isPending}>
          {t("limits.save")}
        </Button>
        <span role="status" className="text-13 text-good">
          {save.isSuccess ? t("limits.saved") : ""}
        </span>
      </div>
    </form>
  );
}

export function Limits() {
  const t = useTranslations("availability");
  const { data, error, refetch } = useQuery({
    queryKey: ["limits"],
    queryFn: ({ signal }) => call<Caps>("GET", "/availability/limits", { role, signal }),
    staleTime: Infinity,
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  return data ? <Form limits={data} /> : <Waiting label={t("waiting")} rows={1} className="h-16" />;
}
