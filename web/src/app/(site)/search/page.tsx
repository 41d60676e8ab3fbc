import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Professionals } from "@/components/professionals";
import { SearchBox } from "@/components/search-box";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

export default async function Search({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const t = await getTranslations("search");
  const raw = (await searchParams).q;
  const q = (Array.isArray(raw) ? raw[0] : raw) ?? "";
  return (
    <>
      <h1 className="mb-4 text-28 font-semibold">{q ? t("resultsFor", { q }) : t("title")}</h1>
      <SearchBox key={q} initial={q} className="mb-6 max-w-xl" />
      <Professionals key={`list:${q}`} q={q} />
    </>
  );
}
