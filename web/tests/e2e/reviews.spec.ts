// After a meeting: both review it without reading the other's first, the rating is shown, answered and reported; and a
// no-show that was none is contested.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

const LUCIA = "lucia@demo.visavis.test";
const ROOT = path.resolve(__dirname, "../../..");

/** Meetings that are over; the scheduler judges them by who was there. */
function meetings(): { held: string; missed: string } {
  const said = execFileSync(
    process.env.E2E_PYTHON!,
    [path.join(__dirname, "held.py"), process.env.E2E_STATE!, CARLA, LUCIA],
    { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT }, encoding: "utf8" },
  );
  return JSON.parse(said) as { held: string; missed: string };
}

test("both review a meeting blindly, the rating is shown, and a no-show is contested", async ({
  page: carla,
  browser,
}) => {
  test.skip(!process.env.E2E_STATE, "needs the stack's own database");
  const { held, missed } = meetings();
  const lucia = await otherWindow(browser, { viewport: { width: 390, height: 844 } });
  const wrong = complaints(carla);
  const wrongWithLucia = complaints(lucia);
  await signIn(carla, CARLA);
  await expect(async () => {
    await carla.goto(`/as/client/bookings/${held}`);
    await expect(carla.getByTestId("reviews")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  const mine = carla.getByTestId("reviews");
  await mine.getByRole("button", { name: "Post the review" }).click();
  await expect(mine.getByText("Choose one to five stars.")).toBeVisible();
  // By keyboard: the stars are radio buttons.
  await mine.getByRole("radio", { name: "1: poor" }).focus();
  await carla.keyboard.press("ArrowRight");
  await carla.keyboard.press("ArrowRight");
  await carla.keyboard.press("ArrowRight");
  await expect(mine.getByRole("radio", { name: "4: good" })).toBeChecked();
  await mine.getByLabel("In a few words (optional)").fill("She finds the words for it.");
  await expectAccessible(carla, "writing a review");
  await shot(carla, "review-write");
  await mine.getByRole("button", { name: "Post the review" }).click();
  await expect(mine.getByText("Your review is posted")).toBeVisible();
  await shot(carla, "review-posted");

  // Lucía, on a phone, cannot read it before her own is written.
  await signIn(lucia, LUCIA);
  await lucia.goto(`/as/professional/bookings/${held}`);
  const theirs = lucia.getByTestId("reviews");
  await expect(theirs.getByRole("button", { name: "Post the review" })).toBeVisible();
  await expect(theirs.getByText("She finds the words for it.")).toHaveCount(0);
  await theirs.locator("label", { hasText: "5: excellent" }).click();
  await theirs.getByRole("button", { name: "Post the review" }).click();
  await expect(theirs.getByText("She finds the words for it.")).toBeVisible();
  await theirs.getByRole("button", { name: "Answer" }).click();
  await theirs.getByLabel("Your answer").fill("And you asked the right questions.");
  await expectAccessible(lucia, "answering a review");
  await theirs.getByRole("button", { name: "Post the answer" }).click();
  await expect(theirs.getByText("Lucía Ferrer answers")).toBeVisible();
  await shot(lucia, "review-both-phone");

  await carla.goto("/search?q=Ferrer");
  await expect(carla.getByTestId("rating").first()).toContainText("4.0 of 5 stars, 1 review");
  await carla.goto("/p/lucia-ferrer");
  await expect(carla.getByTestId("rating").first()).toContainText("4.0 of 5 stars, 1 review");
  await expect(carla.getByTestId("review")).toContainText("And you asked the right questions.");
  await expectAccessible(carla, "public reviews");
  await shot(carla, "review-public");
  await lucia.goto("/p/lucia-ferrer");
  await lucia.getByRole("button", { name: "Report the review by Carla Client" }).click();
  await lucia.getByLabel("What is wrong with it?").fill("This is a try of the report.");
  await lucia.getByRole("button", { name: "Send the report" }).click();
  await expect(lucia.getByText("Thank you. We look at it.")).toBeVisible();

  await carla.goto(`/as/client/bookings/${missed}`);
  await expect(carla.getByText("By our records you were not there.")).toBeVisible();
  await carla.getByRole("button", { name: "This no-show is wrong" }).click();
  await carla.getByLabel("What happened").fill("I waited in the room from ten.");
  await expectAccessible(carla, "contesting a no-show");
  await shot(carla, "dispute");
  await carla.getByRole("button", { name: "Contest it" }).click();
  await expect(carla.getByText("This booking is disputed.")).toBeVisible();
  expect(wrong).toEqual([]);
  expect(wrongWithLucia).toEqual([]);
});
