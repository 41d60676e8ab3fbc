// The two roles of a person. The role in force stands in the address: /as/client/…, /as/professional/….

export const ROLES = ["client", "professional"] as const;
export type Role = (typeof ROLES)[number];

export function isRole(value: unknown): value is Role {
  return value === "client" || value === "professional";
}

/** The role an address is in; public pages have none. */
export function roleOfPath(path: string): Role | null {
  const found = /^\/as\/([^/?#]+)/.exec(path)?.[1];
  return isRole(found) ? found : null;
}

const SHARED_PLACES = ["calendar", "bookings", "settings"];

/** Where a switch of role leads: the same place if the other role has it, else that role's calendar. */
export function placeInRole(path: string, search: string, role: Role): string {
  const place = /^\/as\/[^/]+\/([^/?#]+)\/?$/.exec(path)?.[1];
  if (place && SHARED_PLACES.includes(place)) return `/as/${role}/${place}${search}`;
  const section = /^\/as\/[^/]+\/settings\/(security|calendars)\/?$/.exec(path)?.[1];
  if (section) return `/as/${role}/settings/${section}${search}`;
  if (/^\/as\/[^/]+\/bookings\//.test(path)) return `/as/${role}/bookings`;
  return `/as/${role}/calendar`;
}

/** A place of our own to go to after signing in; anything else (another site, a script) becomes the calendar. */
export function safeNext(next: string | null | undefined): string {
  const home = "/as/client/calendar";
  if (!next || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return home;
  try {
    const url = new URL(next, "http://visavis.invalid");
    return url.origin === "http://visavis.invalid" ? url.pathname + url.search + url.hash : home;
  } catch {
    return home;
  }
}
