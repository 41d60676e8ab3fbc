"use client";
// The sign of a role: its icon, its word, its edge, its colour; never the colour alone.
import { Briefcase, User } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import type { Role } from "@shared/roles";

export const ROLE_ICON = { client: User, professional: Briefcase } as const;
export const ROLE_LOOK = {
  client: { edge: "edge-client", soft: "bg-client-soft", ink: "text-client-ink" },
  professional: { edge: "edge-professional", soft: "bg-pro-soft", ink: "text-pro-ink" },
} as const;

export function RoleSign({ role, className }: { role: Role; className?: string }) {
  const t = useTranslations("role");
  const Icon = ROLE_ICON[role];
  return (
    <span
      data-testid={`role-${role}`}
      className={cn("inline-flex items-center gap-1.5 text-13 font-medium", ROLE_LOOK[role].ink, className)}
    >
      <Icon aria-hidden size={14} strokeWidth={2.25} />
      {t(role)}
    </span>
  );
}
