import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PackagePage } from "@/components/plans/package-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("purchases"))("package") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <PackagePage id={(await params).id} />;
}
