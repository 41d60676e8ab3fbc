// Opening a professional side from nothing to the first free time; a forgotten password; leaving.
import { expect, test } from "@playwright/test";
import { CARLA, PASSWORD, complaints, shot, signIn } from "./helpers";

test("opens a professional side, offers a service, sets hours, and closes it again", async ({ page }) => {
  const wrong = complaints(page, [/422/]);
  await signIn(page, CARLA);
  await page.goto("/as/professional/services");
  await expect(page.getByText("You have no professional side yet")).toBeVisible();
  await page.getByRole("link", { name: "Open my professional side" }).click();

  const side = page.getByRole("region", { name: "As a professional" });
  await side.getByLabel("Headline").fill("Photographer of small things");
  await side.getByLabel("Topics").fill("photography, macro");
  await side.getByLabel("French").check();
  await side.getByRole("button", { name: "Save" }).click();
  await expect(side.getByText("Saved")).toBeVisible();
  await side.getByRole("button", { name: "Open my professional side" }).click();
  await expect(side.getByText("Your professional side is open", { exact: true })).toBeVisible();

  const photo = side.getByRole("group", { name: "Photo" });
  await photo.getByLabel("Choose a photo").setInputFiles({
    name: "not-a-picture.png",
    mimeType: "image/png",
    buffer: Buffer.from("This is text."),
  });
  await expect(photo.getByText("This is no picture we can read.")).toBeVisible();
  const buffer = await page.screenshot();
  await photo.getByLabel("Choose a photo").setInputFiles({ name: "me.png", mimeType: "image/png", buffer });
  await expect(photo.locator("img")).toBeVisible();

  await page.getByTestId("role-switch").getByRole("link", { name: "Professional" }).click();
  await expect(page).toHaveURL(/\/as\/professional\/settings/);
  const main = page.getByRole("navigation", { name: "Main" }).first();
  await main.getByRole("link", { name: "Services" }).click();
  await expect(page.getByText("Nothing on offer yet")).toBeVisible();
  await page.getByRole("button", { name: "Add a service" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Title").fill("Macro lesson");
  await form.getByLabel("Minutes", { exact: true }).fill("3");
  await form.getByRole("button", { name: "Add this service" }).click();
  await expect(form.getByText("Between 5 and 1,440.")).toBeVisible();
  await form.getByLabel("Minutes", { exact: true }).fill("45");
  await form.getByLabel("Price").fill("39.50");
  await form.getByRole("button", { name: "Add this service" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Macro lesson" })).toContainText("€39.50");

  await main.getByRole("link", { name: "Hours" }).click();
  for (const day of ["Monday", "Thursday"]) await page.getByRole("button", { name: `Add hours on ${day}` }).click();
  await page.getByLabel("Thursday to").selectOption("09:00");
  await expect(page.getByText("These hours overlap or are empty.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the week" })).toBeDisabled();
  await page.getByLabel("Thursday to").selectOption("24:00");
  await page.getByRole("button", { name: "Save the week" }).click();
  await expect(page.getByText("The week is saved.")).toBeVisible();
  await shot(page, "professional-hours");

  await page.goto("/p/carla-client");
  await expect(page.getByText("Photographer of small things")).toBeVisible();
  const shown = page.locator('img[src*="/professionals/carla-client/photo"]');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(160);
  await expect(page.getByTestId("slot").first()).toBeVisible();
  // One's own time can be looked at, not booked.
  await page.getByTestId("slot").first().click();
  await expect(page.getByText("you cannot book yourself")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Book \w+day/ })).toBeDisabled();

  await page.goto("/as/professional/settings");
  await photo.getByRole("button", { name: "Remove it" }).click();
  await expect(photo.locator("img")).toHaveCount(0);
  await side.getByRole("button", { name: "Close my professional side" }).click();
  await expect(side.getByText("Your professional side is closed", { exact: true })).toBeVisible();
  expect(wrong).toEqual([]);
});

test("a forgotten password, and leaving", async ({ page }) => {
  const email = "tom@demo.visavis.test";
  const changed = "two chairs and a table";
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("The address or the password is not right.")).toBeVisible();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await page.goto(`/dev/mail?to=${encodeURIComponent(email)}`);
  const mailed = page.getByRole("link", { name: /reset/ }).first();
  const link = (await mailed.getAttribute("href"))!;
  await mailed.click();
  await page.getByLabel("New password").fill(changed);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your new password is set.")).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(changed);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/as\/client\/calendar/);

  await page.getByRole("button", { name: "Account of Tom Okafor" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await page.goto("/as/client/calendar");
  await expect(page).toHaveURL(/\/login\?next=/);
  // The link worked once.
  await page.goto(link);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("This link does not work any more")).toBeVisible();
});
