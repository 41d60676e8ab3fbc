// A professional's hours in full: schedules, past midnight, days that differ, time off, travel, limits, other lengths of
// a service; and "why is this time not on offer?", which names each of these rules.
import { type Page, expect, test } from "@playwright/test";
import { BEN, complaints, expectAccessible, shot, signIn } from "./helpers";

const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function expectRule(page: Page, at: string, words: string): Promise<void> {
  const why = page.getByRole("region", { name: "Why is a time not on offer?" });
  await why.getByLabel(/^Day and time/).fill(at);
  await why.getByRole("button", { name: "Ask" }).click();
  await expect(why.getByTestId("why-rule")).toContainText(words);
}

test("hours are kept in schedules, with exceptions and limits, and a time that is not on offer is explained", async ({
  page,
}) => {
  const wrong = complaints(page, [/409/, /422/]);
  await signIn(page, BEN);
  await page.goto("/as/professional/hours");
  await page.getByRole("button", { name: "New schedule" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("What you call it").fill("Nights");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Schedule", { exact: true }).locator("option:checked")).toHaveText("Nights");
  await page.getByRole("button", { name: "Add hours on Sunday" }).click();
  await page.getByLabel("Sunday from").last().selectOption("22:00");
  await page.getByLabel("Sunday to").last().selectOption("02:00");
  await expect(page.getByText("until the next day")).toBeVisible();
  await page.getByRole("button", { name: "Save the week" }).click();
  await expect(page.getByText("The week is saved.")).toBeVisible();
  await expectAccessible(page, "a schedule past midnight");
  await page.getByRole("button", { name: "Delete this schedule" }).click();
  await expect(page.getByLabel("Schedule", { exact: true }).locator("option")).toHaveCount(1);

  const days = page.getByRole("region", { name: "Days that differ" });
  await days.getByLabel("Day", { exact: true }).fill(dayAhead(20));
  await days.getByRole("button", { name: "Close this day" }).click();
  await expect(days.getByRole("listitem")).toHaveCount(1);
  await days.getByLabel("Day", { exact: true }).fill(dayAhead(21));
  await days.getByRole("button", { name: "Other hours" }).click();
  await days.getByRole("button", { name: "Set these hours" }).click();
  await expect(days.getByRole("listitem").last()).toContainText("09:00–17:00");

  const off = page.getByRole("region", { name: "Time off" });
  await off.getByLabel("From").fill(`${dayAhead(22)}T12:00`);
  await off.getByLabel("Until").fill(`${dayAhead(22)}T08:00`);
  await off.getByRole("button", { name: "Take this time off" }).click();
  await expect(off.getByRole("alert")).toContainText("not after the start");
  await off.getByLabel("Until").fill(`${dayAhead(23)}T08:00`);
  await off.getByLabel("Note").fill("At the sea");
  await off.getByRole("button", { name: "Take this time off" }).click();
  await expect(off.getByTestId("time-off")).toContainText("At the sea");

  const travel = page.getByRole("region", { name: "Travel" });
  await travel.getByLabel("First day").fill(dayAhead(30));
  await travel.getByLabel("Last day").fill(dayAhead(33));
  await travel.getByLabel("Time zone there").selectOption("Asia/Tokyo");
  await travel.getByRole("button", { name: "Add this journey" }).click();
  await expect(travel.getByTestId("trip")).toContainText("Tokyo");

  const limits = page.getByRole("region", { name: "Limits" });
  await limits.getByLabel("A week").fill("40");
  await limits.getByRole("button", { name: "Save the limits" }).click();
  await expect(limits.getByText("Saved")).toBeVisible();

  await expectRule(page, "2025-01-01T10:00", "It is past.");
  await expectRule(page, `${dayAhead(20)}T10:00`, "That day has hours of its own");
  await expectRule(page, `${dayAhead(22)}T14:00`, "You have taken time off.");
  await expectRule(page, `${dayAhead(21)}T03:00`, "That day has hours of its own");
  await expectAccessible(page, "hours in full");
  await shot(page, "hours");

  await page.reload();
  await expect(limits.getByLabel("A week")).toHaveValue("40");
  await page.context().addCookies([{ name: "visavis-language", value: "ar", url: page.url() }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page, "hours in Arabic on a phone");
  await shot(page, "hours-ar-phone");
  await page.context().clearCookies({ name: "visavis-language" });
  await page.setViewportSize({ width: 1280, height: 800 });

  // As it was, for the other tests.
  await page.reload();
  await off.getByRole("button", { name: /^Remove the time off/ }).click();
  await travel.getByRole("button", { name: "Remove the journey to Tokyo" }).click();
  await limits.getByLabel("A week").fill("");
  await limits.getByRole("button", { name: "Save the limits" }).click();
  await days.getByRole("button", { name: "Back to the week" }).first().click();
  await expect(days.getByRole("listitem")).toHaveCount(1);
  await days.getByRole("button", { name: "Back to the week" }).click();
  await expect(days.getByRole("listitem")).toHaveCount(0);
  await expect(off.getByTestId("time-off")).toHaveCount(0);

  await page.goto("/as/professional/services");
  await page
    .getByRole("button", { name: /^Edit / })
    .first()
    .click();
  await form.getByRole("button", { name: "Add a length" }).click();
  await form.getByLabel("Minutes of length 1").fill("4");
  await expect(form.getByRole("alert")).toContainText("whole minutes");
  await form.getByLabel("Minutes of length 1").fill("90");
  await form.getByLabel("Price of length 1").fill("95");
  await form.getByLabel("Most a day").fill("3");
  await expectAccessible(page, "the rules of a service");
  await form.getByRole("button", { name: "Save the service" }).click();
  await expect(form).toHaveCount(0);
  await page
    .getByRole("button", { name: /^Edit / })
    .first()
    .click();
  await expect(form.getByLabel("Minutes of length 1")).toHaveValue("90");
  await shot(page, "service-rules");
  await form.getByRole("button", { name: "Remove length 1" }).click();
  await form.getByLabel("Most a day").fill("");
  await form.getByRole("button", { name: "Save the service" }).click();
  await expect(form).toHaveCount(0);
  expect(wrong).toEqual([]);
});
