// A professional's photo, as public as their page.
import { NextResponse, type NextRequest } from "next/server";
import { passOn } from "@/lib/pass";

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ slug: string }> },
): Promise<NextResponse> {
  const { slug } = await params;
  if (!/^[a-z0-9-]{1,60}$/.test(slug)) return new NextResponse(null, { status: 404 });
  const size = request.nextUrl.searchParams.get("size") === "small" ? "small" : "large";
  return passOn(request, `/professionals/${slug}/photo?size=${size}`);
}
