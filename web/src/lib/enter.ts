// Signing in from the page, by whichever proof; Next-Auth's route does the work and keeps the tokens.
import { signIn } from "next-auth/react";

export type Entered =
  | { kind: "in" }
  | { kind: "second-step"; token: string }
  | { kind: "link-needed"; token: string }
  | { kind: "failed"; slug: string };

/** What Next-Auth said, told apart. The secrets of a next step follow its name after a dot. */
export function understood(ok: boolean, error: string | null | undefined): Entered {
  if (ok && !error) return { kind: "in" };
  const found = /^(second-step|link-needed)\.(.+)$/.exec(error ?? "");
  if (found) return { kind: found[1] as "second-step" | "link-needed", token: found[2]! };
  return { kind: "failed", slug: error || "offline" };
}

export async function enter(
  by: "credentials" | "second-step" | "passkey" | "oidc",
  proof: Record<string, string>,
): Promise<Entered> {
  const answer = await signIn(by, { ...proof, redirect: false }).catch(() => undefined);
  return understood(answer?.ok ?? false, answer?.error);
}
