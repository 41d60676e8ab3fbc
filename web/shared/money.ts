// Prices: integers in the currency's minor unit, shown as people write them.

function digits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "€40", "€40.50", "¥4,000". */
export function price(minor: number, currency: string, locale = "en"): string {
  const places = digits(currency);
  const value = minor / 10 ** places;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: Number.isInteger(value) ? 0 : places,
  }).format(value);
}

/** Minor units of what somebody typed ("40", "40.5", "40,50"); null if it is no price. */
export function parsePrice(text: string, currency: string): number | null {
  const clean = text.trim().replace(",", ".");
  if (!/^\d{1,7}(\.\d+)?$/.test(clean)) return null;
  const minor = Number(clean) * 10 ** digits(currency);
  return Math.abs(minor - Math.round(minor)) < 1e-6 ? Math.round(minor) : null;
}

/** What to type for this price: "40" or "40.50". */
export function plainPrice(minor: number, currency: string): string {
  const places = digits(currency);
  const value = minor / 10 ** places;
  return Number.isInteger(value) ? String(value) : value.toFixed(places);
}
