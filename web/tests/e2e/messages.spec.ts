// What two people write to each other on their booking, each in a window of their own.
import { expect, test } from "@playwright/test";
import { ADA, CARLA, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

test("client and professional write to each other on their booking", async ({ page: carla, browser }) => {
  const ada = await otherWindow(browser);
  const wrong = complaints(carla, [/422 \(/]);
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

  // A file: refused by its name, refused by its content, brought, sent, saved by the other.
  const chosen = carla.locator('input[type="file"]');
  await chosen.setInputFiles({ name: "run.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") });
  await expect(mine.getByTestId("attached")).toContainText("This kind of file is not taken.");
  await mine.getByRole("button", { name: "Take back run.exe" }).click();
  await chosen.setInputFiles({ name: "fake.pdf", mimeType: "application/pdf", buffer: Buffer.from([0, 1, 2, 3]) });
  await expect(mine.getByTestId("attached").getByRole("alert")).toBeVisible();
  await shot(carla, "files-refused");
  await mine.getByRole("button", { name: "Take back fake.pdf" }).click();
  await chosen.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("three questions") });
  await expect(mine.getByTestId("attached").filter({ hasText: "notes.txt" })).toContainText("Ready");
  await expectAccessible(carla, "a file to send");
  await mine.getByRole("button", { name: "Send" }).click();
  await expect(mine.getByTestId("attached")).toHaveCount(0);
  const file = theirs.getByTestId("file");
  await expect(file).toContainText("notes.txt", { timeout: 15_000 });
  await expect(file).toContainText("15 bytes");
  const saved = ada.waitForEvent("download");
  await file.click();
  expect((await saved).suggestedFilename()).toBe("notes.txt");
  await shot(ada, "files-received");

  await mine
    .getByRole("button", { name: /^Delete your message of/ })
    .first()
    .click();
  await expect(mine.getByTestId("message").first()).toContainText("This message was deleted.");
  await expect(theirs.getByTestId("message").first()).toContainText("This message was deleted.", { timeout: 15_000 });
  expect(wrong).toEqual([]);
  expect(wrongWithAda).toEqual([]);
});
