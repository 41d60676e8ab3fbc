"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { setNonce } from "get-nonce";
import { Direction } from "radix-ui";
import { type ReactNode, useState } from "react";
import { InitialAccount } from "@/lib/hooks";
import { ApiProblem } from "@shared/problem";
import type { Account } from "@shared/types";

/** A session that ended while the page was open (its cookie is gone by now): where one has to be signed in, sign in
 *  again and come back to this very place; elsewhere go on as a visitor. */
function signInAgain(): void {
  const { pathname, search } = window.location;
  // A full load, so that nothing of the ended session stays in memory.
  if (!pathname.startsWith("/as/")) window.location.reload();
  // eslint-disable-next-line @next/next/no-location-assign-relative-destination
  else window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}

function makeClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && error.slug === "unauthenticated") signInAgain();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) =>
          count < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
      },
    },
  });
}

export function Providers({
  account,
  nonce,
  dir,
  children,
}: {
  account: Account | null;
  nonce: string;
  dir: "ltr" | "rtl";
  children: ReactNode;
}) {
  const [client] = useState(makeClient);
  // Dialogs lock the page's scroll with a <style> of their own, which the policy lets in by the nonce.
  useState(() => typeof window !== "undefined" && nonce && setNonce(nonce));
  return (
    <InitialAccount value={account}>
      <QueryClientProvider client={client}>
        <Direction.Provider dir={dir}>{children}</Direction.Provider>
      </QueryClientProvider>
    </InitialAccount>
  );
}
