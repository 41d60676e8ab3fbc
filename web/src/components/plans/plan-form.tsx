"use client";
// A package or a subscription that a professional offers: one form for new and old.
import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { call } from "@/lib/api";
import type { Plan, Service } from "@shared/types";
import { parsePrice, plainPrice } from "@shared/money";
import { Button } from "../ui/button";
import { Field, SelectField, TextArea } from "../ui/field";
import { ProblemNotice } from "../ui/notice";

const role = "professional" as const;
const KINDS = ["package", "subscription"] as const;

export function PlanForm({ plan, services, done }: { plan: Plan | null; services: Service[]; done: () => void }) {
  const t = useTranslations("plans");
  const cache = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const currencies = [...new Set([...(plan ? [plan.currency] : []), ...services.map((each) => each.currency)])];
  const whole = (max: number) =>
    z
      .string()
      .trim()
      .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max, t("whole", { max }));
  const schema = z
    .object({
      kind: z.enum(KINDS),
      title: z.string().trim().min(1, t("titleMissing")).max(120),
      description: z.string().max(4000),
      services: z.array(z.string()).min(1, t("servicesMissing")),
      sessions: whole(100),
      price: z.string(),
      currency: z.string().length(3),
      months: whole(36),
      active: z.boolean(),
    })
    .refine((values) => (parsePrice(values.price, values.currency) ?? 0) > 0, {
      path: ["price"],
      message: t("priceWrong"),
    });
  const { register, handleSubmit, control, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      kind: plan?.kind ?? "package",
      title: plan?.title ?? "",
      description: plan?.description ?? "",
      services: plan?.service_ids ?? (services.length === 1 ? [services[0]!.id] : []),
      sessions: String(plan?.sessions ?? 5),
      price: plan ? plainPrice(plan.price_minor, plan.currency) : "",
      currency: plan?.currency ?? currencies[0] ?? "EUR",
      months: String(plan?.valid_months ?? 12),
      active: plan?.active ?? true,
    },
  });
  const errors = formState.errors;
  const kind = useWatch({ control, name: "kind" });
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    const terms = {
      title: values.title.trim(),
      description: values.description,
      service_ids: values.services,
      sessions: Number(values.sessions),
      price_minor: parsePrice(values.price, values.currency) ?? 0,
      active: values.active,
      ...(values.kind === "package" ? { valid_months: Number(values.months) } : {}),
    };
    try {
      await (plan
        ? call("PATCH", `/plans/${plan.id}`, { role, body: terms })
        : call("POST", "/plans", { role, body: { ...terms, kind: values.kind, currency: values.currency } }));
      await cache.invalidateQueries({ queryKey: ["plans"] });
      void cache.invalidateQueries({ queryKey: ["plans-of"] });
      done();
    } catch (error) {
      setFailure(error);
    }
  });
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      {!plan && (
        <SelectField label={t("kind")} {...register("kind")}>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`kinds.${each}`)}
            </option>
          ))}
        </SelectField>
      )}
      <Field label={t("titleLabel")} error={errors.title?.message} {...register("title")} />
      <TextArea label={t("description")} rows={2} {...register("description")} />
      <fieldset className="grid gap-1">
        <legend className="text-13 font-medium">{t("services")}</legend>
        {services.map((each) => (
          <label key={each.id} className="flex min-h-11 items-center gap-3">
            <input type="checkbox" value={each.id} className="size-5 accent-role" {...register("services")} />
            {each.title}
          </label>
        ))}
        {errors.services && (
          <p role="alert" className="text-13 text-bad">
            {errors.services.message}
          </p>
        )}
      </fieldset>
      <div className="grid grid-cols-3 gap-4">
        <Field
          label={t(kind === "subscription" ? "sessionsMonthly" : "sessions")}
          inputMode="numeric"
          error={errors.sessions?.message}
          {...register("sessions")}
        />
        <Field label={t("price")} inputMode="decimal" error={errors.price?.message} {...register("price")} />
        <SelectField label={t("currency")} disabled={plan !== null} {...register("currency")}>
          {currencies.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      </div>
      {kind === "package" && (
        <Field label={t("months")} inputMode="numeric" error={errors.months?.message} {...register("months")} />
      )}
      <label className="inline-flex min-h-11 items-center gap-3">
        <input type="checkbox" className="size-5 accent-role" {...register("active")} />
        {t("active")}
      </label>
      {plan && <p className="text-13 text-muted">{t("changeHint")}</p>}
      {failure !== null && <ProblemNotice error={failure} />}
      <Button type="submit" busy={formState.isSubmitting}>
        {t(plan ? "save" : "create")}
      </Button>
    </form>
  );
}
