import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { creditsFor } from "@shared/credits";
import { seriesAmong } from "@shared/classes";
import { MOST_BYTES, sizeName, whyNot } from "@shared/files";
import { given, unanswered } from "@shared/intake";
import { type Series, MOST_DATES, daysOf, nthOf, ruleOf } from "@shared/recurrence";
import { leftUntil } from "@shared/time";
import type { ClassDate, Package, Question, Subscription } from "@shared/types";

const series = (changes: Partial<Series>): Series => ({
  repeat: "weekly",
  every: 1,
  weekdays: [],
  end: { count: 4 },
  ...changes,
});

describe("a series", () => {
  it("of one date has no rule", () => {
    assert.equal(ruleOf("2027-03-11", series({ repeat: "once" })), null);
    assert.deepEqual(daysOf("2027-03-11", series({ repeat: "once" })), ["2027-03-11"]);
  });
  it("by the week keeps its weekdays, the first day among them, in the order of the week", () => {
    const twice = series({ every: 2, weekdays: [3, 1] });
    assert.equal(ruleOf("2027-03-10", twice), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4");
    // A Wednesday: itself first, then the Thursday of its own week, then every second week.
    assert.deepEqual(daysOf("2027-03-10", twice), ["2027-03-10", "2027-03-11", "2027-03-23", "2027-03-25"]);
  });
  it("by the month on a day that not every month has leaves those months out", () => {
    const monthly = series({ repeat: "monthly" });
    assert.equal(ruleOf("2027-01-31", monthly), "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4");
    assert.deepEqual(daysOf("2027-01-31", monthly), ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]);
  });
  it("by the month on a weekday is the nth, or the last where there may be no fifth", () => {
    assert.equal(nthOf("2027-03-11"), 2);
    assert.equal(nthOf("2027-03-31"), -1);
    const monthly = series({ repeat: "monthly-weekday", end: { until: "2027-06-30" } });
    assert.equal(ruleOf("2027-03-11", monthly), "FREQ=MONTHLY;BYDAY=2TH;UNTIL=20270630");
    assert.deepEqual(daysOf("2027-03-11", monthly), ["2027-03-11", "2027-04-08", "2027-05-13", "2027-06-10"]);
    assert.deepEqual(daysOf("2027-03-31", monthly), ["2027-03-31", "2027-04-28", "2027-05-26", "2027-06-30"]);
  });
  it("ends after two years or the most dates, whatever is asked", () => {
    assert.equal(daysOf("2027-03-11", series({ repeat: "daily", end: { count: 9999 } })).length, MOST_DATES);
    const days = daysOf("2027-03-11", series({ repeat: "monthly", every: 6, end: { until: "2099-01-01" } }));
    assert.deepEqual(days, ["2027-03-11", "2027-09-11", "2028-03-11", "2028-09-11"]);
  });
});

describe("series among dates", () => {
  const date = (id: string, series_id: string | null, seats_left: number) =>
    ({ id, series_id, seats_left }) as ClassDate;
  it("are those with more than one date left, whole only while each has a seat", () => {
    const found = seriesAmong([date("1", "a", 2), date("2", null, 1), date("3", "b", 1), date("4", "a", 0)]);
    assert.deepEqual(
      found.map(({ id, count, seatInEach }) => [id, count, seatInEach]),
      [["a", 2, false]],
    );
  });
});

describe("what is left until an instant", () => {
  it("is counted up to the second, and nothing once it has come", () => {
    const at = Date.parse("2027-03-11T18:00:00Z");
    assert.deepEqual(leftUntil(at, at - 7_199_500), { hours: 2, minutes: 0, seconds: 0 });
    assert.deepEqual(leftUntil(at, at - 61_000), { hours: 0, minutes: 1, seconds: 1 });
    assert.equal(leftUntil(at, at), null);
    assert.equal(leftUntil(at, at + 1), null);
  });
});

describe("credits for a booking", () => {
  const bought = (title: string, changes: Partial<Package>) =>
    ({
      title,
      status: "active",
      credits_left: 2,
      service_ids: ["s"],
      ends_at: "2027-06-01T00:00:00Z",
      ...changes,
    }) as Package;
  it("are those of its service that still last, of each kind the one that lapses first", () => {
    const packages = [
      bought("late", {}),
      bought("first", { ends_at: "2027-05-01T00:00:00Z" }),
      bought("over", { ends_at: "2027-03-01T00:00:00Z" }),
      bought("empty", { credits_left: 0, ends_at: "2027-04-01T00:00:00Z" }),
      bought("unpaid", { status: "unpaid", ends_at: "2027-04-01T00:00:00Z" }),
      bought("other", { service_ids: ["x"], ends_at: "2027-04-01T00:00:00Z" }),
    ];
    const month = { status: "active", credits_left: 1, ends_at: "2027-04-01T00:00:00Z" };
    const subscriptions = [{ title: "monthly", service_ids: ["s"], month } as unknown as Subscription];
    const found = creditsFor("s", "2027-03-11T18:00:00Z", packages, subscriptions);
    assert.deepEqual(
      found.map((each) => [each.payWith, each.title]),
      [
        ["package", "first"],
        ["subscription", "monthly"],
      ],
    );
    assert.deepEqual(creditsFor("s", "2027-07-01T00:00:00Z", packages, subscriptions), []);
  });
});

describe("answers", () => {
  const questions: Question[] = [
    { key: "goal", label: "Goal", kind: "line", required: true },
    { key: "seen", label: "Seen before", kind: "yes-no", required: true },
    { key: "topics", label: "Topics", kind: "choices", options: ["a", "b"] },
  ];
  it("that are asked for and missing are named; “no” is an answer", () => {
    assert.deepEqual(unanswered(questions, {}), ["goal", "seen"]);
    assert.deepEqual(unanswered(questions, { goal: "  ", seen: false }), ["goal"]);
    assert.deepEqual(unanswered(questions, { goal: "x", seen: false }), []);
  });
  it("that were left empty are not sent", () => {
    assert.deepEqual(given(questions, { goal: "x", seen: false, topics: [] }), { goal: "x", seen: false });
  });
});

describe("files", () => {
  it("are refused by name and size before anything is sent", () => {
    assert.equal(whyNot({ name: "a.PDF", size: 1 }, 0), null);
    assert.equal(whyNot({ name: "a.pdf", size: MOST_BYTES + 1 }, 0), "too-large");
    assert.equal(whyNot({ name: "a.pdf", size: 0 }, 0), "empty");
    assert.equal(whyNot({ name: "a.exe", size: 1 }, 0), "kind");
    assert.equal(whyNot({ name: "pdf", size: 1 }, 0), "kind");
    assert.equal(whyNot({ name: "a.pdf", size: 1 }, 10), "too-many");
  });
  it("say their size", () => {
    assert.equal(sizeName(840), "840 bytes");
    assert.equal(sizeName(12_345), "12 kB");
    assert.equal(sizeName(3_400_000), "3.4 MB");
  });
});
