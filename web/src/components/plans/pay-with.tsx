"use client";
// What a booking is paid with: money, or a session that was paid in advance.
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import { useTimes } from "@/lib/words";
import type { Package, Page, Subscription } from "@shared/types";
import { type Credit, creditsFor } from "@shared/credits";

export type PayWith = "money" | Credit["payWith"];
const role = "client" as const;

export function useCredits(serviceId: string, start: string): Credit[] {
  const enabled = useAccount() !== null;
  const packages = useQuery({
    queryKey: ["packages", role, "usable"],
    enabled,
    queryFn: ({ signal }) => call<Page<Package>>("GET", "/packages", { role, query: { limit: 50 }, signal }),
  });
  const subscriptions = useQuery({
    queryKey: ["subscriptions", role, "usable"],
    enabled,
    queryFn: ({ signal }) =>
      call<Page<Subscription>>("GET", "/subscriptions", { role, query: { limit: 50 }, signal }),
  });
  return creditsFor(serviceId, start, packages.data?.items ?? [], subscriptions.data?.items ?? []);
}

interface Props {
  credits: readonly Credit[];
  value: PayWith;
  set: (value: PayWith) => void;
  price: string;
}

/** Nothing where there is nothing to choose. */
export function PayWithField({ credits, value, set, price }: Props) {
  const t = useTranslations("payWith");
  const times = useTimes();
  if (credits.length === 0 || !times) return null;
  const choices = [
    ...credits.map((each) => ({
      value: each.payWith as PayWith,
      name: each.title,
      hint: t("left", { left: each.left, day: times.day(each.until, "full") }),
    })),
    { value: "money" as const, name: t("money"), hint: price },
  ];
  return (
    <fieldset data-testid="pay-with" className="grid border-b border-line">
      <legend className="mb-1.5 text-13 font-medium">{t("title")}</legend>
      {choices.map((each) => (
        <label
          key={each.value}
          className="flex min-h-14 cursor-pointer items-center gap-3 border-t border-line px-3 py-2 has-checked:bg-role-soft has-focus-visible:outline-2 has-focus-visible:outline-role"
        >
          <input
            type="radio"
            name="pay-with"
            className="size-4 accent-role"
            checked={value === each.value}
            onChange={() => set(each.value)}
          />
          <span>
            <span className="block font-medium">{each.name}</span>
            <span className="block text-13 text-muted">{each.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
