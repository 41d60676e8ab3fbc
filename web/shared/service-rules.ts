// What a service says beside its usual length and price: other lengths, whose hours, how many at most. Pure.
import { parsePrice, plainPrice } from "./money";
import type { Service } from "./types";

export interface Rules {
  schedule: string;
  approval: boolean;
  lengths: { minutes: string; price: string }[];
  /** A day, a week, a month; empty for any number. */
  caps: [string, string, string];
}

export function rulesOf(service: Service | null): Rules {
  return {
    schedule: service?.schedule_id ?? "",
    approval: service?.approval ?? false,
    lengths: (service?.lengths ?? []).map((each) => ({
      minutes: String(each.minutes),
      price: plainPrice(each.price_minor, service!.currency),
    })),
    caps: [
      String(service?.max_per_day ?? ""),
      String(service?.max_per_week ?? ""),
      String(service?.max_per_month ?? ""),
    ],
  };
}

const whole = (text: string, min: number, max: number): number | null => {
  const number = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN;
  return number >= min && number <= max ? number : null;
};

/** The rules as the scheduler takes them; `wrong` says what of them cannot be sent. */
export function ruled(rules: Rules, currency: string) {
  const lengths = rules.lengths.map((each) => ({
    minutes: whole(each.minutes, 5, 1440),
    price_minor: parsePrice(each.price, currency),
  }));
  const caps = rules.caps.map((each) => (each.trim() === "" ? null : (whole(each, 1, 1000) ?? NaN)));
  const wrong = {
    lengths:
      lengths.some((each) => each.minutes === null || each.price_minor === null) ||
      new Set(lengths.map((each) => each.minutes)).size < lengths.length,
    caps: caps.map((each) => each !== null && Number.isNaN(each)),
  };
  const body =
    wrong.lengths || wrong.caps.some(Boolean)
      ? null
      : {
          schedule_id: rules.schedule || null,
          approval: rules.approval,
          lengths: lengths as { minutes: number; price_minor: number }[],
          max_per_day: caps[0]!,
          max_per_week: caps[1]!,
          max_per_month: caps[2]!,
        };
  return { wrong, body };
}
