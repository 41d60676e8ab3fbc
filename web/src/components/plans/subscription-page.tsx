"use client";
// One subscription: its month, what is left of it, when it is renewed; ending it, and letting it go on after all.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { usePrice, useTimes } from "@/lib/words";
import type { Subscription } from "@shared/types";
import { PayNow } from "../payments/checkout";
import { Button, ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { AskFirst, Fact, Head } from "./purchase-parts";
import { StatusWord } from "./purchases";

function useChanges(id: string) {
  const role = useRole();
  const cache = useQueryClient();
  const done = (changed: Subscription) => {
    cache.setQueryData(["subscriptions", role, id], changed);
    void cache.invalidateQueries({ queryKey: ["subscriptions"] });
    void cache.invalidateQueries({ queryKey: ["payments"] });
  };
  const cancel = useMutation({
    mutationFn: (body: { when: "month_end" | "now"; reason: string }) =>
      call<Subscription>("POST", `/subscriptions/${id}/cancel`, { role, body }),
    onSuccess: done,
  });
  const resume = useMutation({
    mutationFn: () => call<Subscription>("POST", `/subscriptions/${id}/resume`, { role }),
    onSuccess: done,
  });
  return { cancel, resume };
}

export function SubscriptionPage({ id }: { id: string }) {
  const t = useTranslations("purchases");
  const role = useRole();
  const cache = useQueryClient();
  const times = useTimes();
  const money = usePrice();
  const { cancel, resume } = useChanges(id);
  const { data, error, refetch } = useQuery({
    queryKey: ["subscriptions", role, id],
    queryFn: ({ signal }) => call<Subscription>("GET", `/subscriptions/${id}`, { role, signal }),
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
  const { month, status } = data;
  const name = role === "client" ? data.professional.name : data.client.name;
  const toPay = role === "client" && status !== "ended" && month?.status === "unpaid";
  const runs = status === "active" || status === "past_due";
  return (
    <div className="grid max-w-2xl gap-6" data-testid="subscription">
      {toPay && month && (
        <section
          aria-labelledby="pay"
          data-testid="pay"
          className="grid gap-4 rounded-md border border-line bg-sunken p-4"
        >
          <h2 id="pay" className="text-17 font-semibold">
            {t(status === "unpaid" ? "payTitle" : "payMonth")}
          </h2>
          <p>{t(status === "unpaid" ? "payFirst" : "payAgain", { until: times.moment(month.ends_at) })}</p>
          <PayNow
            paymentId={month.payment_id}
            watch={() => void cache.invalidateQueries({ queryKey: ["subscriptions"] })}
            waiting={t("payWaiting")}
          />
        </section>
      )}
      {status === "ended" && (
        <Notice title={t("status.ended")}>
          <p>{t(`endReason.${data.end_reason ?? "gone"}`)}</p>
        </Notice>
      )}
      <Head role={role} title={data.title}>
        {t(`with.${role}`, { name })}
      </Head>
      <dl className="grid gap-5">
        <Fact name={t("state")}>
          <StatusWord status={status} />
        </Fact>
        {month?.status === "active" && (
          <Fact name={t("thisMonth")}>
            {t("left", { left: month.credits_left, sessions: month.sessions })}
            <span className="block text-13 text-muted">
              {t("monthLapses", { day: times.day(month.ends_at, "full") })}
            </span>
          </Fact>
        )}
        {runs && data.paid_until && (
          <Fact name={t(data.ends_then ? "ends" : "nextMonth")}>{times.day(data.paid_until, "full")}</Fact>
        )}
        <Fact name={t("price")}>{t("aMonth", { price: money(data.price_minor, data.currency) })}</Fact>
      </dl>
      {runs && role === "client" && <p className="text-13 text-muted">{t("bookHint", { name })}</p>}
      {resume.error && <ProblemNotice error={resume.error} />}
      <div className="flex flex-wrap gap-3 border-t border-line pt-6">
        {back}
        {data.ends_then && runs && (
          <Button busy={resume.isPending} onClick={() => resume.mutate()}>
            {t("resume")}
          </Button>
        )}
        {!data.ends_then && status !== "ended" && (
          <AskFirst
            open={t("cancel")}
            title={t("cancelTitle", { title: data.title })}
            text={
              runs && data.paid_until
                ? t("cancelText", { day: times.day(data.paid_until, "full") })
                : t("cancelUnpaid")
            }
            go={t("cancelGo")}
            reason
            busy={cancel.isPending}
            error={cancel.error}
            act={(reason, close) => cancel.mutate({ when: "month_end", reason }, { onSuccess: close })}
          />
        )}
        {role === "professional" && runs && (
          <AskFirst
            open={t("endNow")}
            title={t("endNowTitle", { title: data.title })}
            text={t("endNowText", { name })}
            go={t("endNowGo")}
            reason
            busy={cancel.isPending}
            error={cancel.error}
            act={(reason, close) => cancel.mutate({ when: "now", reason }, { onSuccess: close })}
          />
        )}
      </div>
    </div>
  );
}
