// Every way to sign in, against the scheduler, kept by Next-Auth in its encrypted cookie.
// The rule kept here: tokens go from the scheduler into the cookie and nowhere else; a page learns a problem's slug and,
// where a step follows, the short-lived secret of that step ("second-step.…", "link-needed.…").
import "server-only";
import type { NextAuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { apiUrl } from "./env";
import {
  type SessionToken,
  SESSION_SECONDS,
  cookieName,
  cookieOptions,
  forwardedFor,
  secret,
  tokenOf,
} from "./session";
import { ApiProblem } from "@shared/problem";
import type { SecondStep, SignedIn } from "@shared/types";

type Found = User & { session: SessionToken };
type Sent = Record<string, unknown> | undefined;

/** What the scheduler keeps of a sign-in (which device, from which network), as the person's browser said it. */
function origin(headers: Sent): Record<string, string> {
  const get = (name: string) => {
    const value = headers?.[name];
    return typeof value === "string" ? value : null;
  };
  const agent = get("user-agent");
  return { ...forwardedFor({ get }), ...(agent ? { "User-Agent": agent } : {}) };
}

async function enter(path: string, body: unknown, headers: Sent): Promise<Found> {
  let response: Response;
  try {
    response = await fetch(`${apiUrl()}/api/v1/auth/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...origin(headers) },
      body: JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new Error("offline");
  }
  const answer = (await response.json().catch(() => null)) as SignedIn | SecondStep | { link_token?: string } | null;
  if (!response.ok) {
    // The form reads the slug from the message and says it in words.
    const { slug } = ApiProblem.from(response.status, answer);
    const link = answer && "link_token" in answer ? `.${answer.link_token}` : "";
    throw new Error(slug + link);
  }
  if (answer && "mfa_token" in answer) throw new Error(`second-step.${answer.mfa_token}`);
  if (!answer || !("access_token" in answer)) throw new Error("unavailable");
  return { id: answer.account.id, session: tokenOf(answer) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("invalid");
  }
}

export const authOptions = (): NextAuthOptions => ({
  secret: secret(),
  providers: [
    Credentials({
      name: "Visavis",
      credentials: { email: {}, password: {} },
      authorize: (said, request) =>
        enter("login", { email: said?.email ?? "", password: said?.password ?? "" }, request.headers),
    }),
    Credentials({
      id: "second-step",
      name: "Second step",
      credentials: { token: {}, code: {} },
      authorize: (said, request) =>
        enter("login/second", { mfa_token: said?.token ?? "", code: said?.code ?? "" }, request.headers),
    }),
    Credentials({
      id: "passkey",
      name: "Passkey",
      credentials: { credential: {} },
      authorize: (said, request) => enter("passkey", { credential: parsed(said?.credential ?? "") }, request.headers),
    }),
    Credentials({
      id: "oidc",
      name: "Another provider",
      credentials: { state: {}, code: {}, key: {} },
      authorize: (said, request) =>
        enter("oidc", { state: said?.state ?? "", code: said?.code ?? "", key: said?.key ?? "" }, request.headers),
    }),
  ],
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  pages: { signIn: "/login", error: "/login" },
  cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
  callbacks: {
    jwt: ({ token, user }) => (user ? (user as Found).session : token),
    // The session that scripts may read says only that there is one.
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    async signOut({ token }) {
      const refresh = (token as Partial<SessionToken> | undefined)?.refresh;
      if (!refresh) return;
      await fetch(`${apiUrl()}/api/v1/auth/logout`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ refresh_token: refresh }),
      }).catch(() => undefined); // Signed out here in any case; the refresh token ends by age.
    },
  },
});
