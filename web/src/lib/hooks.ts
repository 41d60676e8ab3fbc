"use client";
// Small facts about the person, the place and the hour that many screens need.
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { createContext, useContext, useSyncExternalStore } from "react";
import { call } from "./api";
import { type Role, roleOfPath } from "@shared/roles";
import type { Account } from "@shared/types";

/** The signed-in person as the cookie knows them when the page was made; null for visitors. */
export const InitialAccount = createContext<Account | null>(null);

/** The signed-in person, fresh from the server; null for visitors. */
export function useAccount(): Account | null {
  const initial = useContext(InitialAccount);
  const { data } = useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => call<Account>("GET", "/me", { signal }),
    enabled: initial !== null,
    initialData: initial ?? undefined,
    initialDataUpdatedAt: 0,
    staleTime: 60_000,
  });
  return initial === null ? null : (data ?? null);
}

/** The role in force: the address says it; elsewhere people look around as clients. */
export function useRole(): Role {
  return roleOfPath(usePathname()) ?? "client";
}

const never = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Where times are shown: the person's own zone, or the browser's; null until the browser has said (first paint). */
export function useZone(): string | null {
  const account = useAccount();
  const browser = useSyncExternalStore(never, browserZone, () => null);
  return account ? account.zone : browser;
}

export function useBrowserLocale(): string {
  return useSyncExternalStore(
    never,
    () => navigator.language,
    () => "en",
  );
}

let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
function everySecond(listener: () => void): () => void {
  now = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds now, in steps of `step` seconds; 0 on the server and in the first paint. */
export function useNow(step = 30): number {
  return useSyncExternalStore(
    everySecond,
    () => {
      now ||= Date.now();
      return Math.floor(now / (step * 1000)) * step * 1000;
    },
    () => 0,
  );
}
