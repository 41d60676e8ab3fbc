// The way of a file from a page to the scheduler: its own bytes, passed on as they come, never held here.
// The rule kept here: the same gate as for every mutation (Origin, token from the cookie), and a bound on what is taken.
import "server-only";
import { NextResponse, type NextRequest } from "next/server";
import { MOST_BYTES } from "@shared/files";
import { isRole } from "@shared/roles";
import { apiUrl } from "./env";
import { fromHere, refuse } from "./gate";
import { SESSION_SECONDS, cookieName, cookieOptions, forwardedFor, readSession, renew, seal } from "./session";

const BYTES = "application/octet-stream";

/** What the scheduler answers to a PUT of these bytes at `path`, which is below its `/api/v1`. */
export async function passBytes(request: NextRequest, path: string): Promise<NextResponse> {
  const role = request.headers.get("x-visavis-role");
  if (!fromHere(request)) return refuse(403, "forbidden", "This request did not come from a page of ours.");
  if (!isRole(role)) return refuse(403, "role-not-held", "This role is not known.");
  if (request.headers.get("content-type") !== BYTES)
    return refuse(415, "unsupported-media-type", "Please send the file itself.");
  const length = Number(request.headers.get("content-length"));
  if (!Number.isSafeInteger(length) || length < 1) return refuse(400, "bad-request", "The file is empty.");
  if (length > MOST_BYTES) return refuse(413, "too-large", "The file is larger than 10 MB.");

  const held = await readSession(request);
  if (!held) return refuse(401, "unauthenticated", "Please sign in again.");
  // The body can be sent once only, so the token is renewed before and not after a refusal.
  const renewed = held.renewAt <= Date.now() / 1000 ? await renew(held) : held;
  if (renewed === "refused") return refuse(401, "unauthenticated", "Please sign in again.");
  if (typeof renewed !== "object") return refuse(503, "unavailable", "Our service cannot be reached just now.");

  let answer: Response;
  try {
    const body: RequestInit & { duplex: "half" } = {
      method: "PUT",
      headers: {
        Accept: "application/json",
        ...forwardedFor(request.headers),
        Authorization: `Bearer ${renewed.access}`,
        "Content-Type": BYTES,
        "Content-Length": String(length),
        "X-Visavis-Role": role,
      },
      body: request.body,
      duplex: "half",
      cache: "no-store",
      redirect: "manual",
    };
    answer = await fetch(`${apiUrl()}/api/v1${path}`, body);
  } catch {
    return refuse(503, "unavailable", "Our service cannot be reached just now.");
  }
  const response = new NextResponse(await answer.arrayBuffer(), { status: answer.status });
  for (const each of ["content-type", "retry-after"]) {
    const value = answer.headers.get(each);
    if (value) response.headers.set(each, value);
  }
  response.headers.set("Cache-Control", "no-store");
  if (renewed !== held)
    response.cookies.set(cookieName(), await seal(renewed), { ...cookieOptions(), maxAge: SESSION_SECONDS });
  return response;
}
