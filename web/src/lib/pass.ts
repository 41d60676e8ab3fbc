// Public files of the scheduler, passed on as they are: whoever asks for them has no cookie, the address says it all.
import "server-only";
import { NextResponse, type NextRequest } from "next/server";
import { apiUrl } from "./env";
import { forwardedFor } from "./session";

const PASSED_ON = [
  "Content-Type",
  "Content-Disposition",
  "Content-Security-Policy",
  "Cache-Control",
  "ETag",
  "X-Content-Type-Options",
  "X-Robots-Tag",
  "Retry-After",
];

/** What the scheduler answers to a GET of `path`, which is below its `/api/v1`. */
export async function passOn(request: NextRequest, path: string): Promise<NextResponse> {
  const known = request.headers.get("If-None-Match");
  try {
    const answer = await fetch(`${apiUrl()}/api/v1${path}`, {
      headers: { ...(known ? { "If-None-Match": known } : {}), ...forwardedFor(request.headers) },
      cache: "no-store",
      redirect: "manual",
    });
    const headers = new Headers();
    for (const name of PASSED_ON) {
      const value = answer.headers.get(name);
      if (value) headers.set(name, value);
    }
    return new NextResponse(answer.status === 304 ? null : answer.body, { status: answer.status, headers });
  } catch {
    return new NextResponse(null, { status: 503 });
  }
}
