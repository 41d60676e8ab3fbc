import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { HostPlans } from "@/components/plans/host-plans";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string }> }) {
  if ((await params).role !== "professional") notFound();
  return <HostPlans />;
}
