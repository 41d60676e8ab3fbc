// What was begun at another site (a sign-in, a link, a calendar's consent) and is awaited back in this very tab.
// The rule kept here: it is used once; what comes back without it was begun by somebody else.
import type { Role } from "@shared/roles";

export interface Begun {
  key: string;
  purpose: "sign-in" | "link" | "calendar";
  name: string;
  role: Role;
  next: string | null;
}
const KEY = "visavis:begun";
const LINK = "visavis:link";

function take(key: string): string | null {
  try {
    const found = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return found;
  } catch {
    return null;
  }
}

/** Remembers and goes. Throws where the browser forbids storage. */
export function goThere(url: string, begun: Begun): void {
  sessionStorage.setItem(KEY, JSON.stringify(begun));
  window.location.assign(url);
}

export function takeBegun(): Begun | null {
  const found = take(KEY);
  try {
    return found ? (JSON.parse(found) as Begun) : null;
  } catch {
    return null;
  }
}

/** A provider that waits to be linked until its address' account has signed in. */
export function keepLink(name: string, token: string): void {
  try {
    sessionStorage.setItem(LINK, JSON.stringify({ name, token }));
  } catch {
    // Without storage it is linked in the settings, from the beginning.
  }
}

export function takeLink(): { name: string; token: string } | null {
  const found = take(LINK);
  return found ? (JSON.parse(found) as { name: string; token: string }) : null;
}
