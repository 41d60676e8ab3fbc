// The languages of the site, and which one a request is answered in. Pure.

export const LOCALES = ["en", "de", "es", "fr", "ar"] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (value: unknown): value is Locale => LOCALES.some((each) => each === value);
export const directionOf = (locale: string): "ltr" | "rtl" => (locale.split("-")[0] === "ar" ? "rtl" : "ltr");

/** The first of the languages asked for (Accept-Language, RFC 9110) that there is; null if there is none of them. */
export function accepted(header: string | null | undefined): Locale | null {
  const asked = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part, place) => {
      const [tag = "", ...rest] = part.trim().toLowerCase().split(";");
      const weight = rest.map((each) => /^\s*q=([01](?:\.\d{1,3})?)$/.exec(each)?.[1]).find(Boolean);
      return { tag: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight), place };
    })
    .filter((each) => each.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  return asked.map((each) => each.tag).find(isLocale) ?? null;
}
