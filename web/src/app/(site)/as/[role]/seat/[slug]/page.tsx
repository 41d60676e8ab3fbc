import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { SeatStep } from "@/components/classes/seat-step";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("seat"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string; slug: string }> }) {
  const { role, slug } = await params;
  if (role !== "client") notFound();
  return <SeatStep slug={slug} />;
}
