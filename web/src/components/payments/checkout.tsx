"use client";
// One payment at the gateway: asked for, paid by card, watched until the scheduler says what came of it.
// The rule kept here: only the scheduler says that something is paid; the browser asks until it does.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { usePrice } from "@/lib/words";
import type { Checkout } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { Button } from "../ui/button";
import { SelectField } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";

const CARDS = ["ok", "declined", "insufficient"] as const;
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

function TestCard({ checkout, sent }: { checkout: Checkout; sent: () => void }) {
  const t = useTranslations("pay");
  const money = usePrice();
  const [card, setCard] = useState<string>("ok");
  const pay = useMutation({ mutationFn: () => confirmAtTest(checkout, card), onSuccess: sent });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pay.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {pay.error && <ProblemNotice error={pay.error} />}
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
      <Button type="submit" busy={pay.isPending} className="justify-self-start">
        {t(checkout.mode === "hold" ? "hold" : "go", { amount: money(checkout.amount_minor, checkout.currency) })}
      </Button>
    </form>
  );
}

interface Props {
  /** The payment to make; null while it is not known yet. */
  paymentId: string | null;
  /** Called at each look at the payment after the card was given: what depends on it is to be asked again. */
  watch: () => void;
  /** What is said while the card was given and the scheduler has not said so yet. */
  waiting: string;
}

export function PayNow({ paymentId, watch, waiting }: Props) {
  const t = useTranslations("pay");
  const [sent, setSent] = useState(false);
  const { data: checkout, error } = useQuery({
    queryKey: ["checkout", paymentId],
    enabled: paymentId !== null,
    queryFn: async ({ signal }) => {
      const found = await call<Checkout>("GET", `/payments/${paymentId}`, { role: "client", signal });
      if (sent) {
        watch();
        if (found.failure) setSent(false);
      }
      return found;
    },
    // The gateway is asked by a job: its secret, and what came of the card, are there a moment later.
    refetchInterval: (query) => (sent || !query.state.data?.client_secret ? SOON_MS : false),
  });
  if (sent) return <p role="status">{waiting}</p>;
  if (error) return <ProblemNotice error={error} />;
  if (!checkout?.client_secret) return <Waiting label={t("asking")} rows={2} className="h-11" />;
  return (
    <>
      {checkout.failure && (
        <Notice kind="bad" title={t("failed")}>
          <p>{t("failedHint")}</p>
        </Notice>
      )}
      {checkout.gateway === "test" ? (
        <TestCard checkout={checkout} sent={() => setSent(true)} />
      ) : (
        <Notice>
          <p>{t("elsewhere")}</p>
        </Notice>
      )}
    </>
  );
}
