"use client";
// Paying what a time is held for: what it costs, until when it is kept, and the way to pay at the gateway.
// The rule kept here: only the scheduler says that something is paid; the browser asks until it does.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useZone } from "@/lib/hooks";
import type { Booking, Charge, Checkout, Page } from "@shared/types";
import { price } from "@shared/money";
import { ApiProblem } from "@shared/problem";
import { clock, dayName, dayOf } from "@shared/time";
import { Button } from "./ui/button";
import { SelectField } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Waiting } from "./ui/parts";

const CARDS = ["ok", "declined", "insufficient"] as const;
const SETTLED = new Set(["authorised", "paid", "refunded", "partially_refunded", "disputed", "failed", "cancelled"]);
const SOON_MS = 1_000;

/** Hand the card to the test gateway, as Stripe's script would to Stripe. */
async function confirmAtTest(checkout: Checkout, card: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`${checkout.gateway_url}/v1/payment_intents/${checkout.intent_id}/confirm`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ client_secret: checkout.client_secret, card }),
    });
  } catch {
    throw ApiProblem.offline();
  }
  if (response.status >= 500) throw ApiProblem.from(response.status, null);
}

function TestCard({ checkout, busy, pay }: { checkout: Checkout; busy: boolean; pay: (card: string) => void }) {
  const t = useTranslations("pay");
  const [card, setCard] = useState<string>("ok");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pay(card);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <SelectField
        label={t("card")}
        hint={t("cardHint")}
        value={card}
        onChange={(event) => setCard(event.target.value)}
      >
        {CARDS.map((each) => (
          <option key={each} value={each}>
            {t(`cards.${each}`)}
          </option>
        ))}
      </SelectField>
      <Button type="submit" busy={busy} className="justify-self-start">
        {t(checkout.mode === "hold" ? "hold" : "go", { amount: price(checkout.amount_minor, checkout.currency) })}
      </Button>
    </form>
  );
}

/** What a booking waits for; or, of one that stands already (`left`), what is still to be paid, if anything is. */
export function Pay({ booking, left = false }: { booking: Booking; left?: boolean }) {
  const t = useTranslations("pay");
  const cache = useQueryClient();
  const zone = useZone();
  const [sent, setSent] = useState(false);
  const { data: charge, error: refused } = useQuery({
    queryKey: ["charges", booking.id],
    queryFn: async ({ signal }) => {
      const page = await call<Page<Charge>>("GET", `/bookings/${booking.id}/charges`, { role: booking.role, signal });
      return page.items.find((each) => !SETTLED.has(each.status)) ?? null;
    },
  });
  const { data: checkout, error } = useQuery({
    queryKey: ["checkout", charge?.id],
    enabled: !!charge,
    queryFn: async ({ signal }) => {
      const found = await call<Checkout>("GET", `/payments/${charge!.id}`, { role: booking.role, signal });
      if (sent) {
        for (const key of ["booking", "calendar", "bookings", "charges"])
          void cache.invalidateQueries({ queryKey: [key] });
        if (found.failure) setSent(false);
      }
      return found;
    },
    // The gateway is asked by a job: its secret, and what came of the card, are there a moment later.
    refetchInterval: (query) => (sent || !query.state.data?.client_secret ? SOON_MS : false),
  });
  const pay = useMutation({
    mutationFn: (card: string) => confirmAtTest(checkout!, card),
    onSuccess: () => setSent(true),
  });
  if (left && !charge) return null;
  const until =
    booking.expires_at && zone
      ? `${dayName(dayOf(booking.expires_at, zone), "long")}, ${clock(booking.expires_at, zone)}`
      : "";
  return (
    <section
      aria-labelledby="pay"
      className="grid gap-4 rounded-md border border-line bg-sunken p-4"
      data-testid="pay"
    >
      <h2 id="pay" className="text-17 font-semibold">
        {t(left ? "leftTitle" : "title")}
      </h2>
      <p>{left ? t("left") : t("until", { until })}</p>
      {(refused ?? error) && <ProblemNotice error={refused ?? error} />}
      {checkout?.failure && !sent && !pay.isPending && (
        <Notice kind="bad" title={t("failed")}>
          <p>{t("failedHint")}</p>
        </Notice>
      )}
      {pay.error && <ProblemNotice error={pay.error} />}
      {sent ? (
        <p role="status">{t(left ? "leftWaiting" : "waiting")}</p>
      ) : !checkout?.client_secret ? (
        !refused && !error && <Waiting label={t("asking")} rows={2} className="h-11" />
      ) : checkout.gateway === "test" ? (
        <TestCard checkout={checkout} busy={pay.isPending} pay={pay.mutate} />
      ) : (
        <Notice>
          <p>{t("elsewhere")}</p>
        </Notice>
      )}
    </section>
  );
}
