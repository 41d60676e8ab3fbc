// A service that is paid when it is booked: offered, booked, refused by one card, confirmed by another, the rest paid.
import { expect, test } from "@playwright/test";
import { ADA, CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

test("a time is held until its deposit is paid, booked by that alone, the rest is paid, and it is moved", async ({
  page: carla,
  browser,
}) => {
  const ada = await otherWindow(browser);
  const wrong = complaints(carla, [/40\d \(/]);
  await ada.setViewportSize({ width: 1280, height: 800 });
  await signIn(ada, ADA);
  await ada.goto("/as/professional/services");
  await ada.getByRole("button", { name: "Add a service" }).click();
  const form = ada.getByRole("dialog");
  await form.getByLabel("Title").fill("Paid hour");
  await form.getByLabel("Price").fill("42");
  await form.getByLabel("How it is paid").selectOption({ label: "In full when it is booked" });
  await expect(form.getByLabel("Deposit in percent")).toHaveCount(0);
  await form.getByLabel("How it is paid").selectOption({ label: "A deposit when it is booked, the rest later" });
  await expect(form.getByLabel("Deposit in percent")).toHaveValue("20");
  await form.getByLabel("Deposit in percent").fill("50");
  await form.getByRole("button", { name: "Add this service" }).click();
  await expect(ada.getByRole("listitem").filter({ hasText: "Paid hour" })).toContainText("€42");

  await signIn(carla, CARLA);
  await carla.goto("/p/dr-ada-demo");
  await carla.getByRole("radio", { name: /Paid hour/ }).check();
  const slots = carla.getByTestId("slot");
  await slots.first().waitFor();
  await slots.nth((await slots.count()) - 1).click();
  await carla.getByRole("button", { name: /^Book \w+day \d\d:\d\d/ }).click();
  const pay = carla.getByTestId("pay");
  await expect(pay.getByText(/The time is kept for you until/)).toBeVisible();
  await expect(pay.getByLabel("Test card")).toBeVisible();
  await expectAccessible(carla, "paying");
  await shot(carla, "pay");
  await pay.getByLabel("Test card").selectOption({ label: "A card that is declined" });
  await pay.getByRole("button", { name: "Pay €21" }).click();
  await expect(pay.getByText("The card was not accepted")).toBeVisible({ timeout: 20_000 });
  await shot(carla, "pay-declined");
  await pay.getByLabel("Test card").selectOption({ label: "A card that works" });
  await pay.getByRole("button", { name: "Pay €21" }).click();
  await expect(carla.getByText("It is booked.")).toBeVisible({ timeout: 30_000 });

  // The other half.
  await expect(pay.getByRole("heading", { name: "Left to pay" })).toBeVisible({ timeout: 20_000 });
  await expect(carla.getByLabel("Write to Dr. Ada Demo")).toBeVisible();
  await shot(carla, "pay-left");
  await pay.getByRole("button", { name: "Pay €21" }).click();
  await expect(pay).toHaveCount(0, { timeout: 20_000 });
  await expect(carla.getByRole("button", { name: "Cancel this booking" })).toBeVisible();
  await shot(carla, "pay-booked");

  // Another time, from the same place: free for both, at the same price.
  await carla.getByRole("link", { name: "Move it" }).click();
  await slots.first().waitFor();
  const other = slots.nth((await slots.count()) - 2);
  const start = (await other.locator("time").getAttribute("datetime"))!;
  await other.click();
  await expectAccessible(carla, "moving");
  await shot(carla, "move");
  await carla
    .getByTestId("move")
    .getByRole("button", { name: /^Move to \w+day/ })
    .click();
  await expect(carla.getByText("It is moved.")).toBeVisible();
  await expect(carla.locator(`time[datetime="${start}"]`).first()).toBeVisible();

  await ada.getByRole("button", { name: "Edit Paid hour" }).click();
  await ada.getByRole("button", { name: /^Remove/ }).click();
  await expect(ada.getByRole("listitem").filter({ hasText: "Paid hour" })).toHaveCount(0);
  expect(wrong).toEqual([]);
});
