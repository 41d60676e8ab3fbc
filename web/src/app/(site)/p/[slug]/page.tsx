import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProfessionalPage } from "@/components/professional-page";
import { publicProfessional } from "@/lib/server-api";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const person = await publicProfessional((await params).slug);
  return person ? { title: person.name, description: person.headline } : {};
}

export default async function Page({ params }: Props) {
  const { slug } = await params;
  const person = await publicProfessional(slug);
  if (person === null) notFound();
  return <ProfessionalPage slug={slug} initial={person} />;
}
