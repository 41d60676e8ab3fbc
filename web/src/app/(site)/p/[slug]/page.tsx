// A professional's public page, with what search engines and messengers show of it.
import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { ProfessionalPage } from "@/components/professional-page";
import { siteUrl } from "@/lib/env";
import { asScript, jsonLd } from "@/lib/seo";
import { publicProfessional } from "@/lib/server-api";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const person = await publicProfessional((await params).slug);
  if (!person) return {};
  const shown = { title: person.name, description: person.headline };
  return {
    ...shown,
    metadataBase: new URL(siteUrl()),
    alternates: { canonical: `/p/${person.slug}` },
    openGraph: {
      ...shown,
      type: "profile",
      url: `/p/${person.slug}`,
      images: person.photo ? [person.photo.large] : [],
    },
  };
}

export default async function Page({ params }: Props) {
  const { slug } = await params;
  const person = await publicProfessional(slug);
  if (person === null) notFound();
  if (person?.moved_to) permanentRedirect(`/p/${person.moved_to}`);
  return (
    <>
      {person && (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: asScript(jsonLd(person, siteUrl())) }}
        />
      )}
      <ProfessionalPage slug={slug} initial={person} />
    </>
  );
}
