"use client";
// Where Google and Outlook send people back to: the account's calendars are found, and it is chosen what for.
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { call } from "@/lib/api";
import { takeBegun } from "@/lib/begun";
import type { Role } from "@shared/roles";
import type { FoundCalendars } from "@shared/types";
import { ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { ChooseCalendars } from "./choose-calendars";

type State =
  | { kind: "working" }
  | { kind: "strange" | "refused"; role: Role }
  | { kind: "found"; found: FoundCalendars; role: Role }
  | { kind: "problem"; error: unknown; role: Role };

/** The code in the address is used once, so that a second look of React must not use it again. */
let working: Promise<State> | null = null;

async function finish(search: URLSearchParams): Promise<State> {
  const begun = takeBegun();
  const [state, code] = [search.get("state"), search.get("code")];
  window.history.replaceState(null, "", window.location.pathname);
  const role = begun?.role ?? "client";
  if (search.get("error")) return { kind: "refused", role };
  if (begun?.purpose !== "calendar" || !state || !code) return { kind: "strange", role };
  try {
    const body = { state, code, key: begun.key };
    return { kind: "found", role, found: await call<FoundCalendars>("POST", "/calendars/oauth", { role, body }) };
  } catch (error) {
    return { kind: "problem", error, role };
  }
}

export function ConsentCallback() {
  const t = useTranslations("accounts");
  const [state, setState] = useState<State>({ kind: "working" });
  useEffect(() => {
    let here = true;
    working ??= finish(new URLSearchParams(window.location.search));
    void working.then((found) => here && setState(found));
    return () => {
      here = false;
    };
  }, []);
  if (state.kind === "working") return <Waiting label={t("finding")} rows={3} className="h-11" />;
  const back = `/as/${state.role}/settings/calendars`;
  if (state.kind === "found")
    return <ChooseCalendars found={state.found} role={state.role} done={() => window.location.replace(back)} />;
  return (
    <div className="grid gap-5">
      {state.kind === "problem" ? (
        <ProblemNotice error={state.error} />
      ) : (
        <Notice kind="bad" title={t(state.kind === "refused" ? "refused" : "strange")}>
          <p>{t(state.kind === "refused" ? "refusedHint" : "strangeHint")}</p>
        </Notice>
      )}
      <ButtonLink href={back}>{t("back")}</ButtonLink>
    </div>
  );
}
