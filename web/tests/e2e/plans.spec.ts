// Sessions paid in advance: offered, bought, paid, used for a booking, given back; a subscription begun and ended.
import { type Page, expect, test } from "@playwright/test";
import { BEN, CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

const PACKAGE = `Five hours ${Date.now() % 100_000}`;
const MONTHLY = `Every month ${Date.now() % 100_000}`;

async function offer(ben: Page, kind: string, title: string, price: string): Promise<void> {
  await ben.getByRole("button", { name: "Add a package or subscription" }).first().click();
  const form = ben.getByRole("dialog");
  await form.getByLabel("What it is").selectOption({ label: kind });
  await form.getByLabel("Title").fill(title);
  await form.getByLabel("Price").fill(price);
  await form.getByRole("button", { name: "Add it" }).click();
  await expect(form.getByText("Choose at least one.")).toBeVisible();
  await form.getByRole("checkbox", { name: "Negotiation hour" }).check();
  await form.getByRole("button", { name: "Add it" }).click();
  await expect(ben.getByRole("listitem").filter({ hasText: title })).toBeVisible();
}

async function payHere(page: Page, of: string): Promise<void> {
  await page.getByTestId("pay").getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByTestId(of).getByText("Active")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId("pay")).toHaveCount(0);
}

test("a package is bought, used and given back, a subscription is begun and ended", async ({
  page: carla,
  browser,
}) => {
  const ben = await otherWindow(browser, { viewport: { width: 390, height: 844 } });
  const wrong = complaints(carla);
  const wrongWithBen = complaints(ben);
  await signIn(ben, BEN);
  await ben.goto("/as/professional/plans");
  await offer(ben, "A package: paid once", PACKAGE, "300");
  await offer(ben, "A subscription: paid each month", MONTHLY, "120");
  await expectAccessible(ben, "plans");
  await shot(ben, "plans-host-phone");

  await signIn(carla, CARLA);
  await carla.goto("/p/ben-berg");
  await expect(carla.getByTestId("plan").filter({ hasText: PACKAGE })).toContainText("€60 a session");
  await expectAccessible(carla, "plans on offer");
  await shot(carla, "plans-on-offer");
  await carla.getByRole("button", { name: `Buy ${PACKAGE}` }).click();
  await expect(carla.getByRole("heading", { name: "Pay to use it" })).toBeVisible();
  await expectAccessible(carla, "paying a package");
  await shot(carla, "plans-pay");
  await payHere(carla, "package");
  await expect(carla.getByText("5 of 5 left")).toBeVisible();
  await shot(carla, "plans-package");

  // One session of it for an hour: no money is asked for.
  await carla.goto("/p/ben-berg");
  await carla.getByRole("radio", { name: /Negotiation hour/ }).check();
  const slots = carla.getByTestId("slot");
  await slots.first().waitFor();
  await slots.nth((await slots.count()) - 1).click();
  await expect(carla.getByTestId("pay-with").getByRole("radio", { name: new RegExp(PACKAGE) })).toBeChecked();
  await expectAccessible(carla, "choosing what to pay with");
  await shot(carla, "plans-pay-with");
  await carla.getByRole("button", { name: /^Book \w+day \d\d:\d\d/ }).click();
  await expect(carla.getByText("It is booked.")).toBeVisible();
  await expect(carla.getByText("Paid with a session bought in advance")).toBeVisible();

  await carla.goto("/p/ben-berg");
  await carla.getByRole("button", { name: `Subscribe to ${MONTHLY}` }).click();
  await payHere(carla, "subscription");
  await carla.getByRole("button", { name: "End the subscription" }).click();
  await carla.getByRole("dialog").getByRole("button", { name: "End it" }).click();
  await expect(carla.getByRole("button", { name: "Let it go on" })).toBeVisible();
  await expectAccessible(carla, "a subscription");
  await shot(carla, "plans-subscription");
  await carla.getByRole("button", { name: "Let it go on" }).click();
  await expect(carla.getByRole("button", { name: "End the subscription" })).toBeVisible();

  await carla.goto("/as/client/purchases");
  await expect(carla.getByTestId("purchase").filter({ hasText: PACKAGE })).toContainText("4 of 5 left");
  await expectAccessible(carla, "what I bought");
  await shot(carla, "plans-purchases");
  await carla.getByRole("link", { name: "Payments" }).click();
  const paid = carla.getByTestId("payment").filter({ hasText: PACKAGE });
  const download = carla.waitForEvent("download");
  await paid.getByRole("button", { name: /^Invoice \d+ \(PDF\)$/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^visavis-invoice-\d+\.pdf$/);
  await expectAccessible(carla, "payments");
  await shot(carla, "payments-client");

  // The professional gives back what is left.
  await ben.goto("/as/professional/purchases");
  await ben.getByRole("link", { name: PACKAGE }).click();
  await ben.getByRole("button", { name: "Give back the rest" }).click();
  await expect(ben.getByRole("dialog")).toContainText("Give back 4 sessions?");
  await ben.getByRole("button", { name: "Give it back" }).click();
  await expect(ben.getByText("What was left of it was given back.")).toBeVisible();
  await shot(ben, "plans-given-back-phone");
  await ben.goto("/as/professional/payments");
  await expect(ben.getByText("Paid in advance")).toBeVisible();
  await expectAccessible(ben, "payments of a professional");
  await shot(ben, "payments-professional-phone");
  expect(wrong).toEqual([]);
  expect(wrongWithBen).toEqual([]);
});
