"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useTranslations("problem");
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 p-6">
      <h1 className="text-28 font-semibold">{t("internal.title")}</h1>
      <p className="text-muted">{t("internal.detail")}</p>
      <Button onClick={reset}>{t("retry")}</Button>
    </main>
  );
}
