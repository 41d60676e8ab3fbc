import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth";

// Options are read for each request: the secret and the addresses come from the environment at run time.
async function handler(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return (await NextAuth(request as never, { params: await context.params } as never, authOptions())) as Response;
}

export { handler as GET, handler as POST };
