"use client";
// The frame of the settings' pages: their tabs along the top, and sections with their words at the side.
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { useRole } from "@/lib/hooks";

const PLACES = ["", "/security", "/calendars"] as const;

export function SettingsTabs() {
  const t = useTranslations("accountTabs");
  const role = useRole();
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="-mt-2 mb-2 flex gap-6 overflow-x-auto border-b border-line">
      {PLACES.map((place) => {
        const href = `/as/${role}/settings${place}`;
        const here = path === href;
        return (
          <Link
            key={place}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn(
              "-mb-px inline-flex min-h-11 items-center border-b-2 whitespace-nowrap",
              here ? "border-role font-medium text-role-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {t(place === "" ? "person" : place === "/security" ? "security" : "calendars")}
          </Link>
        );
      })}
    </nav>
  );
}

export function Section({
  id,
  title,
  sign,
  lead,
  role,
  children,
}: {
  id: string;
  title: string;
  sign?: ReactNode;
  lead?: ReactNode;
  role?: "client" | "professional";
  children: ReactNode;
}) {
  return (
    <section
      id={id}
      data-role={role}
      aria-labelledby={`${id}-title`}
      className="grid gap-5 border-t border-line py-8 first-of-type:border-t-0 md:grid-cols-[14rem_1fr] md:gap-10"
    >
      <div className="grid content-start gap-1">
        <h2 id={`${id}-title`} className="text-17 font-semibold">
          {title}
        </h2>
        {sign}
        {lead && <p className="text-13 text-muted">{lead}</p>}
      </div>
      <div className="grid max-w-lg min-w-0 content-start gap-5">{children}</div>
    </section>
  );
}
