import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SubscriptionPage } from "@/components/plans/subscription-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("purchases"))("subscription") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <SubscriptionPage id={(await params).id} />;
}
