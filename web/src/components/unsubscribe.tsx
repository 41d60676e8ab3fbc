"use client";
// The page behind a mail's last line. It asks first: link checkers follow links, and must not unsubscribe anybody.
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";

export function UnsubscribeStep() {
  const t = useTranslations("unsubscribe");
  const token = useSearchParams().get("token") ?? "";
  const leave = useMutation({
    mutationFn: async () => {
      const answer = await fetch(`/api/v1/unsubscribe?token=${encodeURIComponent(token)}`, { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
    },
  });
  if (leave.isSuccess)
    return (
      <Notice kind="good" title={t("done")}>
        <p>{t("doneHint")}</p>
      </Notice>
    );
  return (
    <div className="grid gap-4">
      {leave.isError && (
        <Notice kind="bad" title={t("failed")}>
          <p>{t("failedHint")}</p>
        </Notice>
      )}
      <Button className="justify-self-start" busy={leave.isPending} onClick={() => leave.mutate()}>
        {t("go")}
      </Button>
    </div>
  );
}
