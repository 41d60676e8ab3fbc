// Ways in and what guards them: another provider, a passkey (the browser's virtual authenticator), a second step with an
// authenticator app, recovery codes, sign-ins that are ended elsewhere; and a provider linked to an account that was here.
import { createHmac } from "node:crypto";
import { type Page, expect, test } from "@playwright/test";
import { ADA, PASSWORD, complaints, expectAccessible, otherWindow, shot, signIn } from "./helpers";

const PROVIDER = process.env.E2E_OIDC ?? "";
test.skip(!PROVIDER, "needs the provider that the tests' own stack starts");

/** RFC 6238 with its defaults. */
function totp(secret: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((each) => letters.indexOf(each).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function person(subject: string, email: string, name: string): Promise<void> {
  const answer = await fetch(`${PROVIDER}/users/${subject}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, email_verified: true, name }),
  });
  expect(answer.status).toBe(204);
}

/** From the login page through the provider's own, and back. */
async function byProvider(page: Page, subject: string): Promise<void> {
  await page.goto("/login");
  await page.getByRole("button", { name: "Sign in with Mock" }).click();
  await page.getByPlaceholder("sub").fill(subject);
  await page.getByRole("button", { name: "Authorize" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
}

test("somebody comes by a provider, adds a passkey and a second step, and ends a sign-in elsewhere", async ({
  page,
  browser,
}) => {
  const wrong = complaints(page, [/401/, /422/]);
  const subject = `zoe-${Date.now()}`;
  await person(subject, `${subject}@example.org`, "Zoe Example");
  await page.goto("/login");
  await expect(page.getByRole("button", { name: "Sign in with Mock" })).toBeVisible();
  await expectAccessible(page, "other ways in");
  await shot(page, "login-other-ways");
  await byProvider(page, subject);
  await page.waitForURL("**/as/client/calendar");

  // A stranger's answer is not taken.
  await page.goto("/login/callback?state=made-up&code=made-up");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("cannot go on");
  await expect(page).toHaveURL(/callback$/);

  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto("/settings/security");
  await expect(page).toHaveURL(/\/as\/client\/settings\/security/);
  const keys = page.getByRole("region", { name: "Passkeys" });
  await keys.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("What you call it").fill("Zoe's laptop");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(keys.getByTestId("passkey")).toContainText("Zoe's laptop");
  await keys.getByRole("button", { name: "Rename Zoe's laptop" }).click();
  await page.getByLabel("What you call it").fill("Laptop");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(keys.getByTestId("passkey")).toContainText("Laptop");

  const second = page.getByRole("region", { name: "Second step" });
  await second.getByRole("button", { name: "Set up the second step" }).click();
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  await expectAccessible(page, "setting up the second step");
  await shot(page, "security-qr");
  const secret = (await page.getByTestId("totp-secret").textContent())!.replaceAll(" ", "");
  await page.getByLabel("The code it shows now").fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await page.getByLabel("The code it shows now").fill(totp(secret));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByTestId("recovery-codes")).toBeVisible();
  const codes = await page.getByTestId("recovery-codes").getByRole("listitem").allTextContents();
  expect(codes.length).toBeGreaterThan(5);
  await expectAccessible(page, "recovery codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(second).toContainText("The second step is on");
  await expect(page.getByRole("region", { name: "What happened" })).toContainText("The second step was turned on");

  // The same account in another window: the provider alone is not enough now.
  const other = await otherWindow(browser);
  await byProvider(other, subject);
  await other.getByLabel("Code").fill("not-a-code");
  await other.getByRole("button", { name: "Continue" }).click();
  await expect(other.getByRole("main").getByRole("alert")).toContainText("not right");
  await other.getByLabel("Code").fill(codes[0]!);
  await other.getByRole("button", { name: "Continue" }).click();
  await other.waitForURL("**/as/client/calendar");

  await page.reload();
  const signIns = page.getByRole("region", { name: "Where you are signed in" });
  await expect(signIns.getByTestId("sign-in")).toHaveCount(2);
  await expect(signIns.getByTestId("sign-in").first()).toContainText(" on Linux");
  await expect(second).toContainText(`${codes.length - 1} recovery codes`);
  await expectAccessible(page, "security");
  await shot(page, "security");
  await signIns.getByRole("button", { name: /^End the sign-in/ }).click();
  await expect(signIns.getByTestId("sign-in")).toHaveCount(1);
  await other.goto("/as/client/settings");
  await other.waitForURL(/\/login/);

  await page.context().addCookies([{ name: "visavis-language", value: "ar", url: page.url() }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/as/client/settings/security");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.locator(".skeleton")).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page, "security in Arabic on a phone");
  await shot(page, "security-ar-phone");
  await page.context().clearCookies({ name: "visavis-language" });
  await page.setViewportSize({ width: 1280, height: 800 });

  // The passkey alone opens it: it verified its user.
  await page.goto("/as/client/settings/security");
  await signOut(page);
  await page.goto("/login?next=%2Fas%2Fclient%2Fsettings%2Fsecurity");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL("**/as/client/settings/security");
  await second.getByRole("button", { name: "Turn it off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn it off" }).click();
  await expect(second).toContainText("Off.");
  await keys.getByRole("button", { name: "Remove Laptop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(keys.getByTestId("passkey")).toHaveCount(0);
  expect(wrong).toEqual([]);
});

test("a provider with the address of an account is linked after its own sign-in, and unlinked after a fresh proof", async ({
  page,
}) => {
  const wrong = complaints(page, [/401/, /403/]);
  const subject = `ada-${Date.now()}`;
  await person(subject, ADA, "Ada elsewhere");
  await byProvider(page, subject);
  await expect(page.getByText("Your address has an account here already")).toBeVisible();
  await expectAccessible(page, "a link is needed");
  await page.getByRole("link", { name: "Sign in and link" }).click();
  await page.getByLabel("E-mail").fill(ADA);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const providers = page.getByRole("region", { name: "Other providers" });
  await providers.getByRole("button", { name: "Link Mock now" }).click();
  await expect(providers.getByTestId("identity")).toContainText(ADA);
  await signOut(page);
  await byProvider(page, subject);
  await page.waitForURL("**/as/client/calendar");
  await signOut(page);

  // As after ten minutes: the first try is refused, the proof is real.
  await signIn(page, ADA);
  await page.goto("/as/professional/settings/security");
  let refused = false;
  await page.route("**/api/backend/me/identities/remove", async (route) => {
    if (refused) return route.continue();
    refused = true;
    const type = "https://visavis.example/problems/fresh-sign-in-needed";
    await route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify({ type }) });
  });
  await providers.getByRole("button", { name: "Unlink Mock" }).click();
  const proof = page.getByRole("dialog", { name: "Is it you?" });
  await expectAccessible(page, "a fresh proof");
  await shot(page, "security-proof");
  await proof.getByLabel("Password").fill("not mine");
  await proof.getByRole("button", { name: "It is me" }).click();
  await expect(proof.getByRole("alert")).toBeVisible();
  await proof.getByLabel("Password").fill(PASSWORD);
  await proof.getByRole("button", { name: "It is me" }).click();
  await expect(providers.getByTestId("identity")).toHaveCount(0);
  expect(wrong.filter((each) => !/422|409/.test(each))).toEqual([]);
});
