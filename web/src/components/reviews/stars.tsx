"use client";
// A rating from 1 to 5: shown, and given. Never by the stars alone: the number is beside them, in words for listeners.
import { Star } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/lib/cn";

export const RATINGS = [1, 2, 3, 4, 5] as const;

export function Stars({ rating, className }: { rating: number; className?: string }) {
  const t = useTranslations("reviews");
  return (
    <span role="img" aria-label={t("of5", { rating })} className={cn("inline-flex gap-0.5 text-warn", className)}>
      {RATINGS.map((each) => (
        <Star key={each} aria-hidden size={16} fill={each <= Math.round(rating) ? "currentColor" : "none"} />
      ))}
    </span>
  );
}

/** "★ 4.8 (12)": the mean of the reviews and how many there are. */
export function Rating({ rating }: { rating: { average: number; count: number } }) {
  const t = useTranslations("reviews");
  const format = useFormatter();
  const average = format.number(rating.average, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <span data-testid="rating" className="tnum inline-flex items-center gap-1.5">
      <Star aria-hidden size={15} fill="currentColor" className="text-warn" />
      <span className="sr-only">{t("ratingIs", { average, count: rating.count })}</span>
      <span aria-hidden>
        {average} ({rating.count})
      </span>
    </span>
  );
}

export function StarsField({ value, set, error }: { value: number; set: (rating: number) => void; error?: string }) {
  const t = useTranslations("reviews");
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-13 font-medium">{t("rating")}</legend>
      <div className="flex flex-wrap items-center gap-x-1">
        {RATINGS.map((each) => (
          <label
            key={each}
            className="inline-flex size-11 cursor-pointer items-center justify-center rounded-md text-warn has-focus-visible:outline-2 has-focus-visible:outline-role"
          >
            <input
              type="radio"
              name={id}
              value={each}
              checked={value === each}
              onChange={() => set(each)}
              className="sr-only"
            />
            <span className="sr-only">{t(`words.${each}`)}</span>
            <Star aria-hidden size={26} fill={each <= value ? "currentColor" : "none"} />
          </label>
        ))}
        {value > 0 && (
          <span aria-hidden className="ms-2 text-13 text-muted">
            {t(`words.${value as 1}`)}
          </span>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="text-13 text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
