// Every public page, for search engines.
import type { MetadataRoute } from "next";
import { siteUrl } from "@/lib/env";
import { publicPages } from "@/lib/server-api";

export const dynamic = "force-dynamic";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const site = siteUrl();
  const people = await publicPages();
  return [
    { url: site },
    { url: `${site}/search` },
    ...people.map(({ slug, updated_at }) => ({ url: `${site}/p/${slug}`, lastModified: updated_at })),
  ];
}
