"use client";
// What a professional offers: a list, and one form for new and old.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { zodResolver } from "@hookform/resolvers/zod";
import { BriefcaseBusiness, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { z } from "zod";
import { call } from "@/lib/api";
import type { Page, Service } from "@shared/types";
import { ruled, rulesOf } from "@shared/service-rules";
import { parsePrice, plainPrice, price } from "@shared/money";
import { ApiProblem } from "@shared/problem";
import { RoleSign } from "./role";
import { TabsNav } from "./tabs-nav";
import { ServiceRules } from "./service-rules";
import { Button } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { Field, SelectField, TextArea } from "./ui/field";
import { ProblemNotice } from "./ui/notice";
import { Empty, PageHead, Waiting } from "./ui/parts";

const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "SEK", "PLN"];
const PAYMENTS = ["none", "full", "deposit", "hold"] as const;
const role = "professional" as const;

const inRange = (text: string, min: number, max: number) =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;

function ServiceForm({ service, done }: { service: Service | null; done: () => void }) {
  const t = useTranslations("services");
  const of = useTranslations("hold");
  const cache = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const whole = (min: number, max: number) =>
    z
      .string()
      .trim()
      .regex(/^\d+$/, t("whole"))
      .refine((text) => Number(text) >= min && Number(text) <= max, t("between", { min, max }));
  const schema = z
    .object({
      title: z.string().trim().min(1, t("titleMissing")).max(120),
      description: z.string().max(4000),
      duration: whole(5, 1440),
      price: z.string(),
      currency: z.string().length(3),
      before: whole(0, 720),
      after: whole(0, 720),
      notice: whole(0, 720),
      window: whole(1, 365),
      step: whole(5, 1440),
      cutoff: whole(0, 720),
      payment: z.enum(PAYMENTS),
      deposit: whole(1, 99),
      group: z.boolean(),
      seats: z.string(),
      least: z.string(),
      active: z.boolean(),
    })
    .refine((values) => !values.group || inRange(values.seats, 1, 1000), {
      path: ["seats"],
      message: of("seatsWrong"),
    })
    .refine((values) => !values.group || inRange(values.least, 1, Number(values.seats) || 1), {
      path: ["least"],
      message: of("leastWrong"),
    })
    .refine((values) => parsePrice(values.price, values.currency) !== null, {
      path: ["price"],
      message: t("priceWrong"),
    });
  const { register, handleSubmit, setError, control, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      title: service?.title ?? "",
      description: service?.description ?? "",
      duration: String(service?.duration_minutes ?? 60),
      price: service ? plainPrice(service.price_minor, service.currency) : "60",
      currency: service?.currency ?? "EUR",
      before: String(service?.buffer_before_minutes ?? 0),
      after: String(service?.buffer_after_minutes ?? 10),
      notice: String(Math.round((service?.notice_minutes ?? 120) / 60)),
      window: String(service?.window_days ?? 60),
      step: String(service?.step_minutes ?? 30),
      cutoff: String(Math.round((service?.cancel_cutoff_minutes ?? 1440) / 60)),
      payment: service?.payment ?? "none",
      deposit: String(service?.deposit_percent ?? 20),
      group: service?.seats != null,
      seats: String(service?.seats ?? 8),
      least: String(service?.min_seats ?? 1),
      active: service?.active ?? true,
    },
  });
  const errors = formState.errors;
  const [rules, setRules] = useState(() => rulesOf(service));
  const [payment, group, currency] = useWatch({ control, name: ["payment", "group", "currency"] });
  const typed = ruled(rules, currency);
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    if (!typed.body) return;
    const body = {
      ...typed.body,
      title: values.title.trim(),
      description: values.description,
      duration_minutes: Number(values.duration),
      price_minor: parsePrice(values.price, values.currency) ?? 0,
      currency: values.currency,
      buffer_before_minutes: Number(values.before),
      buffer_after_minutes: Number(values.after),
      notice_minutes: Number(values.notice) * 60,
      window_days: Number(values.window),
      step_minutes: Number(values.step),
      cancel_cutoff_minutes: Number(values.cutoff) * 60,
      payment: values.payment,
      deposit_percent: Number(values.deposit),
      seats: values.group ? Number(values.seats) : null,
      min_seats: values.group ? Number(values.least) : 1,
      active: values.active,
    };
    try {
      await (service
        ? call("PATCH", `/services/${service.id}`, { role, body })
        : call("POST", "/services", { role, body }));
      await cache.invalidateQueries({ queryKey: ["services"] });
      void cache.invalidateQueries({ queryKey: ["professional"] });
      done();
    } catch (error) {
      const title = error instanceof ApiProblem ? error.field("title") : undefined;
      if (title) setError("title", { message: title });
      else setFailure(error);
    }
  });
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <Field label={t("titleLabel")} error={errors.title?.message} {...register("title")} />
      <TextArea label={t("description")} rows={3} error={errors.description?.message} {...register("description")} />
      <div className="grid grid-cols-3 gap-4">
        <Field label={t("duration")} inputMode="numeric" error={errors.duration?.message} {...register("duration")} />
        <Field label={t("price")} inputMode="decimal" error={errors.price?.message} {...register("price")} />
        <SelectField label={t("currency")} {...register("currency")}>
          {[...new Set([...CURRENCIES, service?.currency ?? "EUR"])].map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      </div>
      <div className="grid grid-cols-3 gap-4">
        <SelectField className="col-span-2" label={t("payment")} {...register("payment")}>
          {PAYMENTS.map((each) => (
            <option key={each} value={each}>
              {t(`paid.${each}`)}
            </option>
          ))}
        </SelectField>
        {payment === "deposit" && (
          <Field label={t("deposit")} inputMode="numeric" error={errors.deposit?.message} {...register("deposit")} />
        )}
      </div>
      <label className="inline-flex min-h-11 items-center gap-2">
        <input type="checkbox" className="size-4 accent-role" {...register("group")} />
        {of("group")}
      </label>
      {group && (
        <div className="grid gap-1.5">
          <div className="grid grid-cols-2 gap-4">
            <Field label={of("seats")} inputMode="numeric" error={errors.seats?.message} {...register("seats")} />
            <Field label={of("least")} inputMode="numeric" error={errors.least?.message} {...register("least")} />
          </div>
          <p className="text-13 text-muted">{of("groupHint")}</p>
        </div>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("before")} inputMode="numeric" error={errors.before?.message} {...register("before")} />
        <Field label={t("after")} inputMode="numeric" error={errors.after?.message} {...register("after")} />
        <Field label={t("notice")} inputMode="numeric" error={errors.notice?.message} {...register("notice")} />
        <Field label={t("window")} inputMode="numeric" error={errors.window?.message} {...register("window")} />
        <Field label={t("step")} inputMode="numeric" error={errors.step?.message} {...register("step")} />
        <Field label={t("cutoff")} inputMode="numeric" error={errors.cutoff?.message} {...register("cutoff")} />
      </div>
      <ServiceRules rules={rules} wrong={typed.wrong} change={setRules} />
      <label className="inline-flex min-h-11 items-center gap-2">
        <input type="checkbox" className="size-4 accent-role" {...register("active")} />
        {t("active")}
      </label>
      {failure !== null && <ProblemNotice error={failure} />}
      <Button type="submit" busy={formState.isSubmitting}>
        {service ? t("save") : t("create")}
      </Button>
    </form>
  );
}

export function Services() {
  const t = useTranslations("services");
  const locale = useLocale();
  const of = useTranslations("hold");
  const cache = useQueryClient();
  const [editing, setEditing] = useState<Service | "new" | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => call<Page<Service>>("GET", "/services", { role, signal }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => call("DELETE", `/services/${id}`, { role }),
    onSuccess: () => {
      setEditing(null);
      void cache.invalidateQueries({ queryKey: ["services"] });
      void cache.invalidateQueries({ queryKey: ["professional"] });
    },
  });
  const add = (
    <Button onClick={() => setEditing("new")}>
      <Plus aria-hidden size={18} /> {t("add")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} aside={data?.items.length ? add : undefined}>
        <RoleSign role="professional" />
        <p>{t("lead")}</p>
      </PageHead>
      <TabsNav group="offer" />
      {isPending ? (
        <Waiting label={t("waiting")} rows={3} className="h-16" />
      ) : error && !data ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon={BriefcaseBusiness} title={t("empty")} action={add}>
          {t("emptyHint")}
        </Empty>
      ) : (
        <ul className="border-b border-line">
          {data.items.map((service) => (
            <li key={service.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-t border-line py-4">
              <div className="min-w-48 flex-1">
                <h2 className="font-medium">{service.title}</h2>
                {service.description && <p className="max-w-xl truncate text-13 text-muted">{service.description}</p>}
                {!service.active && <p className="text-13 font-medium text-warn">{t("inactive")}</p>}
              </div>
              {service.seats !== null && (
                <p className="text-13 text-muted">{of("seatsOf", { seats: service.seats })}</p>
              )}
              <p className="tnum text-end">
                {service.price_minor ? price(service.price_minor, service.currency, locale) : t("free")}
                <span className="block text-13 text-muted">
                  {t("minutes", { minutes: service.duration_minutes })}
                </span>
              </p>
              <Button
                look="plain"
                size="sm"
                onClick={() => setEditing(service)}
                aria-label={t("editNamed", { title: service.title })}
              >
                {t("edit")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => !open && setEditing(null)}
        title={editing === "new" ? t("add") : t("edit")}
      >
        {editing !== null && (
          <ServiceForm service={editing === "new" ? null : editing} done={() => setEditing(null)} />
        )}
        {editing !== null && editing !== "new" && (
          <div className="mt-6 grid gap-3 border-t border-line pt-4">
            <p className="text-13 text-muted">{t("removeHint")}</p>
            {remove.error && <ProblemNotice error={remove.error} />}
            <Button
              look="danger"
              size="sm"
              busy={remove.isPending}
              onClick={() => remove.mutate(editing.id)}
              className="justify-self-start"
            >
              {t("remove", { title: editing.title })}
            </Button>
          </div>
        )}
      </Dialog>
    </>
  );
}
