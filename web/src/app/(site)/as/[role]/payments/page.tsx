import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Payments } from "@/components/payments/payments";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payments"))("title") };
}

export default function Page() {
  return <Payments />;
}
