// Accounts at calendar servers: a real Radicale by name and password, Google (its stand-in) by consent.
import { expect, test } from "@playwright/test";
import { ADA, complaints, expectAccessible, shot, signIn } from "./helpers";

const DAV = process.env.E2E_DAV ?? "";
test.skip(!DAV, "needs the servers that the tests' own stack starts");

test("calendars of accounts elsewhere are found, chosen, changed and let go", async ({ page }) => {
  const wrong = complaints(page, [/422/]);
  await signIn(page, ADA);
  await page.goto("/as/professional/settings/calendars");
  const side = page.getByRole("region", { name: "Other calendars" });
  await side.getByRole("button", { name: "Connect a CalDAV account" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Server").fill(DAV);
  await form.getByLabel("User name").fill("ada");
  await form.getByLabel("Password").fill("wrong");
  await form.getByRole("button", { name: "Find the calendars" }).click();
  await expect(form.getByRole("alert")).toContainText("not accepted");
  await expectAccessible(page, "a CalDAV account");
  await shot(page, "accounts-caldav");
  await form.getByLabel("Password").fill("ada's secret");
  await form.getByRole("button", { name: "Find the calendars" }).click();
  await form.getByRole("radio", { name: "work" }).check();
  await expectAccessible(page, "choosing calendars");
  await shot(page, "accounts-choose");
  await form.getByRole("button", { name: "Use these calendars" }).click();
  const link = side.getByTestId("calendar-link").filter({ hasText: "CalDAV" });
  await expect(link).toContainText("Read", { timeout: 30_000 });
  await expect(link.getByRole("checkbox", { name: "work gets my bookings" })).toBeChecked();
  await link.getByRole("checkbox", { name: "work says when I am busy" }).uncheck();
  await page.reload();
  await expect(link.getByRole("checkbox", { name: "work says when I am busy" })).not.toBeChecked();
  await link.getByRole("button", { name: "Read it now: ada/work" }).click();
  await expect(link.getByRole("alert")).toHaveCount(0);

  await side.getByRole("button", { name: "Connect Google Calendar" }).click();
  await page.getByRole("link", { name: "Deny" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("called off");
  await page.getByRole("link", { name: "Back to the calendars" }).click();
  await side.getByRole("button", { name: "Connect Google Calendar" }).click();
  await page.getByRole("link", { name: "Allow" }).click();
  await expect(page.getByRole("radio", { name: "Ben" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Team" })).toHaveCount(0);
  await expect(page).toHaveURL(/callback$/);
  await expectAccessible(page, "after the consent");
  await page.getByRole("checkbox", { name: "Ben" }).uncheck();
  await page.getByRole("button", { name: "Use these calendars" }).click();
  const team = side.getByTestId("calendar-link").filter({ hasText: "Team" });
  await expect(team).toContainText("Google Calendar");
  await expectAccessible(page, "accounts");
  await shot(page, "accounts");

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(page, "accounts-phone");
  for (const name of ["ada/work", "Team", "Busy only"]) {
    const button = side.getByRole("button", { name: `Remove ${name}` });
    if (await button.count()) {
      await button.click();
      await expect(button).toHaveCount(0);
    }
  }
  await expect(side.getByTestId("calendar-link")).toHaveCount(0);
  expect(wrong).toEqual([]);
});
