"use client";
// Where I am signed in, each with its end; and what happened to my account's safety.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import type { Page, SecurityEvent, SignInList } from "@shared/types";
import { Button } from "../ui/button";
import { ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useWhen } from "./when";

export function SignIns() {
  const t = useTranslations("security");
  const role = useRole();
  const cache = useQueryClient();
  const when = useWhen();
  const { data, error, refetch } = useQuery({
    queryKey: ["sign-ins"],
    queryFn: ({ signal }) => call<SignInList>("GET", "/me/sessions", { role, signal }),
  });
  const changed = () => {
    for (const key of ["sign-ins", "security-log"]) void cache.invalidateQueries({ queryKey: [key] });
  };
  const end = useMutation({
    mutationFn: (id: string) => call("POST", "/me/sessions/revoke", { role, body: { session_id: id } }),
    onSuccess: changed,
  });
  const others = useMutation({
    mutationFn: () => call("POST", "/me/sessions/revoke-others", { role, body: {} }),
    onSuccess: changed,
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting label={t("waiting")} rows={2} className="h-14" />;
  const failure = end.error ?? others.error;
  return (
    <>
      <ul className="border-b border-line">
        {data.items.map((each) => {
          const device = each.device || t("someDevice");
          return (
            <li
              key={each.id}
              data-testid="sign-in"
              className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3"
            >
              <MonitorSmartphone aria-hidden size={20} className="text-muted" />
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{device}</p>
                <p className="text-13 text-muted">
                  {each.this_one ? t("thisOne") : t("used", { when: when(each.last_used_at) })}
                  {each.network && (
                    <>
                      {" · "}
                      <bdi>{each.network}</bdi>
                    </>
                  )}
                </p>
              </div>
              {each.this_one ? (
                <Button look="plain" size="sm" onClick={() => void signOut({ callbackUrl: "/" })}>
                  {t("signOut")}
                </Button>
              ) : (
                <Button
                  look="danger"
                  size="sm"
                  busy={end.isPending && end.variables === each.id}
                  aria-label={t("endNamed", { device })}
                  onClick={() => end.mutate(each.id)}
                >
                  {t("end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {failure && <ProblemNotice error={failure} />}
      {data.items.length > 1 && (
        <Button look="danger" busy={others.isPending} onClick={() => others.mutate()} className="justify-self-start">
          {t("endOthers")}
        </Button>
      )}
    </>
  );
}

const KINDS = [
  "signed-up",
  "signed-in",
  "sign-in-failed",
  "second-step-failed",
  "proved",
  "password-changed",
  "password-reset",
  "email-changed",
  "passkey-added",
  "passkey-removed",
  "identity-linked",
  "identity-unlinked",
  "totp-on",
  "totp-off",
  "session-revoked",
  "recovery-codes-renewed",
  "api-key-made",
  "api-key-revoked",
  "export-asked",
  "export-fetched",
  "erasure-asked",
  "erasure-taken-back",
  "suspended",
  "reinstated",
] as const;
type Known = (typeof KINDS)[number];

export function SecurityLog() {
  const t = useTranslations("security");
  const role = useRole();
  const when = useWhen();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["security-log"],
    queryFn: ({ pageParam, signal }) =>
      call<Page<SecurityEvent>>("GET", "/me/security-log", { role, query: { limit: 10, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting label={t("waiting")} rows={3} className="h-10" />;
  const name = (kind: string) => {
    const known = KINDS.find((each): each is Known => each === kind);
    // One that this page does not know yet is said by its own name rather than not at all.
    return known ? t(`event.${known}`) : kind.replaceAll("-", " ");
  };
  return (
    <>
      <ul className="border-b border-line">
        {data.pages
          .flatMap((page) => page.items)
          .map((each, index) => (
            <li key={`${each.at}-${index}`} className="grid border-t border-line py-2.5">
              <span>{name(each.kind)}</span>
              <span className="text-13 text-muted">
                {when(each.at)}
                {each.device && (
                  <>
                    {" · "}
                    <bdi>{each.device}</bdi>
                  </>
                )}
              </span>
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <Button
          look="plain"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          className="justify-self-start"
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}
