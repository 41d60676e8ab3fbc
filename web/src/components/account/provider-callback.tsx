"use client";
// Where a provider sends people back to: a sign-in goes on, or a link is made.
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { call } from "@/lib/api";
import { type Begun, keepLink, takeBegun } from "@/lib/begun";
import { enter } from "@/lib/enter";
import { safeNext } from "@shared/roles";
import { ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { providerName } from "./provider-name";
import { SecondStepForm } from "./second-step";

type State =
  | { kind: "working" }
  | { kind: "strange" | "refused" | "slug"; begun: Begun | null; slug?: string }
  | { kind: "second-step"; token: string; next: string | null }
  | { kind: "link-needed"; begun: Begun }
  | { kind: "problem"; error: unknown; begun: Begun };

/** The answer in the address is used once, so that a second look of React must not use it again. */
let working: Promise<State> | null = null;

async function finish(search: URLSearchParams): Promise<State> {
  const begun = takeBegun();
  const [state, code] = [search.get("state"), search.get("code")];
  // What opens an account stays neither in the address bar nor in the history.
  window.history.replaceState(null, "", window.location.pathname);
  if (search.get("error")) return { kind: "refused", begun };
  if (!begun || begun.purpose === "calendar" || !state || !code) return { kind: "strange", begun: null };
  const proof = { state, code, key: begun.key };
  if (begun.purpose === "link") {
    try {
      await call("POST", "/me/identities", { body: proof });
      window.location.replace(`/as/${begun.role}/settings/security?linked=${begun.name}#providers`);
      return { kind: "working" };
    } catch (error) {
      return { kind: "problem", error, begun };
    }
  }
  const answer = await enter("oidc", proof);
  if (answer.kind === "in") {
    window.location.replace(safeNext(begun.next));
    return { kind: "working" };
  }
  if (answer.kind === "second-step") return { ...answer, next: begun.next };
  if (answer.kind === "link-needed") {
    keepLink(begun.name, answer.token);
    return { kind: "link-needed", begun };
  }
  return { kind: "slug", begun, slug: answer.slug };
}

export function ProviderCallback() {
  const t = useTranslations("entrance");
  const failed = useTranslations("sign.failed");
  const [state, setState] = useState<State>({ kind: "working" });
  useEffect(() => {
    let here = true;
    working ??= finish(new URLSearchParams(window.location.search));
    void working.then((found) => here && setState(found));
    return () => {
      here = false;
    };
  }, []);
  if (state.kind === "working") return <Waiting label={t("finishing")} rows={2} className="h-14" />;
  if (state.kind === "second-step")
    return (
      <SecondStepForm
        token={state.token}
        done={() => window.location.replace(safeNext(state.next))}
        again={() => window.location.replace("/login")}
      />
    );
  if (state.kind === "link-needed")
    return (
      <div className="grid gap-5">
        <Notice title={t("linkNeeded")}>
          <p>{t("linkNeededHint", { provider: providerName(state.begun.name) })}</p>
        </Notice>
        <ButtonLink href={`/login?next=${encodeURIComponent("/as/client/settings/security#providers")}`}>
          {t("linkNeededGo")}
        </ButtonLink>
      </div>
    );
  const linking = state.begun?.purpose === "link" ? state.begun : null;
  const back = linking ? `/as/${linking.role}/settings/security` : "/login";
  const slug = state.kind === "slug" ? state.slug : null;
  const known = slug === "rate-limited" || slug === "offline" || slug === "unavailable" ? slug : null;
  return (
    <div className="grid gap-5">
      {state.kind === "problem" ? (
        <ProblemNotice error={state.error} />
      ) : known ? (
        <Notice kind="bad" title={failed(`${known}.title`)}>
          <p>{failed(`${known}.detail`)}</p>
        </Notice>
      ) : state.kind === "refused" ? (
        <Notice kind="bad" title={t("refused")}>
          <p>{t("refusedHint")}</p>
        </Notice>
      ) : slug === "email-unverified" ? (
        <Notice kind="bad" title={t("noAddress")}>
          <p>{t("noAddressHint")}</p>
        </Notice>
      ) : (
        <Notice kind="bad" title={t("strange")}>
          <p>{t("strangeHint")}</p>
        </Notice>
      )}
      <ButtonLink href={back}>{linking ? t("backToSettings") : t("backToLogin")}</ButtonLink>
    </div>
  );
}
