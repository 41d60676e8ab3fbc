"use client";
// What is grave needs a proof of the last ten minutes: when the scheduler says so, it is asked for here and the work goes on.
import { useQuery } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { askPasskey, gaveUp } from "@/lib/passkeys";
import { ApiProblem } from "@shared/problem";
import type { PasskeyList, SecondFactor } from "@shared/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { ProblemNotice } from "../ui/notice";

function ProofForm({ proven }: { proven: () => void }) {
  const t = useTranslations("entrance");
  const role = useRole();
  const path = usePathname();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState<"password" | "passkey" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const factor = useQuery({
    queryKey: ["totp"],
    queryFn: ({ signal }) => call<SecondFactor>("GET", "/me/totp", { role, signal }),
  });
  const keys = useQuery({
    queryKey: ["passkeys"],
    queryFn: ({ signal }) => call<PasskeyList>("GET", "/me/passkeys", { role, signal }),
  });
  const show = (which: "password" | "passkey", work: () => Promise<unknown>) => {
    setBusy(which);
    setFailure(null);
    work().then(proven, (error: unknown) => {
      setBusy(null);
      if (!gaveUp(error)) setFailure(error);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show("password", () =>
      call("POST", "/me/prove", {
        role,
        body: { password, ...(factor.data?.on ? { code: code.replace(/\s/g, "") } : {}) },
      }),
    );
  };
  const field = (name: string) => (failure instanceof ApiProblem ? failure.field(name) : undefined);
  return (
    <form onSubmit={submit} className="grid gap-5">
      {failure !== null && !field("password") && !field("code") && <ProblemNotice error={failure} />}
      <Field
        label={t("password")}
        type="password"
        required
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={field("password")}
      />
      {factor.data?.on && (
        <Field
          label={t("code")}
          required
          autoComplete="one-time-code"
          maxLength={40}
          dir="ltr"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={field("code")}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy === "password"} disabled={busy !== null}>
          {t("prove")}
        </Button>
        {(keys.data?.items.length ?? 0) > 0 && (
          <Button
            look="plain"
            busy={busy === "passkey"}
            disabled={busy !== null}
            onClick={() =>
              show("passkey", async () =>
                call("POST", "/me/prove/passkey", { role, body: { credential: await askPasskey() } }),
              )
            }
          >
            <Fingerprint aria-hidden size={18} /> {t("provePasskey")}
          </Button>
        )}
      </div>
      <p className="text-13 text-muted">
        {t("noPassword")}{" "}
        <Link
          href={`/login?next=${encodeURIComponent(path)}`}
          className="font-medium text-role-ink underline underline-offset-4"
        >
          {t("signInAnew")}
        </Link>
      </p>
    </form>
  );
}

/** `proven(work)` does the work; if a fresh proof is needed for it, asks for one and does it again. `dialog` belongs on
 *  the page. Whoever closes the dialog gets the refusal. */
export function useProof(): { proven: <T>(work: () => Promise<T>) => Promise<T>; dialog: ReactNode } {
  const t = useTranslations("entrance");
  const [open, setOpen] = useState(false);
  const waiting = useRef<((shown: boolean) => void) | null>(null);
  const answer = (shown: boolean) => {
    setOpen(false);
    waiting.current?.(shown);
    waiting.current = null;
  };
  const proven = async <T,>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.slug !== "fresh-sign-in-needed") throw error;
      setOpen(true);
      if (!(await new Promise<boolean>((resolve) => (waiting.current = resolve)))) throw error;
      return work();
    }
  };
  const dialog = (
    <Dialog
      open={open}
      onOpenChange={(on) => !on && answer(false)}
      title={t("proveTitle")}
      description={<p>{t("proveLead")}</p>}
    >
      <ProofForm proven={() => answer(true)} />
    </Dialog>
  );
  return { proven, dialog };
}
