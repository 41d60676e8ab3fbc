"use client";
// Signing in without a password of ours: with a passkey, or at a provider that the operator set up.
import { useQuery } from "@tanstack/react-query";
import { Fingerprint, LogIn } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { call } from "@/lib/api";
import { goThere } from "@/lib/begun";
import { type Entered, enter } from "@/lib/enter";
import { askPasskey, gaveUp } from "@/lib/passkeys";
import type { ProviderList } from "@shared/types";
import { Button } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { providerName } from "./provider-name";

const never = () => () => undefined;
const hasPasskeys = () => typeof PublicKeyCredential !== "undefined";

export function useProviders() {
  return useQuery({
    queryKey: ["oidc-providers"],
    queryFn: ({ signal }) => call<ProviderList>("GET", "/auth/oidc", { signal }),
    staleTime: 600_000,
  });
}

export function OtherWays({ next, came }: { next: string | null; came: (answer: Entered) => void }) {
  const t = useTranslations("entrance");
  const locale = useLocale();
  const passkeys = useSyncExternalStore(never, hasPasskeys, () => false);
  const { data } = useProviders();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const begin = (which: string, work: () => Promise<void>) => {
    setBusy(which);
    setFailure(null);
    work().catch((error: unknown) => {
      setBusy(null);
      if (!gaveUp(error)) setFailure(error);
    });
  };
  const byPasskey = async () => {
    const credential = await askPasskey();
    const answer = await enter("passkey", { credential: JSON.stringify(credential) });
    if (answer.kind === "failed") {
      setBusy(null);
      setFailure(answer.slug === "unauthenticated" ? "passkey" : answer);
      if (answer.slug !== "unauthenticated") came(answer);
    } else came(answer);
  };
  const byProvider = async (provider: string) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    const begun = await call<{ url: string; key: string }>("POST", "/auth/oidc/begin", {
      body: { provider, zone, locale },
    });
    goThere(begun.url, { key: begun.key, purpose: "sign-in", name: provider, role: "client", next });
  };
  const providers = data?.providers ?? [];
  if (!passkeys && providers.length === 0) return null;
  return (
    <div className="mt-8 grid gap-3 border-t border-line pt-6">
      <h2 className="text-13 font-medium text-muted">{t("otherWays")}</h2>
      {failure === "passkey" ? (
        <Notice kind="bad" title={t("passkeyUnknown")}>
          <p>{t("passkeyUnknownHint")}</p>
        </Notice>
      ) : (
        failure instanceof Error && <ProblemNotice error={failure} />
      )}
      {passkeys && (
        <Button
          look="plain"
          busy={busy === "passkey"}
          disabled={busy !== null}
          onClick={() => begin("passkey", byPasskey)}
        >
          <Fingerprint aria-hidden size={18} /> {t("byPasskey")}
        </Button>
      )}
      {providers.map((each) => (
        <Button
          key={each}
          look="plain"
          busy={busy === each}
          disabled={busy !== null}
          onClick={() => begin(each, () => byProvider(each))}
        >
          <LogIn aria-hidden size={18} className="rtl:-scale-x-100" />{" "}
          {t("byProvider", { provider: providerName(each) })}
        </Button>
      ))}
    </div>
  );
}
