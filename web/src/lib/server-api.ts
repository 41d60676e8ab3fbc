// Public reads for server components, without anybody's token.
import "server-only";
import { cache } from "react";
import { apiUrl } from "./env";
import type { Professional, SiteEntry } from "@shared/types";

/** A professional's public page; null if there is none, undefined if the scheduler cannot be asked just now. */
export const publicProfessional = cache(async (slug: string): Promise<Professional | null | undefined> => {
  try {
    const response = await fetch(`${apiUrl()}/api/v1/professionals/${encodeURIComponent(slug)}`, {
      cache: "no-store",
    });
    if (response.ok) return (await response.json()) as Professional;
    return response.status === 404 || response.status === 422 ? null : undefined;
  } catch {
    return undefined;
  }
});

// A site map holds 50,000 addresses at most (sitemaps.org).
const MOST_PAGES = 49_000;

/** Every professional's page. Throws when the scheduler cannot be asked: half a site map is worse than none. */
export async function publicPages(): Promise<SiteEntry[]> {
  const found: SiteEntry[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "5000", ...(cursor && { cursor }) });
    const response = await fetch(`${apiUrl()}/api/v1/sitemap?${query}`, { cache: "no-store" });
    if (!response.ok) throw new Error(`the site map cannot be made: ${response.status}`);
    const page = (await response.json()) as { items: SiteEntry[]; next_cursor: string | null };
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && found.length < MOST_PAGES);
  return found.slice(0, MOST_PAGES);
}
