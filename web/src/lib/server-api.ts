// Public reads for server components, without anybody's token.
import "server-only";
import { cache } from "react";
import { apiUrl } from "./env";
import type { Professional } from "@shared/types";

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
