// A file that goes with a message; its id is the page's own.
import { type NextRequest, type NextResponse } from "next/server";
import { refuse } from "@/lib/gate";
import { passBytes } from "@/lib/pass-bytes";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function PUT(request: NextRequest, context: { params: Promise<{ id: string }> }): Promise<NextResponse> {
  const { id } = await context.params;
  if (!UUID.test(id)) return refuse(404, "not-found", "There is nothing here.");
  const name = request.nextUrl.searchParams.get("name") ?? "";
  return passBytes(request, `/files/${id}?name=${encodeURIComponent(name)}`);
}
