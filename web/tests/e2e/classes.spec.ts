// Classes: a host makes a series by a form in plain words, clients take one seat or the whole series, wait for a seat in a
// full one, are offered it, take it; the host sees who comes, moves one and calls it off.
import { type Page, expect, test } from "@playwright/test";
import { ADA, BEN, CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

const TITLE = `Writing circle ${Date.now() % 100_000}`;

/** A day some days from now, as date fields take it. */
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function makeService(ada: Page): Promise<void> {
  await ada.goto("/as/professional/services");
  await ada.getByRole("button", { name: "Add a service" }).click();
  const form = ada.getByRole("dialog");
  await form.getByLabel("Title").fill(TITLE);
  await form.getByLabel("Price").fill("15");
  await form.getByLabel(/This is a class/).check();
  await form.getByLabel("Seats", { exact: true }).fill("1");
  await form.getByLabel("How it is paid").selectOption({ label: "In full when it is booked" });
  await form.getByRole("button", { name: "Add this service" }).click();
  await expect(ada.getByRole("listitem").filter({ hasText: TITLE })).toContainText("Class, 1 seat");
}

async function holdSeries(ada: Page): Promise<void> {
  await ada.getByRole("link", { name: "Classes", exact: true }).click();
  await ada.getByRole("button", { name: "Hold a class" }).first().click();
  const form = ada.getByRole("dialog");
  await form.getByLabel("Which class").selectOption({ label: TITLE });
  await form.getByLabel("First day").fill(dayAhead(9));
  await form.getByLabel("Begins at").fill("05:10");
  await form.getByLabel("Repeats").selectOption("weekly");
  await form.getByLabel("How many dates").fill("4");
  await form.getByRole("list", { name: "4 dates" }).getByRole("checkbox").nth(2).uncheck();
  await expectAccessible(ada, "holding a class");
  await shot(ada, "classes-hold");
  await form.getByRole("button", { name: "Hold 3 classes" }).click();
  await expect(ada.getByTestId("my-class").filter({ hasText: TITLE })).toHaveCount(3);
  await shot(ada, "classes-host");
}

async function payHere(page: Page): Promise<void> {
  await page.getByTestId("pay").getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByText("It is booked.")).toBeVisible({ timeout: 30_000 });
}

test("a series is held, its seats are taken, waited for, offered, moved and called off", async ({
  page: carla,
  browser,
}) => {
  const ada = await otherWindow(browser, { viewport: { width: 1280, height: 800 } });
  const ben = await otherWindow(browser, { viewport: { width: 390, height: 844 } });
  const wrong = complaints(carla);
  const wrongWithBen = complaints(ben, [/404 \(/]);
  await signIn(ada, ADA);
  await makeService(ada);
  await holdSeries(ada);

  // One seat of the series: the class is full then, and the series cannot be taken whole.
  await signIn(carla, CARLA);
  await carla.goto("/p/dr-ada-demo");
  await carla.getByRole("radio", { name: new RegExp(TITLE) }).check();
  const dates = carla.getByRole("list", { name: `Dates of ${TITLE}` }).getByTestId("class-date");
  await expect(dates).toHaveCount(3);
  await expect(dates.first()).toContainText("1 seat of 1 left");
  await expect(carla.getByTestId("class-series")).toHaveCount(1);
  await expectAccessible(carla, "dates of a class");
  await shot(carla, "classes-dates");
  await dates
    .first()
    .getByRole("link", { name: /^Take a seat on/ })
    .click();
  await expect(carla.getByRole("heading", { name: "Take a seat" })).toBeVisible();
  await expectAccessible(carla, "taking a seat");
  await shot(carla, "classes-seat");
  await carla.getByRole("button", { name: "Take this seat" }).click();
  await payHere(carla);
  await expect(carla.getByTestId("seat-sign")).toContainText("A seat in a class");
  await shot(carla, "classes-booked");
  const seat = carla.url();

  // Ben waits for it, on a phone.
  await signIn(ben, BEN);
  await ben.goto("/p/dr-ada-demo");
  await ben.getByRole("radio", { name: new RegExp(TITLE) }).check();
  const full = ben.getByTestId("class-date").filter({ hasText: "Full" });
  await full.getByRole("button", { name: /^Join the waiting list/ }).click();
  await expect(full.getByText("You are number 1 on the waiting list")).toBeVisible();
  await full.getByRole("button", { name: /^Leave the list/ }).click();
  await full.getByRole("button", { name: /^Join the waiting list/ }).click();
  await expect(full.getByText("You are number 1 on the waiting list")).toBeVisible();
  await expectAccessible(ben, "waiting for a seat");
  await shot(ben, "classes-waiting-phone");
  await ada.getByTestId("my-class").filter({ hasText: TITLE }).first().getByRole("link").click();
  await expect(ada.getByText("1 person waits for a seat.")).toBeVisible();
  await expect(ada.getByRole("link", { name: "Carla Client" })).toBeVisible();
  await expectAccessible(ada, "a class of mine");
  await shot(ada, "classes-roster");

  // Carla gives it back: it is Ben's for a while, and he takes it.
  await carla.goto(seat.replace("?new=1", ""));
  await carla.getByRole("button", { name: "Cancel this booking" }).click();
  await carla
    .getByRole("dialog")
    .getByRole("button", { name: /^Cancel \w+day/ })
    .click();
  await expect(carla.getByText("This booking is cancelled.")).toBeVisible();
  await expect(async () => {
    await ben.reload();
    await expect(ben.getByRole("link", { name: "Held for you" })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await ben.getByRole("link", { name: "Held for you" }).click();
  const offer = ben.getByTestId("seat-offer");
  await expect(offer.getByRole("timer")).toHaveText(/1 h 5\d min \d+ s left/);
  await expectAccessible(ben, "an offered seat");
  await shot(ben, "classes-offer-phone");
  await offer.getByRole("button", { name: "Accept the seat" }).click();
  await expect(offer).toHaveCount(0);

  // The series, at its two other dates, is still whole for neither; the host moves one date and calls it off.
  await ada.getByRole("button", { name: "Move it" }).click();
  await ada.getByRole("dialog").getByLabel(/^Time/).fill("05:25");
  await ada.getByRole("dialog").getByRole("button", { name: "Move the class" }).click();
  await expect(ada.getByRole("dialog")).toHaveCount(0);
  await ada.getByRole("button", { name: "Call it off" }).click();
  await ada.getByRole("dialog").getByRole("button", { name: "Call it off for 1 person" }).click();
  await expect(ada.getByText("Called off").first()).toBeVisible();
  await shot(ada, "classes-off");
  await ben.reload();
  await expect(ben.getByText("This booking is cancelled.")).toBeVisible();

  // What is left of the series can be taken whole now.
  await carla.goto("/p/dr-ada-demo");
  await carla.getByRole("radio", { name: new RegExp(TITLE) }).check();
  await carla.getByRole("link", { name: /^Take the series/ }).click();
  await carla.getByRole("button", { name: "Take 2 seats" }).click();
  await expect(carla.getByTestId("series-taken").getByTestId("entry")).toHaveCount(2);
  await expectAccessible(carla, "a series taken");
  await shot(carla, "classes-series");
  expect(wrong).toEqual([]);
  expect(wrongWithBen).toEqual([]);
});
