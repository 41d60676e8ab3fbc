// What every handler between a page and the scheduler asks first, and how it refuses. Server only.
import { NextResponse, type NextRequest } from "next/server";

export function refuse(status: number, slug: string, title: string): NextResponse {
  const body = { type: `https://visavis.example/problems/${slug}`, title, status, detail: title, errors: [] };
  return NextResponse.json(body, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** Whether a mutation comes from a page of this very site. */
export function fromHere(request: NextRequest): boolean {
  const origin = request.headers.get("origin");
  if (!origin) return false;
  try {
    const url = new URL(origin);
    return url.host === request.headers.get("host") || url.origin === new URL(process.env.NEXTAUTH_URL ?? "").origin;
  } catch {
    return false;
  }
}
