import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { BookStep } from "@/components/book-step";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("book"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string; slug: string }> }) {
  const { role, slug } = await params;
  if (role !== "client") notFound();
  return <BookStep slug={slug} />;
}
