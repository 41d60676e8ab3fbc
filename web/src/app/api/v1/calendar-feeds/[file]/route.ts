// The secret address of somebody's calendar feed: calendar programs read it without a cookie, the address says it all.
import { NextResponse, type NextRequest } from "next/server";
import { apiUrl } from "@/lib/env";
import { forwardedFor } from "@/lib/session";

const PASSED_ON = ["Content-Type", "Content-Disposition", "Cache-Control", "ETag", "X-Robots-Tag", "Retry-After"];

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ file: string }> },
): Promise<NextResponse> {
  const { file } = await params;
  if (!/^[A-Za-z0-9_-]{43}\.ics$/.test(file)) return new NextResponse(null, { status: 404 });
  const known = request.headers.get("If-None-Match");
  try {
    const answer = await fetch(`${apiUrl()}/api/v1/calendar-feeds/${file}`, {
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
