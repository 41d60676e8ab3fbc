"use client";
// What can be bought in advance of a professional: packages of sessions, and monthly subscriptions.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import { usePrice } from "@/lib/words";
import type { Package, Page, Plan, Professional, Subscription } from "@shared/types";
import { Button, ButtonLink } from "../ui/button";
import { ProblemNotice } from "../ui/notice";

function Offer({ plan, person }: { plan: Plan; person: Professional }) {
  const t = useTranslations("plans");
  const money = usePrice();
  const router = useRouter();
  const path = usePathname();
  const cache = useQueryClient();
  const account = useAccount();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const subscription = plan.kind === "subscription";
  const buy = useMutation({
    mutationFn: () =>
      call<Package | Subscription>("POST", `/plans/${plan.id}/${subscription ? "subscribe" : "buy"}`, {
        role: "client",
        idempotencyKey: key,
      }),
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: [subscription ? "subscriptions" : "packages"] });
      router.push(`/as/client/purchases/${subscription ? "subscriptions" : "packages"}/${made.id}`);
    },
    onError: () => setKey(crypto.randomUUID()),
  });
  const price = money(plan.price_minor, plan.currency);
  const names = person.services.filter((each) => plan.service_ids.includes(each.id)).map((each) => each.title);
  return (
    <li data-testid="plan" className="flex flex-wrap items-start gap-x-6 gap-y-3 border-t border-line py-4">
      <div className="min-w-56 flex-1">
        <h3 className="font-medium">{plan.title}</h3>
        {plan.description && (
          <p dir="auto" className="[text-align:match-parent] text-13 whitespace-pre-line text-muted">
            {plan.description}
          </p>
        )}
        <p className="text-13 text-muted">
          {subscription
            ? t("monthly", { sessions: plan.sessions })
            : t("valid", { sessions: plan.sessions, months: plan.valid_months ?? 12 })}
          {names.length > 0 && ` ${t("for", { names: names.join(", ") })}`}
        </p>
        {buy.error && <ProblemNotice error={buy.error} className="mt-3" />}
      </div>
      <p className="tnum text-end">
        <span className="block font-medium">{subscription ? t("aMonth", { price }) : price}</span>
        <span className="block text-13 text-muted">
          {t("each", { price: money(Math.round(plan.price_minor / plan.sessions), plan.currency) })}
        </span>
      </p>
      {account?.professional?.slug === person.slug ? null : account ? (
        <Button
          look="plain"
          size="sm"
          busy={buy.isPending}
          aria-label={t(subscription ? "subscribeNamed" : "buyNamed", { title: plan.title })}
          onClick={() => buy.mutate()}
        >
          {t(subscription ? "subscribe" : "buy")}
        </Button>
      ) : (
        <ButtonLink
          look="plain"
          size="sm"
          aria-label={t(subscription ? "subscribeNamed" : "buyNamed", { title: plan.title })}
          href={`/login?next=${encodeURIComponent(path)}`}
        >
          {t(subscription ? "subscribe" : "buy")}
        </ButtonLink>
      )}
    </li>
  );
}

/** Nothing where nothing is on offer: most professionals have no plans. */
export function PlansOnOffer({ person }: { person: Professional }) {
  const t = useTranslations("plans");
  const { data } = useQuery({
    queryKey: ["plans-of", person.slug],
    queryFn: ({ signal }) => call<Page<Plan>>("GET", `/professionals/${person.slug}/plans`, { signal }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="plans" className="mt-10">
      <h2 id="plans" className="mb-1 text-21 font-semibold">
        {t("onOffer")}
      </h2>
      <p className="mb-3 text-13 text-muted">{t("onOfferHint")}</p>
      <ul className="border-b border-line">
        {data.items.map((plan) => (
          <Offer key={plan.id} plan={plan} person={person} />
        ))}
      </ul>
    </section>
  );
}
