// Other calendars: bookings read at a secret address, and a calendar elsewhere that says when one is busy.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { ADA, complaints, expectAccessible, shot, signIn } from "./helpers";

/** A calendar file with one event of an hour, at a UTC instant. */
function calendar(start: Date): string {
  const stamp = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//EN",
    "BEGIN:VEVENT",
    "UID:dentist@example.org",
    `DTSTAMP:${stamp(start)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + 3_600_000))}`,
    "SUMMARY:Dentist",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

test("bookings can be read elsewhere, and what is elsewhere takes time here", async ({ page }) => {
  const wrong = complaints(page);
  await signIn(page, ADA);

  // Where a mail about calendars leads.
  await page.goto("/settings/calendars");
  await expect(page).toHaveURL(/\/as\/client\/settings\/calendars/);
  await page.goto("/as/professional/settings/calendars");
  const side = page.getByRole("region", { name: "Other calendars" });
  await side.getByRole("button", { name: "Make a secret address" }).click();
  const url = (await side.getByTestId("feed-url").textContent())!;
  const feed = await page.request.get(url);
  expect(feed.status()).toBe(200);
  expect(feed.headers()["content-type"]).toContain("text/calendar");
  expect(await feed.text()).toContain("BEGIN:VEVENT");
  expect((await page.request.get(url, { headers: { "If-None-Match": feed.headers()["etag"]! } })).status()).toBe(304);
  expect((await page.request.get(url.replace(/.{4}\.ics$/, "AAAA.ics"))).status()).toBe(404);

  // Tomorrow's first free time of hers is taken by the dentist.
  await page.goto("/p/dr-ada-demo");
  await page.getByRole("radio", { name: /Consultation/ }).check();
  const slots = page.getByTestId("slot");
  await slots.first().waitFor();
  const chosen = (await slots.nth(30).locator("time").getAttribute("datetime"))!;
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/calendar");
    response.end(calendar(new Date(chosen)));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await page.goto("/as/professional/settings/calendars");
    await side.getByLabel("What you call it").fill("Private");
    await side.getByLabel("Its address (ICS)").fill("no address");
    await side.getByRole("button", { name: "Add this calendar" }).click();
    await expect(side.getByRole("alert")).toBeVisible();
    const { port } = server.address() as AddressInfo;
    await side.getByLabel("Its address (ICS)").fill(`http://127.0.0.1:${port}/private.ics`);
    await side.getByRole("button", { name: "Add this calendar" }).click();
    const link = side.getByTestId("calendar-link");
    await expect(link).toContainText("1 event", { timeout: 30_000 });
    await expect(link).not.toContainText("private.ics");
    await expectAccessible(page, "other calendars");
    await shot(page, "calendars");

    await page.goto("/p/dr-ada-demo");
    await page.getByRole("radio", { name: /Consultation/ }).check();
    await slots.first().waitFor();
    await expect(page.locator(`[data-testid="slot"]:has(time[datetime="${chosen}"])`)).toHaveCount(0);

    await page.goto("/as/professional/settings/calendars");
    await side.getByRole("button", { name: "Remove Private" }).click();
    await expect(link).toHaveCount(0);
    await page.goto("/p/dr-ada-demo");
    await page.getByRole("radio", { name: /Consultation/ }).check();
    await expect(page.locator(`[data-testid="slot"]:has(time[datetime="${chosen}"])`)).toHaveCount(1);
    await page.goto("/as/professional/settings/calendars");
    await side.getByRole("button", { name: "Switch it off" }).click();
    await expect(side.getByRole("button", { name: "Make a secret address" })).toBeVisible();
    expect((await page.request.get(url)).status()).toBe(404);
  } finally {
    server.close();
  }
  expect(wrong.filter((each) => !each.includes("422"))).toEqual([]);
});
