// Before every page: a fresh nonce and the Content-Security-Policy made with it; and no way into /as/* unsigned.
import { getToken } from "next-auth/jwt";
import { NextResponse, type NextRequest } from "next/server";
import { cookieName, secret, secureCookies } from "@/lib/session";

/** Where media may come from: the media server by WebSocket, and by HTTP (LiveKit's client asks there why it was refused). */
function mediaOrigins(): string {
  const origin = new URL(process.env.VISAVIS_SFU_PUBLIC_URL || "ws://localhost:7880").origin.replace(/^http/, "ws");
  const host = origin.replace(/^wss?:/, "");
  const secure = origin.startsWith("wss");
  return `${secure ? "wss" : "ws"}:${host} ${secure ? "https" : "http"}:${host}`;
}

/** Where the browser pays: the test gateway, when there is one. */
function payments(): string {
  const url = process.env.VISAVIS_PAYMENTS_URL;
  return url ? new URL(url).origin : "";
}

function policy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "media-src 'self' blob: mediastream:",
    "worker-src 'self' blob:",
    `connect-src 'self' ${mediaOrigins()} ${payments()}`.trim(),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith("/as/")) {
    const token = await getToken({ req: request, secret: secret(), cookieName: cookieName() });
    if (!token?.access) {
      const login = new URL("/login", request.url);
      login.searchParams.set("next", pathname + search);
      return NextResponse.redirect(login);
    }
  }
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const csp = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", csp);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", csp);
  if (secureCookies()) response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  return response;
}

export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|icon.svg|favicon.ico).*)" }],
};
