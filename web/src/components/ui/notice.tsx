"use client";
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { ApiProblem } from "@shared/problem";
import { Button } from "./button";

const LOOKS = {
  bad: { icon: CircleAlert, look: "border-bad/40 bg-bad-soft", ink: "text-bad" },
  good: { icon: CircleCheck, look: "border-good/40 bg-good-soft", ink: "text-good" },
  info: { icon: Info, look: "border-line bg-sunken", ink: "text-muted" },
};

export function Notice({
  kind = "info",
  title,
  children,
  className,
}: {
  kind?: keyof typeof LOOKS;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const { icon: Icon, look, ink } = LOOKS[kind];
  return (
    <div
      role={kind === "bad" ? "alert" : "status"}
      className={cn("flex appear gap-3 rounded-md border p-4", look, className)}
    >
      <Icon aria-hidden size={20} className={cn("mt-0.5 shrink-0", ink)} />
      <div className="grid min-w-0 gap-1">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
}

const KNOWN = [
  "offline",
  "unauthenticated",
  "forbidden",
  "role-not-held",
  "not-found",
  "rate-limited",
  "unavailable",
  "internal",
] as const;

/** A failure in words: what happened, what is safe, what to do. */
export function useProblemWords() {
  const t = useTranslations("problem");
  return (error: unknown): { title: string; detail: string } => {
    if (!(error instanceof ApiProblem)) return { title: t("internal.title"), detail: t("internal.detail") };
    const slug = KNOWN.find((known) => known === error.slug);
    // The scheduler's own sentence is more exact than ours where it has one.
    if (slug && (slug === "offline" || slug === "internal" || slug === "unavailable" || slug === "unauthenticated"))
      return { title: t(`${slug}.title`), detail: t(`${slug}.detail`) };
    return {
      title: error.body.title ?? (slug ? t(`${slug}.title`) : t("internal.title")),
      detail: error.body.detail ?? (slug ? t(`${slug}.detail`) : t("internal.detail")),
    };
  };
}

export function ProblemNotice({
  error,
  retry,
  className,
}: {
  error: unknown;
  retry?: () => void;
  className?: string;
}) {
  const t = useTranslations("problem");
  const { title, detail } = useProblemWords()(error);
  return (
    <Notice kind="bad" title={title} className={className}>
      <p className="text-15">{detail}</p>
      {retry && (
        <Button look="plain" size="sm" onClick={retry} className="mt-1 justify-self-start">
          {t("retry")}
        </Button>
      )}
    </Notice>
  );
}
