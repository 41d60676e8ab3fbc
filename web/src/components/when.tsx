"use client";
// A time with its zone in words, the other person's zone one tap away.
import { ArrowLeftRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { useNow, useZone } from "@/lib/hooks";
import { offsetMinutes, relative, span, zoneName } from "@shared/time";
import { Skeleton } from "./ui/parts";

interface Props {
  start: string;
  end: string;
  /** The other person's zone, where there is one. */
  other?: string;
  beside?: boolean;
  className?: string;
  large?: boolean;
}

export function When({ start, end, other, beside, large, className }: Props) {
  const t = useTranslations("when");
  const locale = useLocale();
  const mine = useZone();
  const now = useNow();
  const [theirs, setTheirs] = useState(false);
  if (!mine) return <Skeleton className={cn("w-64", className)} />;
  const zone = theirs && other ? other : mine;
  const differs = other !== undefined && offsetMinutes(start, other) !== offsetMinutes(start, mine);
  return (
    <span className={cn("inline-flex flex-wrap items-center gap-x-2", className)}>
      <time dateTime={start} className={cn(large && "text-21 font-semibold")}>
        {span(start, end, zone, now, locale)}
      </time>
      <span className="text-muted">· {zoneName(start, zone)}</span>
      {beside && now > 0 && <span className="text-muted">· {relative(start, now, locale)}</span>}
      {differs && (
        <button
          type="button"
          onClick={() => setTheirs(!theirs)}
          aria-pressed={theirs}
          className="inline-flex min-h-6 items-center gap-1 rounded-sm text-13 font-medium text-role-ink underline-offset-4 hover:underline max-md:min-h-11"
        >
          <ArrowLeftRight aria-hidden size={14} />
          {theirs ? t("mine") : t("theirs")}
        </button>
      )}
    </span>
  );
}
