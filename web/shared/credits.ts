// Sessions that were paid in advance, and which of them a booking could take. Pure.
import type { Package, Subscription } from "./types";

export interface Credit {
  payWith: "package" | "subscription";
  title: string;
  left: number;
  until: string;
}

/** What could pay for a service at an instant: of each kind the one that lapses first, which is the one that is taken. */
export function creditsFor(
  serviceId: string,
  start: string,
  packages: readonly Package[],
  subscriptions: readonly Subscription[],
): Credit[] {
  const at = Date.parse(start);
  const ofPackages = packages
    .filter((each) => each.status === "active" && each.credits_left > 0 && each.service_ids.includes(serviceId))
    .map((each): Credit => ({
      payWith: "package",
      title: each.title,
      left: each.credits_left,
      until: each.ends_at,
    }));
  const ofMonths = subscriptions.flatMap((each): Credit[] => {
    const month = each.month;
    if (!month || month.status !== "active" || month.credits_left < 1 || !each.service_ids.includes(serviceId))
      return [];
    return [{ payWith: "subscription", title: each.title, left: month.credits_left, until: month.ends_at }];
  });
  const usable = [ofPackages, ofMonths].map((kind) =>
    kind.filter((each) => at < Date.parse(each.until)).sort((a, b) => Date.parse(a.until) - Date.parse(b.until)),
  );
  return usable.flatMap((kind) => kind.slice(0, 1));
}
