"use client";
// The packages and subscriptions a professional offers: a list, and one form for new and old.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import { usePrice } from "@/lib/words";
import type { Page, Plan, Service } from "@shared/types";
import { RoleSign } from "../role";
import { TabsNav } from "../tabs-nav";
import { Button, ButtonLink } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ProblemNotice } from "../ui/notice";
import { Empty, PageHead, Waiting } from "../ui/parts";
import { PlanForm } from "./plan-form";

const role = "professional" as const;

function Row({ plan, edit }: { plan: Plan; edit: () => void }) {
  const t = useTranslations("plans");
  const money = usePrice();
  const price = money(plan.price_minor, plan.currency);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 border-t border-line py-4">
      <div className="min-w-48 flex-1">
        <h2 className="font-medium">{plan.title}</h2>
        <p className="text-13 text-muted">
          {plan.kind === "subscription"
            ? t("monthly", { sessions: plan.sessions })
            : t("valid", { sessions: plan.sessions, months: plan.valid_months ?? 12 })}
        </p>
        {!plan.active && <p className="text-13 font-medium text-warn">{t("inactive")}</p>}
      </div>
      <p className="tnum">{plan.kind === "subscription" ? t("aMonth", { price }) : price}</p>
      <Button look="plain" size="sm" onClick={edit} aria-label={t("editNamed", { title: plan.title })}>
        {t("edit")}
      </Button>
    </li>
  );
}

export function HostPlans() {
  const t = useTranslations("plans");
  const cache = useQueryClient();
  const [editing, setEditing] = useState<Plan | "new" | null>(null);
  const plans = useQuery({
    queryKey: ["plans"],
    queryFn: ({ signal }) => call<Page<Plan>>("GET", "/plans", { role, signal }),
  });
  const services = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => call<Page<Service>>("GET", "/services", { role, signal }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => call("DELETE", `/plans/${id}`, { role }),
    onSuccess: () => {
      setEditing(null);
      void cache.invalidateQueries({ queryKey: ["plans"] });
      void cache.invalidateQueries({ queryKey: ["plans-of"] });
    },
  });
  // Sessions are of services for one person; a seat in a class is paid by itself.
  const offered = services.data?.items.filter((each) => each.seats === null) ?? [];
  const items = plans.data?.items ?? [];
  const add = (
    <Button onClick={() => setEditing("new")}>
      <Plus aria-hidden size={18} /> {t("add")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} aside={items.length > 0 ? add : undefined}>
        <RoleSign role={role} />
        <p>{t("lead")}</p>
      </PageHead>
      <TabsNav group="offer" />
      {(plans.error && !plans.data) || (services.error && !services.data) ? (
        <ProblemNotice
          error={plans.error ?? services.error}
          retry={() => {
            void plans.refetch();
            void services.refetch();
          }}
        />
      ) : !plans.data || !services.data ? (
        <Waiting label={t("waiting")} rows={3} className="h-16" />
      ) : offered.length === 0 ? (
        <Empty
          icon={Ticket}
          title={t("noServices")}
          action={<ButtonLink href="/as/professional/services">{t("toServices")}</ButtonLink>}
        />
      ) : items.length === 0 ? (
        <Empty icon={Ticket} title={t("empty")} action={add}>
          {t("emptyHint")}
        </Empty>
      ) : (
        <ul className="border-b border-line">
          {items.map((plan) => (
            <Row key={plan.id} plan={plan} edit={() => setEditing(plan)} />
          ))}
        </ul>
      )}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => !open && setEditing(null)}
        title={t(editing === "new" ? "add" : "edit")}
      >
        {editing !== null && (
          <PlanForm plan={editing === "new" ? null : editing} services={offered} done={() => setEditing(null)} />
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
