"use client";
// Development only: the mails that the scheduler wrote, with their links.
import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { call } from "@/lib/api";
import { useNow, useZone } from "@/lib/hooks";
import type { MailList } from "@shared/types";
import { relative } from "@shared/time";
import { ButtonLink } from "./ui/button";
import { ProblemNotice } from "./ui/notice";
import { Empty, Waiting } from "./ui/parts";

/** Links as places of this very site, whatever address the browser reached it by. */
function local(link: string): string {
  try {
    const url = new URL(link);
    return url.pathname + url.search;
  } catch {
    return link;
  }
}

export function DevMail() {
  const t = useTranslations("devMail");
  const to = useSearchParams().get("to") ?? "";
  const now = useNow(10);
  const zone = useZone();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["dev-mail", to],
    queryFn: ({ signal }) => call<MailList>("GET", "/dev/mail", { query: { to }, signal }),
    refetchInterval: 1500,
  });
  if (isPending) return <Waiting label={t("waiting")} />;
  if (error) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data.items.length === 0)
    return (
      <Empty icon={Inbox} title={t("empty")}>
        {t("emptyHint")}
      </Empty>
    );
  return (
    <ul>
      {data.items.map((mail) => (
        <li
          key={mail.id}
          data-testid="mail"
          className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line py-5"
        >
          <p className="flex flex-wrap gap-x-3 text-13 text-muted">
            <span>{t("to", { to: mail.to })}</span>
            {mail.sent_at && now > 0 && zone && (
              <time dateTime={mail.sent_at}>{relative(mail.sent_at, Math.max(now, Date.parse(mail.sent_at)))}</time>
            )}
          </p>
          <h2 className="text-17 font-semibold">{mail.subject}</h2>
          <p className="max-w-2xl wrap-anywhere whitespace-pre-line">{mail.text}</p>
          <div className="flex flex-wrap gap-2">
            {mail.links.map((link) => (
              <ButtonLink key={link} href={local(link)} look="plain" size="sm" className="max-w-full">
                <span className="truncate">{t("open", { link: local(link).split("?")[0]! })}</span>
              </ButtonLink>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
