// The session: Next-Auth's encrypted cookie, which alone carries the API's tokens. Nothing here reaches page scripts.
// The rule kept here: a refresh token is used once at a time (single flight); its successor goes into the cookie of
// every request that waited for it.
import "server-only";
import { encode, getToken, type JWT } from "next-auth/jwt";
import type { NextRequest } from "next/server";
import { apiUrl } from "./env";
import type { Account, SignedIn } from "@shared/types";

export interface SessionToken extends JWT {
  access: string;
  refresh: string;
  /** Unix seconds from which a new access token is asked for. */
  renewAt: number;
  account: Account;
}

export const SESSION_SECONDS = 30 * 24 * 3600;
const RENEW_BEFORE_S = 45;

export const secureCookies = () => (process.env.NEXTAUTH_URL ?? "").startsWith("https:");
export const cookieName = () => `${secureCookies() ? "__Secure-" : ""}next-auth.session-token`;
export function secret(): string {
  const value = process.env.NEXTAUTH_SECRET;
  if (!value) throw new Error("NEXTAUTH_SECRET: must be set (32 random bytes or more)");
  return value;
}

/** What goes into the cookie after a sign-in or a refresh. */
export function tokenOf(answer: SignedIn): SessionToken {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    renewAt: Math.floor(Date.now() / 1000) + answer.expires_in - RENEW_BEFORE_S,
    account: answer.account,
  };
}

export async function readSession(request: NextRequest): Promise<SessionToken | null> {
  const token = await getToken({ req: request, secret: secret(), cookieName: cookieName() });
  return typeof token?.access === "string" && typeof token.refresh === "string" ? (token as SessionToken) : null;
}

export const cookieOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  secure: secureCookies(),
  path: "/",
});

export const seal = (token: SessionToken) => encode({ token, secret: secret(), maxAge: SESSION_SECONDS });

/** "for=" of the nearest hop, so that the scheduler's limits see people and not this server. */
export function forwardedFor(headers: { get(name: string): string | null }): Record<string, string> {
  const nearest = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  if (!nearest || !/^[0-9a-fA-F:.]+$/.test(nearest)) return {};
  return { Forwarded: `for=${nearest.includes(":") ? `"[${nearest}]"` : nearest}` };
}

type Renewal = SessionToken | "refused" | "unreachable";
const underWay = new Map<string, Promise<Renewal>>();
const KEEP_MS = 20_000;

/** A successor of this session. Requests that ask with the same refresh token share one answer. */
export function renew(token: SessionToken): Promise<Renewal> {
  const known = underWay.get(token.refresh);
  if (known) return known;
  const asked = ask(token).then((answer) => {
    if (answer === "unreachable") underWay.delete(token.refresh);
    else setTimeout(() => underWay.delete(token.refresh), KEEP_MS).unref();
    return answer;
  });
  underWay.set(token.refresh, asked);
  return asked;
}

async function ask(token: SessionToken): Promise<Renewal> {
  try {
    const response = await fetch(`${apiUrl()}/api/v1/auth/refresh`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: token.refresh }),
      cache: "no-store",
    });
    if (response.ok) return tokenOf((await response.json()) as SignedIn);
    return response.status === 401 || response.status === 403 ? "refused" : "unreachable";
  } catch {
    return "unreachable";
  }
}
