// The one way from page scripts to the scheduler: adds the bearer token from the encrypted cookie, refreshes it when
// it is due, and passes the role that the page is in.
// The rule kept here: no token leaves this server; a mutation comes from our own pages (Origin) and is JSON.
import { NextResponse, type NextRequest } from "next/server";
import { apiUrl, isProduction } from "@/lib/env";
import { fromHere, refuse } from "@/lib/gate";
import {
  type SessionToken,
  SESSION_SECONDS,
  cookieName,
  cookieOptions,
  forwardedFor,
  readSession,
  renew,
  seal,
} from "@/lib/session";
import { isRole } from "@shared/roles";

const MAX_BODY = 64 * 1024;
const SEGMENT = /^[A-Za-z0-9._~-]{1,100}$/;
// These hand out or take session tokens; Next-Auth's own routes call them.
const CLOSED = new Set(["auth/login", "auth/login/second", "auth/passkey", "auth/refresh", "auth/logout"]);
/** Listing the providers is open; their answers are turned into a session by Next-Auth's route. */
const closed = (method: string, path: string) => CLOSED.has(path) || (path === "auth/oidc" && method !== "GET");

async function pass(request: NextRequest, url: string, session: SessionToken | null, body: string | undefined) {
  const headers: Record<string, string> = { Accept: "application/json", ...forwardedFor(request.headers) };
  if (session) headers.Authorization = `Bearer ${session.access}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  for (const name of ["X-Visavis-Role", "Idempotency-Key", "User-Agent"]) {
    const value = request.headers.get(name);
    if (value) headers[name] = value;
  }
  return fetch(url, { method: request.method, headers, body, cache: "no-store", redirect: "manual" });
}

async function handler(
  request: NextRequest,
  context: { params: Promise<{ path: string[] }> },
): Promise<NextResponse> {
  const path = (await context.params).path;
  if (
    !path.every((part) => SEGMENT.test(part) && part !== "." && part !== "..") ||
    closed(request.method, path.join("/"))
  )
    return refuse(404, "not-found", "There is nothing here.");
  if (path[0] === "dev" && isProduction()) return refuse(404, "not-found", "There is nothing here.");
  const role = request.headers.get("x-visavis-role");
  if (role !== null && !isRole(role)) return refuse(403, "role-not-held", "This role is not known.");

  let body: string | undefined;
  if (request.method !== "GET") {
    if (!fromHere(request)) return refuse(403, "forbidden", "This request did not come from a page of ours.");
    const text = await request.text();
    if (text.length > MAX_BODY) return refuse(413, "too-large", "The request is too large.");
    if (text) {
      if (!request.headers.get("content-type")?.startsWith("application/json"))
        return refuse(415, "unsupported-media-type", "Please send JSON.");
      body = text;
    }
  }

  const held = await readSession(request);
  let session = held;
  let ended = false;
  if (session && session.renewAt <= Date.now() / 1000) {
    const renewed = await renew(session);
    ended = renewed === "refused";
    if (ended) session = null;
    else if (typeof renewed === "object") session = renewed;
  }

  let answer: Response;
  const url = `${apiUrl()}/api/v1/${path.map(encodeURIComponent).join("/")}${request.nextUrl.search}`;
  try {
    answer = await pass(request, url, session, body);
    if (answer.status === 401 && session && session === held) {
      const renewed = await renew(session);
      if (renewed === "unreachable") return refuse(503, "unavailable", "Our service cannot be reached just now.");
      if (renewed !== "refused") answer = await pass(request, url, (session = renewed), body);
    }
    // Signed in by the cookie, yet not for the scheduler, and no way to renew: the session is over.
    ended ||= answer.status === 401 && session !== null;
  } catch {
    return refuse(503, "unavailable", "Our service cannot be reached just now.");
  }

  const response = new NextResponse(answer.status === 204 ? null : await answer.arrayBuffer(), {
    status: answer.status,
  });
  for (const name of ["content-type", "retry-after"]) {
    const value = answer.headers.get(name);
    if (value) response.headers.set(name, value);
  }
  response.headers.set("Cache-Control", "no-store");
  if (ended) response.cookies.delete(cookieName());
  else if (session && session !== held)
    response.cookies.set(cookieName(), await seal(session), { ...cookieOptions(), maxAge: SESSION_SECONDS });
  return response;
}

export { handler as GET, handler as POST, handler as PUT, handler as PATCH, handler as DELETE };
