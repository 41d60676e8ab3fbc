// One's photo in the role in force.
import type { NextRequest, NextResponse } from "next/server";
import { passBytes } from "@/lib/pass-bytes";

export function PUT(request: NextRequest): Promise<NextResponse> {
  return passBytes(request, "/photo");
}
