"use client";
// What was paid, in the role in force: each payment with its refunds and its invoices (PDF); a professional's balances.
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { FileText, Receipt } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { call, save } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { usePrice, useTimes } from "@/lib/words";
import type { Page, Payment } from "@shared/types";
import type { components } from "@shared/api";
import { RoleSign } from "../role";
import { TabsNav } from "../tabs-nav";
import { Button } from "../ui/button";
import { ProblemNotice } from "../ui/notice";
import { Empty, PageHead, Waiting } from "../ui/parts";

type Balance = components["schemas"]["BalanceView"];
const PARTS = ["held_minor", "payable_minor", "on_its_way_minor", "prepaid_minor"] as const;

function Balances() {
  const t = useTranslations("payments");
  const money = usePrice();
  const { data } = useQuery({
    queryKey: ["balances"],
    queryFn: ({ signal }) => call<Page<Balance>>("GET", "/balances", { role: "professional", signal }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t("balances")} className="mb-8 grid gap-4">
      {data.items.map((each) => (
        <dl key={each.currency} className="grid grid-cols-2 gap-4 rounded-md bg-sunken p-4 md:grid-cols-4">
          {PARTS.map((part) => (
            <div key={part}>
              <dt className="text-13 text-muted">{t(`balance.${part}`)}</dt>
              <dd className="tnum text-17 font-semibold">{money(each[part], each.currency)}</dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}

/** The page of what a payment is for, where there is one. */
function placeOf(payment: Payment): string | null {
  if (payment.subject_kind === "booking") return `/as/${payment.role}/bookings/${payment.subject_id}`;
  return payment.subject_kind === "package" ? `/as/${payment.role}/purchases/packages/${payment.subject_id}` : null;
}

function Row({ payment }: { payment: Payment }) {
  const t = useTranslations("payments");
  const times = useTimes();
  const money = usePrice();
  const role = useRole();
  const fetchPdf = useMutation({
    mutationFn: (invoice: Payment["invoices"][number]) =>
      save(`/invoices/${invoice.id}`, `visavis-${invoice.kind}-${invoice.number}.pdf`, role),
  });
  if (!times) return null;
  const place = placeOf(payment);
  return (
    <li
      data-testid="payment"
      className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-line py-4 first:border-t-0"
    >
      <div className="min-w-56 flex-1">
        <h2 className="font-medium">
          {place ? (
            <Link href={place} className="inline-flex min-h-6 items-center underline-offset-4 hover:underline">
              {payment.title}
            </Link>
          ) : (
            payment.title
          )}
        </h2>
        <p className="text-13 text-muted">
          <time dateTime={payment.created_at}>{times.moment(payment.paid_at ?? payment.created_at)}</time>
          {" · "}
          {t(`mode.${payment.mode}`)}
        </p>
        {payment.invoices.length > 0 && (
          <ul className="mt-1 flex flex-wrap gap-x-4">
            {payment.invoices.map((invoice) => (
              <li key={invoice.id}>
                <Button
                  look="quiet"
                  size="sm"
                  busy={fetchPdf.isPending && fetchPdf.variables.id === invoice.id}
                  onClick={() => fetchPdf.mutate(invoice)}
                  className="-ms-3"
                >
                  <FileText aria-hidden size={16} />
                  {t(`invoice.${invoice.kind}`, { number: String(invoice.number) })}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {fetchPdf.error && <ProblemNotice error={fetchPdf.error} className="mt-2" />}
      </div>
      <p className="tnum text-end">
        <span className="block font-medium">{money(payment.amount_minor, payment.currency)}</span>
        <span className="block text-13 text-muted">{t(`status.${payment.status}`)}</span>
        {payment.refunded_minor > 0 && (
          <span className="block text-13 text-muted">
            {t("refunded", { amount: money(payment.refunded_minor, payment.currency) })}
          </span>
        )}
        {payment.earned_minor !== null && (
          <span className="block text-13 text-muted">
            {t("earned", { amount: money(payment.earned_minor, payment.currency) })}
          </span>
        )}
      </p>
    </li>
  );
}

export function Payments() {
  const t = useTranslations("payments");
  const role = useRole();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["payments", role],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Payment>>("GET", "/payments", { role, query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t("title")} aside={<RoleSign role={role} />}>
        {t(`lead.${role}`)}
      </PageHead>
      <TabsNav group="own" />
      {role === "professional" && <Balances />}
      {isPending ? (
        <Waiting label={t("waiting")} rows={3} className="h-16" />
      ) : error ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={Receipt} title={t("empty")}>
          {t(`emptyHint.${role}`)}
        </Empty>
      ) : (
        <ul className="border-y border-line">
          {items.map((each) => (
            <Row key={each.id} payment={each} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button look="plain" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className="mt-6">
          {t("more")}
        </Button>
      )}
    </>
  );
}
