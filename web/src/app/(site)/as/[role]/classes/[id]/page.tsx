import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClassPage } from "@/components/classes/roster";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("host"))("one") };
}

export default async function Page({ params }: { params: Promise<{ role: string; id: string }> }) {
  const { role, id } = await params;
  if (role !== "professional") notFound();
  return <ClassPage id={id} />;
}
