// What two people write to each other on their booking, each in a window of their own.
import { expect, test } from "@playwright/test";
import { ADA, CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

test("client and professional write to each other on their booking", async ({ page: carla, browser }) => {
  const ada = await otherWindow(browser);
  const wrong = complaints(carla);
  const wrongWithAda = complaints(ada);
  await signIn(carla, CARLA);
  const join = carla.getByRole("link", { name: "Join" }).first();
  const id = /bookings\/([0-9a-f-]+)/.exec((await join.getAttribute("href"))!)![1]!;
  await carla.goto(`/as/client/bookings/${id}`);
  const mine = carla.getByRole("region", { name: "Messages" });
  await expect(mine.getByText("Nothing written yet.")).toBeVisible();
  await expect(mine.getByRole("button", { name: "Send" })).toBeDisabled();
  await mine.getByLabel("Write to Dr. Ada Demo").fill("May I bring my notebook?\nIt is a small one.");
  await mine.getByRole("button", { name: "Send" }).click();
  await expect(mine.getByTestId("message")).toContainText("May I bring my notebook?");
  await expect(mine.getByLabel("Write to Dr. Ada Demo")).toHaveValue("");

  await signIn(ada, ADA);
  await ada.setViewportSize({ width: 1280, height: 800 });
  await ada.goto(`/as/professional/bookings/${id}`);
  const theirs = ada.getByRole("region", { name: "Messages" });
  await expect(theirs.getByTestId("message")).toContainText("Carla Client");
  await theirs.getByLabel("Write to Carla Client").fill("Gladly. <b>Bring</b> it.");
  await theirs.getByRole("button", { name: "Send" }).click();
  await expect(theirs.getByTestId("message")).toHaveCount(2);
  await expect(mine.getByTestId("message").last()).toContainText("Gladly. <b>Bring</b> it.", { timeout: 15_000 });
  await expectAccessible(carla, "booking with messages");
  await shot(carla, "messages-client");
  await shot(ada, "messages-professional");

  await mine.getByRole("button", { name: /^Delete your message of/ }).click();
  await expect(mine.getByTestId("message").first()).toContainText("This message was deleted.");
  await expect(theirs.getByTestId("message").first()).toContainText("This message was deleted.", { timeout: 15_000 });
  expect(wrong).toEqual([]);
  expect(wrongWithAda).toEqual([]);
});
