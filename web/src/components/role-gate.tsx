"use client";
// Pages of a role that the person does not hold say so, and how to get it. The server refuses in any case.
import { Briefcase } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useAccount } from "@/lib/hooks";
import type { Role } from "@shared/roles";
import { ButtonLink } from "./ui/button";
import { Empty } from "./ui/parts";

export function RoleGate({ role, children }: { role: Role; children: ReactNode }) {
  const t = useTranslations("gate");
  const account = useAccount();
  const path = usePathname();
  if (account && !account.roles.includes(role) && path !== `/as/${role}/settings`)
    return (
      <Empty
        icon={Briefcase}
        title={t("title")}
        action={<ButtonLink href="/as/client/settings#professional">{t("open")}</ButtonLink>}
      >
        {t("hint")}
      </Empty>
    );
  return children;
}
