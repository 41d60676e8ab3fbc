"use client";
// A professional's hours: schedules with their weeks and days, time off, travel, limits, and why a time is not on offer.
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import type { Page, Schedule } from "@shared/types";
import { RoleSign } from "../role";
import { ProblemNotice } from "../ui/notice";
import { PageHead, Waiting } from "../ui/parts";
import { TimeOff, Travel } from "./absences";
import { Days } from "./days";
import { Limits } from "./limits";
import { Schedules } from "./schedules";
import { Week } from "./week";
import { Why } from "./why";

const role = "professional" as const;

function Part({ id, title, lead, children }: { id: string; title: string; lead: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-12 grid max-w-2xl gap-4">
      <div className="grid gap-1">
        <h2 id={id} className="text-21 font-semibold">
          {title}
        </h2>
        <p className="text-muted">{lead}</p>
      </div>
      {children}
    </section>
  );
}

export function Hours() {
  const t = useTranslations("hours");
  const a = useTranslations("availability");
  const account = useAccount();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["schedules"],
    queryFn: ({ signal }) => call<Page<Schedule>>("GET", "/availability/schedules", { role, signal }),
    staleTime: Infinity,
  });
  const all = data?.items ?? [];
  const shown = all.find((each) => each.id === chosen) ?? all.find((each) => each.default) ?? all[0] ?? null;
  const home = all.find((each) => each.default)?.zone ?? account?.zone ?? "UTC";
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
          {shown && <Schedules all={all} shown={shown} choose={setChosen} />}
          <Week key={!shown || shown.default ? "default" : shown.id} schedule={shown} zone={home} />
          {shown && (
            <Part id="off" title={a("days")} lead={a("daysLead", { name: shown.name })}>
              <Days key={shown.id} schedule={shown} />
            </Part>
          )}
          <Part id="time-off" title={a("off.title")} lead={a("off.lead")}>
            <TimeOff zone={home} />
          </Part>
          <Part id="travel" title={a("travel.title")} lead={a("travel.lead")}>
            <Travel zone={home} />
          </Part>
          <Part id="limits" title={a("limits.title")} lead={a("limits.lead")}>
            <Limits />
          </Part>
          <Part id="why" title={a("why.title")} lead={a("why.lead")}>
            <Why zone={home} />
          </Part>
        </>
      ) : (
        <Waiting label={t("waiting")} rows={7} className="h-12" />
      )}
    </>
  );
}
