// Sign-in with e-mail and password against the scheduler, kept by Next-Auth in its encrypted cookie.
import "server-only";
import type { NextAuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { apiUrl } from "./env";
import { type SessionToken, SESSION_SECONDS, cookieName, cookieOptions, secret, tokenOf } from "./session";
import { ApiProblem } from "@shared/problem";
import type { SignedIn } from "@shared/types";

type Found = User & { session: SessionToken };

async function authorize(credentials: Record<"email" | "password", string> | undefined): Promise<Found | null> {
  let response: Response;
  try {
    response = await fetch(`${apiUrl()}/api/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email: credentials?.email ?? "", password: credentials?.password ?? "" }),
      cache: "no-store",
    });
  } catch {
    throw new Error("offline");
  }
  if (!response.ok) {
    // The form reads the slug from the message and says it in words.
    throw new Error(ApiProblem.from(response.status, await response.json().catch(() => null)).slug);
  }
  const answer = (await response.json()) as SignedIn;
  return { id: answer.account.id, session: tokenOf(answer) };
}

export const authOptions = (): NextAuthOptions => ({
  secret: secret(),
  providers: [
    Credentials({
      name: "Visavis",
      credentials: { email: {}, password: {} },
      authorize: (found) => authorize(found),
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
