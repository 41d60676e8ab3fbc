"use client";
// Providers that open my account: link one, end a link; and one that waits since a refused sign-in.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { call } from "@/lib/api";
import { goThere, takeLink } from "@/lib/begun";
import { useRole } from "@/lib/hooks";
import { ApiProblem } from "@shared/problem";
import type { IdentityList } from "@shared/types";
import { Button } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useProviders } from "./other-ways";
import { providerName } from "./provider-name";
import { useProof } from "./prove";
import { useWhen } from "./when";

const notAsked = (error: unknown) =>
  error != null && !(error instanceof ApiProblem && error.slug === "fresh-sign-in-needed");

export function Identities() {
  const t = useTranslations("security");
  const role = useRole();
  const cache = useQueryClient();
  const when = useWhen();
  const { proven, dialog } = useProof();
  const linked = useSearchParams().get("linked");
  const [waiting, setWaiting] = useState<{ name: string; token: string } | null>(null);
  useEffect(() => {
    const kept = takeLink();
    // Storage is of the browser only: what waits is known after the first paint.
    if (kept) queueMicrotask(() => setWaiting(kept));
  }, []);
  const providers = useProviders();
  const { data, error, refetch } = useQuery({
    queryKey: ["identities"],
    queryFn: ({ signal }) => call<IdentityList>("GET", "/me/identities", { role, signal }),
  });
  const changed = () => {
    for (const key of ["identities", "security-log"]) void cache.invalidateQueries({ queryKey: [key] });
  };
  const begin = useMutation({
    mutationFn: async (provider: string) => {
      const begun = await proven(() =>
        call<{ url: string; key: string }>("POST", "/me/identities/begin", { role, body: { provider } }),
      );
      goThere(begun.url, { key: begun.key, purpose: "link", name: provider, role, next: null });
    },
  });
  const finish = useMutation({
    mutationFn: (token: string) =>
      proven(() => call("POST", "/me/identities/link", { role, body: { link_token: token } })),
    onSuccess: () => {
      setWaiting(null);
      changed();
    },
  });
  const end = useMutation({
    mutationFn: (id: string) =>
      proven(() => call("POST", "/me/identities/remove", { role, body: { identity_id: id } })),
    onSuccess: changed,
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data || !providers.data) return <Waiting label={t("waiting")} rows={1} className="h-14" />;
  const failure = [begin.error, finish.error, end.error].find(notAsked);
  const open = providers.data.providers;
  return (
    <>
      {linked && data.items.some((each) => each.provider === linked) && (
        <Notice kind="good" title={t("linked", { provider: providerName(linked) })} />
      )}
      {waiting && (
        <Notice title={t("linkWaits", { provider: providerName(waiting.name) })}>
          <Button
            size="sm"
            busy={finish.isPending}
            onClick={() => finish.mutate(waiting.token)}
            className="mt-1 justify-self-start"
          >
            {t("linkNow", { provider: providerName(waiting.name) })}
          </Button>
        </Notice>
      )}
      {data.items.length > 0 ? (
        <ul className="border-b border-line">
          {data.items.map((each) => (
            <li
              key={each.id}
              data-testid="identity"
              className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3"
            >
              <div className="min-w-0">
                <p className="font-medium">{providerName(each.provider)}</p>
                <p className="text-13 break-all text-muted">
                  <bdi>{each.email}</bdi> · {t("used", { when: when(each.last_used_at) })}
                </p>
              </div>
              <Button
                look="danger"
                size="sm"
                busy={end.isPending && end.variables === each.id}
                aria-label={t("unlinkNamed", { provider: providerName(each.provider) })}
                onClick={() => end.mutate(each.id)}
              >
                {t("unlink")}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">{open.length ? t("noIdentities") : t("noProviders")}</p>
      )}
      {failure != null && <ProblemNotice error={failure} />}
      {open.length > 0 && (
        <div className="flex flex-wrap gap-3">
          {open.map((each) => (
            <Button
              key={each}
              look="plain"
              busy={begin.isPending && begin.variables === each}
              onClick={() => begin.mutate(each)}
            >
              <Link2 aria-hidden size={18} /> {t("link", { provider: providerName(each) })}
            </Button>
          ))}
        </div>
      )}
      {dialog}
    </>
  );
}
