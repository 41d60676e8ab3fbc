"use client";
// The second step of a sign-in: a code of the authenticator app, or a recovery code.
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { enter } from "@/lib/enter";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";

export function SecondStepForm({
  token,
  done,
  again,
}: {
  token: string;
  done: () => void;
  /** Back to the first step. */
  again: () => void;
}) {
  const t = useTranslations("entrance");
  const failed = useTranslations("sign.failed");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const answer = await enter("second-step", { token, code: code.replace(/\s/g, "") });
    if (answer.kind === "in") return done();
    setBusy(false);
    setFailure(answer.kind === "failed" ? answer.slug : "unavailable");
  };
  const known = failure === "rate-limited" || failure === "offline" || failure === "unavailable" ? failure : null;
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-5">
      <p>{t("secondLead")}</p>
      {known && (
        <Notice kind="bad" title={failed(`${known}.title`)}>
          <p>{failed(`${known}.detail`)}</p>
        </Notice>
      )}
      <Field
        label={t("code")}
        hint={t("codeHint")}
        required
        autoFocus
        autoComplete="one-time-code"
        maxLength={40}
        dir="ltr"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={failure && !known ? t("codeWrong") : undefined}
      />
      <Button type="submit" busy={busy}>
        {t("goOn")}
      </Button>
      <Button look="quiet" onClick={again}>
        {t("fromStart")}
      </Button>
    </form>
  );
}
