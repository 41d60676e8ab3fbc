"use client";
// Pages that belong together, as links along the top of each.
import Link from "next/link";
import { useTranslations } from "next-intl";
import { usePathname } from "next/navigation";
import { cn } from "@/lib/cn";
import { useRole } from "@/lib/hooks";

const GROUPS = {
  offer: ["services", "classes", "plans"],
  own: ["bookings", "purchases", "payments"],
} as const;

export function TabsNav({ group }: { group: keyof typeof GROUPS }) {
  const t = useTranslations("tabs");
  const role = useRole();
  const path = usePathname();
  return (
    <nav aria-label={t(group)} className="-mt-2 mb-6 flex gap-6 overflow-x-auto border-b border-line">
      {GROUPS[group].map((each) => {
        const href = `/as/${role}/${each}`;
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={each}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn(
              "-mb-px inline-flex min-h-11 items-center border-b-2 whitespace-nowrap",
              here ? "border-role font-medium text-role-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {each === "purchases" ? t(`purchases.${role}`) : t(each)}
          </Link>
        );
      })}
    </nav>
  );
}
