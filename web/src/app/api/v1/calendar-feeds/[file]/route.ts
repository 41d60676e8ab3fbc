// The secret address of somebody's calendar feed: calendar programs read it without a cookie, the address says it all.
import { NextResponse, type NextRequest } from "next/server";
import { passOn } from "@/lib/pass";

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ file: string }> },
): Promise<NextResponse> {
  const { file } = await params;
  if (!/^[A-Za-z0-9_-]{43}\.ics$/.test(file)) return new NextResponse(null, { status: 404 });
  return passOn(request, `/calendar-feeds/${file}`);
}
