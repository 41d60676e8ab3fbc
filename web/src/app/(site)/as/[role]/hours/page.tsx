import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { Hours } from "@/components/hours/hours-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("hours"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string }> }) {
  if ((await params).role !== "professional") notFound();
  return <Hours />;
}
