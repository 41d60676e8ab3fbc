import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  addDays,
  clock,
  dayName,
  dayOf,
  firstWeekday,
  isAmbiguous,
  minuteOfDay,
  offsetMinutes,
  offsetName,
  relative,
  span,
  startOfDay,
  startOfWeek,
  weekdayOf,
  zoneName,
} from "@shared/time";

const BERLIN = "Europe/Berlin";
const NEW_YORK = "America/New_York";
const LORD_HOWE = "Australia/Lord_Howe"; // Changes its clocks by half an hour.
const CHATHAM = "Pacific/Chatham"; // +12:45, +13:45

describe("offsets", () => {
  it("follows daylight saving time", () => {
    assert.equal(offsetMinutes("2027-03-28T00:59:59Z", BERLIN), 60);
    assert.equal(offsetMinutes("2027-03-28T01:00:00Z", BERLIN), 120);
    assert.equal(offsetMinutes("2027-10-31T01:00:00Z", BERLIN), 60);
  });
  it("names whole, broken and no offsets", () => {
    assert.equal(offsetName("2027-01-01T00:00:00Z", NEW_YORK), "GMT−5");
    assert.equal(offsetName("2027-07-01T00:00:00Z", CHATHAM), "GMT+12:45");
    assert.equal(offsetName("2027-07-01T00:00:00Z", "Asia/Kathmandu"), "GMT+5:45");
    assert.equal(offsetName("2027-07-01T00:00:00Z", "UTC"), "GMT");
    assert.equal(zoneName("2027-01-01T00:00:00Z", NEW_YORK), "New York (GMT−5)");
  });
  it("knows offsets before 1970 and with milliseconds", () => {
    assert.equal(offsetMinutes("1965-06-01T00:00:00.999Z", BERLIN), 60);
  });
});

describe("days", () => {
  it("puts an instant on the day of the zone", () => {
    assert.equal(dayOf("2027-03-11T23:30:00Z", BERLIN), "2027-03-12");
    assert.equal(dayOf("2027-03-11T23:30:00Z", NEW_YORK), "2027-03-11");
    assert.equal(dayOf("2027-03-11T10:30:00Z", CHATHAM), "2027-03-12");
  });
  it("counts over months, years and clock changes", () => {
    assert.equal(addDays("2028-02-28", 1), "2028-02-29");
    assert.equal(addDays("2027-12-31", 1), "2028-01-01");
    assert.equal(addDays("2027-03-28", -28), "2027-02-28");
  });
  it("starts a day at its midnight, with the right offset", () => {
    assert.equal(startOfDay("2027-03-28", BERLIN).toISOString(), "2027-03-27T23:00:00.000Z");
    assert.equal(startOfDay("2027-03-29", BERLIN).toISOString(), "2027-03-28T22:00:00.000Z");
    assert.equal(startOfDay("2027-11-01", BERLIN).toISOString(), "2027-10-31T23:00:00.000Z");
    assert.equal(startOfDay("2027-07-01", CHATHAM).toISOString(), "2027-06-30T11:15:00.000Z");
    assert.equal(startOfDay("2027-10-03", LORD_HOWE).toISOString(), "2027-10-02T13:30:00.000Z");
  });
  it("starts a day whose midnight does not exist at its first instant", () => {
    // Beirut: on 26 March 2028 the clocks go from 00:00 to 01:00.
    const first = startOfDay("2028-03-26", "Asia/Beirut");
    assert.equal(first.toISOString(), "2028-03-25T22:00:00.000Z");
    assert.equal(minuteOfDay(first, "Asia/Beirut"), 60);
  });
  it("starts a day whose midnight comes twice at the first of the two", () => {
    // Havana: on 7 November 2027 the clocks go from 01:00 back to 00:00.
    assert.equal(startOfDay("2027-11-07", "America/Havana").toISOString(), "2027-11-07T04:00:00.000Z");
  });
  it("makes days of 23, 24 and 25 hours that follow each other", () => {
    for (const zone of [BERLIN, NEW_YORK, LORD_HOWE, CHATHAM, "America/Havana", "Asia/Beirut"]) {
      for (let day = "2027-01-01"; day < "2028-01-01"; day = addDays(day, 1)) {
        const start = startOfDay(day, zone).getTime();
        assert.equal(dayOf(start, zone), day, `${zone} ${day}`);
        assert.equal(dayOf(start - 1, zone), addDays(day, -1), `${zone} ${day}`);
      }
    }
  });
});

describe("hours that come twice", () => {
  it("knows both of the two, and nothing around them", () => {
    assert.equal(isAmbiguous("2027-10-30T23:59:00Z", BERLIN), false);
    assert.equal(isAmbiguous("2027-10-31T00:00:00Z", BERLIN), true);
    assert.equal(isAmbiguous("2027-10-31T01:59:00Z", BERLIN), true);
    assert.equal(isAmbiguous("2027-10-31T02:00:00Z", BERLIN), false);
    assert.equal(isAmbiguous("2027-03-28T01:00:00Z", BERLIN), false);
  });
  it("is half an hour where the clocks change by that", () => {
    // Lord Howe, 4 April 2027: 02:00 (+11) back to 01:30 (+10:30).
    assert.equal(isAmbiguous("2027-04-03T14:29:00Z", LORD_HOWE), false);
    assert.equal(isAmbiguous("2027-04-03T14:30:00Z", LORD_HOWE), true);
    assert.equal(isAmbiguous("2027-04-03T15:29:00Z", LORD_HOWE), true);
    assert.equal(isAmbiguous("2027-04-03T15:30:00Z", LORD_HOWE), false);
  });
  it("carries the offset beside the time", () => {
    assert.equal(clock("2027-10-31T00:30:00Z", BERLIN), "02:30 GMT+2");
    assert.equal(clock("2027-10-31T01:30:00Z", BERLIN), "02:30 GMT+1");
    assert.equal(clock("2027-10-31T02:30:00Z", BERLIN), "03:30");
    assert.equal(clock("2027-11-07T06:15:00Z", NEW_YORK), "01:15 GMT−5");
  });
});

describe("words", () => {
  it("says a span with its day, and both days where there are two", () => {
    assert.equal(span("2027-03-11T23:00:00Z", "2027-03-12T00:00:00Z", NEW_YORK), "Thu 11 March, 18:00–19:00");
    assert.equal(
      span("2027-03-11T22:30:00Z", "2027-03-11T23:30:00Z", BERLIN),
      "Thu 11 March, 23:30–Fri 12 March, 00:30",
    );
    assert.equal(span("2027-03-11T22:00:00Z", "2027-03-11T23:00:00Z", BERLIN), "Thu 11 March, 23:00–00:00");
  });
  it("names the year where it is another one", () => {
    assert.equal(dayName("2028-01-03", "long", "2027-12-30"), "Mon 3 January 2028");
    assert.equal(dayName("2027-12-31", "long", "2027-12-30"), "Fri 31 December");
    assert.equal(dayName("2027-03-11", "weekday"), "Thursday");
  });
  it("writes midnight as 00:00", () => {
    assert.equal(clock("2027-03-10T23:00:00Z", BERLIN), "00:00");
  });
  it("says how far away it is", () => {
    const now = "2027-03-11T17:00:00Z";
    assert.equal(relative("2027-03-11T17:25:00Z", now), "in 25 minutes");
    assert.equal(relative("2027-03-11T15:00:00Z", now), "2 hours ago");
    assert.equal(relative("2027-03-12T17:00:00Z", now), "tomorrow");
  });
});

describe("weeks", () => {
  it("begins where the locale says", () => {
    assert.equal(firstWeekday("de-DE"), 0);
    assert.equal(firstWeekday("en-US"), 6);
    assert.equal(firstWeekday("not a locale"), 0);
  });
  it("finds the first day of a week", () => {
    assert.equal(weekdayOf("2027-03-11"), 3);
    assert.equal(startOfWeek("2027-03-11", 0), "2027-03-08");
    assert.equal(startOfWeek("2027-03-11", 6), "2027-03-07");
    assert.equal(startOfWeek("2027-03-07", 6), "2027-03-07");
  });
});
