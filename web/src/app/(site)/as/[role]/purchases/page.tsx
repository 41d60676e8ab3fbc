import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Purchases } from "@/components/plans/purchases";

export async function generateMetadata({ params }: { params: Promise<{ role: string }> }): Promise<Metadata> {
  const { role } = await params;
  return {
    title: (await getTranslations("purchases"))(`title.${role === "professional" ? "professional" : "client"}`),
  };
}

export default function Page() {
  return <Purchases />;
}
