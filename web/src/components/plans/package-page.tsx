"use client";
// One package: paid or to be paid, how much of it is left and until when, what it was used for, giving back the rest.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { usePrice, useTimes } from "@/lib/words";
import type { Package, Page } from "@shared/types";
import type { components } from "@shared/api";
import { PayNow } from "../payments/checkout";
import { ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { AskFirst, Fact, Head } from "./purchase-parts";
import { StatusWord } from "./purchases";

type Use = components["schemas"]["UseView"];

function Uses({ of }: { of: Package }) {
  const t = useTranslations("purchases");
  const times = useTimes();
  const { data } = useQuery({
    queryKey: ["packages", of.role, of.id, "uses"],
    queryFn: ({ signal }) => call<Page<Use>>("GET", `/packages/${of.id}/uses`, { role: of.role, signal }),
  });
  if (!data || !times) return null;
  return (
    <section aria-labelledby="uses" className="border-t border-line pt-6">
      <h2 id="uses" className="mb-2 text-21 font-semibold">
        {t("uses")}
      </h2>
      {data.items.length === 0 && <p className="text-muted">{t("noUses")}</p>}
      <ul>
        {data.items.map((use) => (
          <li
            key={use.booking_id}
            className="flex flex-wrap items-center gap-x-4 border-t border-line py-2 first:border-t-0"
          >
            <Link
              href={`/as/${of.role}/bookings/${use.booking_id}`}
              className="inline-flex min-h-11 flex-1 items-center underline underline-offset-4"
            >
              {t("usedOn", { when: times.moment(use.taken_at) })}
            </Link>
            <span className="text-13 text-muted">{t(`use.${use.status}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PackagePage({ id }: { id: string }) {
  const t = useTranslations("purchases");
  const role = useRole();
  const cache = useQueryClient();
  const times = useTimes();
  const money = usePrice();
  const key = ["packages", role, id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call<Package>("GET", `/packages/${id}`, { role, signal }),
  });
  const giveBack = useMutation({
    mutationFn: (reason: string) => call<Package>("POST", `/packages/${id}/refund`, { role, body: { reason } }),
    onSuccess: (changed) => {
      cache.setQueryData(key, changed);
      void cache.invalidateQueries({ queryKey: ["packages"] });
      void cache.invalidateQueries({ queryKey: ["payments"] });
    },
  });
  const back = (
    <ButtonLink href={`/as/${role}/purchases`} look="plain" className="justify-self-start">
      {t("back")}
    </ButtonLink>
  );
  if (error && !data)
    return (
      <div className="grid gap-4">
        <ProblemNotice error={error} retry={() => void refetch()} />
        {back}
      </div>
    );
  if (!data || !times) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  const name = role === "client" ? data.professional.name : data.client.name;
  return (
    <div className="grid max-w-2xl gap-6" data-testid="package">
      {data.status === "unpaid" && role === "client" && (
        <section
          aria-labelledby="pay"
          data-testid="pay"
          className="grid gap-4 rounded-md border border-line bg-sunken p-4"
        >
          <h2 id="pay" className="text-17 font-semibold">
            {t("payTitle")}
          </h2>
          <p>{t("payUntil", { until: times.moment(data.ends_at) })}</p>
          <PayNow
            paymentId={data.payment_id}
            watch={() => void cache.invalidateQueries({ queryKey: ["packages"] })}
            waiting={t("payWaiting")}
          />
        </section>
      )}
      {data.status === "closed" && (
        <Notice title={t("status.closed")}>
          <p>{t(`closedFor.${data.closed_for ?? "expired"}`)}</p>
        </Notice>
      )}
      <Head role={role} title={data.title}>
        {t(`with.${role}`, { name })}
      </Head>
      <dl className="grid gap-5">
        <Fact name={t("state")}>
          <StatusWord status={data.status} />
        </Fact>
        <Fact name={t("sessions")}>{t("left", { left: data.credits_left, sessions: data.sessions })}</Fact>
        {data.status === "active" && (
          <Fact name={t("lapses")}>{t("until", { day: times.day(data.ends_at, "full") })}</Fact>
        )}
        <Fact name={t("price")}>{money(data.price_minor, data.currency)}</Fact>
      </dl>
      {data.status === "active" && (
        <p className="text-13 text-muted">{t(role === "client" ? "bookHint" : "giveBackHint", { name })}</p>
      )}
      <Uses of={data} />
      <div className="flex flex-wrap gap-3 border-t border-line pt-6">
        {back}
        {role === "professional" && data.status === "active" && data.credits_left > 0 && (
          <AskFirst
            open={t("giveBack")}
            title={t("giveBackTitle", { count: data.credits_left })}
            text={t("giveBackText", { name })}
            go={t("giveBackGo")}
            reason
            busy={giveBack.isPending}
            error={giveBack.error}
            act={(reason, close) => giveBack.mutate(reason, { onSuccess: close })}
          />
        )}
      </div>
    </div>
  );
}
