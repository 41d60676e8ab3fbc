// The address in a mail's List-Unsubscribe header (RFC 8058): mailboxes post to it without a cookie or an Origin, the
// signed token says it all. Our own page posts here too.
import { NextResponse, type NextRequest } from "next/server";
import { apiUrl } from "@/lib/env";
import { forwardedFor } from "@/lib/session";

export async function POST(request: NextRequest): Promise<NextResponse> {
  const token = request.nextUrl.searchParams.get("token") ?? "";
  if (!/^[A-Za-z0-9._-]{1,2000}$/.test(token)) return new NextResponse(null, { status: 404 });
  try {
    const answer = await fetch(`${apiUrl()}/api/v1/unsubscribe?token=${encodeURIComponent(token)}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...forwardedFor(request.headers) },
      body: "List-Unsubscribe=One-Click",
      cache: "no-store",
      redirect: "manual",
    });
    return new NextResponse(null, { status: answer.status });
  } catch {
    return new NextResponse(null, { status: 503 });
  }
}
