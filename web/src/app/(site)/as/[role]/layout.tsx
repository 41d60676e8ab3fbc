import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { RoleGate } from "@/components/role-gate";
import { isRole } from "@shared/roles";

export default async function RoleLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ role: string }>;
}) {
  const { role } = await params;
  if (!isRole(role)) notFound();
  return <RoleGate role={role}>{children}</RoleGate>;
}
