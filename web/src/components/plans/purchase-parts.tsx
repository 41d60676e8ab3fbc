"use client";
// Parts of the page of a package or a subscription: its head, a fact, a question before what cannot be undone.
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Role } from "@shared/roles";
import { ROLE_LOOK, RoleSign } from "../role";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextArea } from "../ui/field";
import { ProblemNotice } from "../ui/notice";

export function Head({ role, title, children }: { role: Role; title: string; children: ReactNode }) {
  return (
    <div className={`${ROLE_LOOK[role].edge} ps-4`}>
      <RoleSign role={role} />
      <h1 className="mt-1 text-28 font-semibold">{title}</h1>
      <div className="text-muted">{children}</div>
    </div>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="border-t border-line pt-4">
      <dt className="text-13 text-muted">{name}</dt>
      <dd className="tnum">{children}</dd>
    </div>
  );
}

interface Ask {
  open: string;
  title: string;
  text: string;
  go: string;
  /** Asks for a word to the other side too. */
  reason?: boolean;
  busy: boolean;
  error: unknown;
  act: (reason: string, close: () => void) => void;
}

/** A button that asks first. */
export function AskFirst({ open, title, text, go, reason = false, busy, error, act }: Ask) {
  const t = useTranslations("purchases");
  const [shown, setShown] = useState(false);
  const [words, setWords] = useState("");
  return (
    <>
      <Button look="danger" onClick={() => setShown(true)}>
        {open}
      </Button>
      <Dialog open={shown} onOpenChange={setShown} title={title} description={text}>
        <div className="grid gap-4">
          {reason && (
            <TextArea
              label={t("reason")}
              rows={2}
              maxLength={200}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
          )}
          {error != null && <ProblemNotice error={error} />}
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onClick={() => setShown(false)}>
              {t("keep")}
            </Button>
            <Button look="danger" busy={busy} onClick={() => act(words, () => setShown(false))}>
              {go}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
