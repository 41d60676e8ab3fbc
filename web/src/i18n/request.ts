// The language of a request: chosen by the visitor (cookie), else the account's, else the browser's, else English.
// The rule kept here: English is beneath every other language, so that a sentence not translated yet is never a hole.
import { decode } from "next-auth/jwt";
import { getRequestConfig } from "next-intl/server";
import { cookies, headers } from "next/headers";
import { cookieName, secret, type SessionToken } from "@/lib/session";
import { type Locale, accepted, isLocale } from "@shared/locales";
import account from "@shared/messages/account/en.json";
import english from "@shared/messages/en.json";
import more from "@shared/messages/more/en.json";

export const LANGUAGE_COOKIE = "visavis-language";
type Tree = { [key: string]: string | Tree };

async function localeOfRequest(): Promise<Locale> {
  const jar = await cookies();
  const chosen = jar.get(LANGUAGE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  const sealed = jar.get(cookieName())?.value;
  const token = sealed ? await decode({ token: sealed, secret: secret() }).catch(() => null) : null;
  const own = (token as SessionToken | null)?.account?.locale?.split("-")[0];
  if (isLocale(own)) return own;
  return accepted((await headers()).get("accept-language")) ?? "en";
}

function over(base: Tree, top: Tree): Tree {
  const merged = { ...base };
  for (const [key, value] of Object.entries(top)) {
    const below = merged[key];
    merged[key] = typeof value === "object" && typeof below === "object" ? over(below, value) : value;
  }
  return merged;
}

const ENGLISH = { ...english, ...more, ...account };
async function messagesOf(locale: Locale): Promise<typeof ENGLISH> {
  if (locale === "en") return ENGLISH;
  const [base, ...rest] = await Promise.all([
    import(`../../shared/messages/${locale}.json`).catch(() => ({ default: {} })),
    import(`../../shared/messages/more/${locale}.json`),
    import(`../../shared/messages/account/${locale}.json`),
  ]);
  return rest.reduce(
    (all, each) => over(all, each.default as Tree),
    over(ENGLISH, base.default as Tree),
  ) as typeof ENGLISH;
}

export default getRequestConfig(async () => {
  const locale = await localeOfRequest();
  return { locale, messages: await messagesOf(locale), timeZone: "UTC" };
});
