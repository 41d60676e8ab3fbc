import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MovePage } from "@/components/move-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("move"))("title") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <MovePage id={(await params).id} />;
}
