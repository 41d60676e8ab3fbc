import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Services } from "@/components/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("services"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string }> }) {
  if ((await params).role !== "professional") notFound();
  return <Services />;
}
