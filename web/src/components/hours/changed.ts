"use client";
import { useQueryClient } from "@tanstack/react-query";

/** Everything that follows from one's hours is asked for anew, beside what was changed itself. */
export function useChanged(...keys: string[]): () => void {
  const cache = useQueryClient();
  return () => {
    for (const key of [...keys, "slots", "professionals", "professional", "why"])
      void cache.invalidateQueries({ queryKey: [key] });
  };
}
