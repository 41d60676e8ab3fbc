"use client";
import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";

/** Time left as a quiet pill: amber from five minutes on; after the end it says when the room closes. */
export function TimeLeft({ endsAt, closesAt }: { endsAt: string; closesAt: string }) {
  const t = useTranslations("room.time");
  const now = useNow(1);
  if (!now) return null;
  const left = Math.ceil((Date.parse(endsAt) - now) / 60_000);
  const grace = Math.max(0, Math.ceil((Date.parse(closesAt) - now) / 60_000));
  const late = left <= 5;
  return (
    <p
      data-testid="time-left"
      aria-live={late ? "polite" : "off"}
      className={cn(
        "tnum inline-flex min-h-8 items-center gap-1.5 rounded-full px-3 text-13 font-medium",
        late ? "bg-warn-soft text-warn" : "bg-glass text-stage-muted",
      )}
    >
      <Clock aria-hidden size={14} />
      {left > 0 ? t("left", { minutes: left }) : t("over", { minutes: grace })}
    </p>
  );
}
