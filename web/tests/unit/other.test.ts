import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parsePrice, plainPrice, price } from "@shared/money";
import { ApiProblem } from "@shared/problem";
import { placeInRole, roleOfPath, safeNext } from "@shared/roles";
import type { Professional } from "@shared/types";
import { asScript, jsonLd } from "@/lib/seo";

describe("prices", () => {
  it("shows minor units as people write them", () => {
    assert.equal(price(4000, "EUR"), "€40");
    assert.equal(price(4050, "EUR"), "€40.50");
    assert.equal(price(4000, "JPY"), "¥4,000");
  });
  it("reads what people type, and refuses the rest", () => {
    assert.equal(parsePrice("40", "EUR"), 4000);
    assert.equal(parsePrice("40,5", "EUR"), 4050);
    assert.equal(parsePrice("19.99", "USD"), 1999);
    assert.equal(parsePrice("400", "JPY"), 400);
    for (const text of ["", "-1", "4.005", "a", "1e3", "4 0"]) assert.equal(parsePrice(text, "EUR"), null, text);
    assert.equal(parsePrice("4.5", "JPY"), null);
  });
  it("comes back as it was typed", () => {
    for (const minor of [0, 1, 99, 100, 4050]) assert.equal(parsePrice(plainPrice(minor, "EUR"), "EUR"), minor);
  });
});

describe("roles", () => {
  it("are read from the address only", () => {
    assert.equal(roleOfPath("/as/client/calendar"), "client");
    assert.equal(roleOfPath("/as/professional"), "professional");
    assert.equal(roleOfPath("/as/admin/x"), null);
    assert.equal(roleOfPath("/search"), null);
  });
  it("keep the place where the other role has it", () => {
    assert.equal(
      placeInRole("/as/client/calendar", "?from=2027-03-08", "professional"),
      "/as/professional/calendar?from=2027-03-08",
    );
    assert.equal(placeInRole("/as/professional/settings", "", "client"), "/as/client/settings");
    assert.equal(placeInRole("/as/professional/hours", "", "client"), "/as/client/calendar");
    assert.equal(placeInRole("/as/client/bookings/1-2", "?new=1", "professional"), "/as/professional/bookings");
    assert.equal(placeInRole("/p/dr-ada-demo", "?service=1", "professional"), "/as/professional/calendar");
  });
  it("never lead to another site after signing in", () => {
    const home = "/as/client/calendar";
    assert.equal(safeNext("/as/client/book/ada?service=1&start=2#x"), "/as/client/book/ada?service=1&start=2#x");
    for (const bad of [null, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
      assert.equal(safeNext(bad), home, String(bad));
  });
});

describe("problems", () => {
  it("tell their slug, their sentence and their fields", () => {
    const problem = ApiProblem.from(422, {
      type: "https://visavis.example/problems/invalid-input",
      detail: "Please correct: hours.0.start.",
      errors: [{ field: "hours.0.start", reason: "is late", hint: "Begin earlier." }],
    });
    assert.equal(problem.slug, "invalid-input");
    assert.equal(problem.field("hours"), "is late Begin earlier.");
    assert.equal(problem.field("zone"), undefined);
  });
  it("survive an answer that is no problem", () => {
    assert.equal(ApiProblem.from(502, null).slug, "internal");
    assert.equal(ApiProblem.from(500, "<html>").status, 500);
    assert.equal(ApiProblem.offline().slug, "offline");
  });
});

describe("what search engines are told", () => {
  const person = {
    id: "00000000-0000-0000-0000-000000000001",
    slug: "ada",
    name: "Ada </script>",
    photo: null,
    headline: "Helps",
    bio: "",
    categories: [],
    languages: ["en"],
    skills: [],
    credentials: [],
    rating: null,
    prices: [],
    zone: "UTC",
    services: [{ id: "s", title: "Talk", price_minor: 4050, currency: "EUR" }],
    next_slots: [],
    updated_at: "2027-03-01T00:00:00Z",
    moved_to: null,
  } as unknown as Professional;
  it("says of a rating and a photo only what there is", () => {
    const bare = jsonLd(person, "https://visavis.example");
    assert.ok(!("aggregateRating" in bare) && !("image" in bare));
    const photo = { small: "/api/v1/x?size=small", large: "/api/v1/x?size=large" };
    const rated = jsonLd({ ...person, photo, rating: { average: 4.5, count: 2 } }, "https://visavis.example");
    assert.equal(rated.image, "https://visavis.example/api/v1/x?size=large");
    assert.deepEqual((rated.aggregateRating as { ratingValue: number }).ratingValue, 4.5);
    assert.deepEqual((bare.makesOffer as { price: string }[])[0]?.price, "40.50");
  });
  it("cannot end the script it stands in", () => {
    const text = asScript(jsonLd(person, "https://visavis.example"));
    assert.ok(!text.includes("</script"));
    assert.equal(JSON.parse(text).name, person.name);
  });
});
