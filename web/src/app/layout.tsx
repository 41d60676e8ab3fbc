import "@fontsource-variable/inter";
import "@fontsource-variable/noto-sans-arabic";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { decode } from "next-auth/jwt";
import type { ReactNode } from "react";
import { Providers } from "@/components/providers";
import { cookieName, secret, type SessionToken } from "@/lib/session";
import { directionOf } from "@shared/locales";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site");
  return { title: { default: t("title"), template: `%s · ${t("name")}` }, description: t("description") };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#171411" },
  ],
};

/** Who is signed in, by the cookie alone; the browser asks for the fresh account itself. */
async function accountOfCookie() {
  const sealed = (await cookies()).get(cookieName())?.value;
  if (!sealed) return null;
  const token = await decode({ token: sealed, secret: secret() }).catch(() => null);
  return (token as SessionToken | null)?.account ?? null;
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const account = await accountOfCookie();
  const locale = await getLocale();
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body>
        <NextIntlClientProvider>
          <Providers account={account} nonce={nonce} dir={directionOf(locale)}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
