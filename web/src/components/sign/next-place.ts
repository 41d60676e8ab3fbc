// Where somebody was going when they had to sign up first; kept in this browser until they arrive.
const KEY = "visavis:next";

export function keepNext(next: string | null): void {
  try {
    if (next) localStorage.setItem(KEY, next);
  } catch {
    // Private windows may forbid storage: they then start at their calendar.
  }
}

export function takeNext(): string | null {
  try {
    const next = localStorage.getItem(KEY);
    localStorage.removeItem(KEY);
    return next;
  } catch {
    return null;
  }
}
