"use client";
// A new address is shown to be one's own, signed in, by a tap: mail scanners open links too, and this one works once.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { usePathname, useSearchParams } from "next/navigation";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import type { Account } from "@shared/types";
import { Button, ButtonLink } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";

export function ConfirmEmail() {
  const t = useTranslations("sign");
  const cache = useQueryClient();
  const account = useAccount();
  const path = usePathname();
  const params = useSearchParams();
  const confirm = useMutation({
    mutationFn: () => call<Account>("POST", "/me/email/confirm", { body: { token: params.get("token") ?? "" } }),
    onSuccess: (changed) => cache.setQueryData(["me"], changed),
  });
  if (!account)
    return (
      <Notice title={t("emailSignIn")}>
        <ButtonLink href={`/login?next=${encodeURIComponent(`${path}?${params}`)}`} className="justify-self-start">
          {t("login")}
        </ButtonLink>
      </Notice>
    );
  if (confirm.data)
    return (
      <Notice kind="good" title={t("emailDone")}>
        <p>{t("emailDoneHint", { email: confirm.data.email })}</p>
      </Notice>
    );
  return (
    <div className="grid gap-5">
      {confirm.error && <ProblemNotice error={confirm.error} />}
      <Button busy={confirm.isPending} onClick={() => confirm.mutate()}>
        {t("emailGo")}
      </Button>
    </div>
  );
}
