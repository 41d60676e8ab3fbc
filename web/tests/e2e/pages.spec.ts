// Main pages as different people meet them: by assistive technology (axe), in the dark, on a phone, by keyboard alone.
import { type Page, expect, test } from "@playwright/test";
import { decode, encode } from "next-auth/jwt";
import { ADA, CARLA, complaints, expectAccessible, shot, signIn } from "./helpers";

const PUBLIC = ["/", "/search?q=zzz", "/p/dr-ada-demo", "/signup", "/login", "/forgot", "/check-mail", "/dev/mail"];
const CLIENT = ["/as/client/calendar", "/as/client/bookings", "/as/client/settings"];
const PROFESSIONAL = [
  "/as/professional/calendar?view=list",
  "/as/professional/services",
  "/as/professional/hours",
  "/as/professional/settings",
  "/as/professional/settings/security",
];

const name = (path: string) => path.replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "") || "home";

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Skeletons are gone: what was asked for is there.
  await expect(page.locator(".skeleton")).toHaveCount(0);
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });
    test("is accessible", async ({ page }) => {
      const wrong = complaints(page);
      for (const path of scheme === "light" ? PUBLIC : PUBLIC.slice(0, 4)) {
        await settled(page, path);
        await expectAccessible(page, path);
      }
      await signIn(page, ADA);
      // In the dark the same pages have other colours only: a few stand for all.
      for (const path of scheme === "light"
        ? [...CLIENT, ...PROFESSIONAL]
        : [CLIENT[1]!, ...PROFESSIONAL.slice(0, 3)]) {
        await settled(page, path);
        await expectAccessible(page, path);
        await shot(page, `${scheme}-${name(path)}`);
      }
      await page.goto("/as/professional/services");
      await page.getByRole("button", { name: "Add a service" }).click();
      await expectAccessible(page, "the dialog of a service");
      await page.goto("/as/professional/calendar");
      await page.getByRole("link", { name: "Join" }).first().click();
      await expect(page.getByTestId("preview")).toBeVisible();
      await expectAccessible(page, "before the room");
      await page.getByRole("button", { name: "Join" }).click();
      await expect(page.getByTestId("room")).toHaveAttribute("data-connected", "true", { timeout: 30_000 });
      await expect(page.getByTestId("tile-self").locator("video")).toBeVisible();
      await page.getByRole("button", { name: "Chat" }).click();
      await expectAccessible(page, "the room");
      await shot(page, `${scheme}-room`);
      await page.getByRole("button", { name: "Leave" }).click();
      expect(wrong).toEqual([]);
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  test("fits, and is led from the bottom", async ({ page }) => {
    const wrong = complaints(page);
    const visit = async (path: string) => {
      await settled(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} is as wide as the phone`).toBeLessThanOrEqual(390);
      await shot(page, `phone-${name(path)}`);
    };
    for (const path of PUBLIC) await visit(path);
    await page.goto("/p/dr-ada-demo");
    await page.getByTestId("slot").first().click();
    await expect(page).toHaveURL(/\/login\?next=/);
    await signIn(page, CARLA);
    for (const path of CLIENT) await visit(path);
    const bottom = page.getByRole("navigation", { name: "Main" });
    await expect(bottom).toBeVisible();
    for (const link of await bottom.getByRole("link").all())
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await bottom.getByRole("link", { name: "Calendar" }).click();
    await page.getByRole("link", { name: "Join" }).first().click();
    await expect(page.getByTestId("preview")).toBeVisible();
    await shot(page, "phone-lobby");
    await page.getByRole("button", { name: "Join" }).click();
    await expect(page.getByTestId("room")).toHaveAttribute("data-connected", "true", { timeout: 30_000 });
    await expect(page.getByTestId("tile-self").locator("video")).toBeVisible();
    await shot(page, "phone-room");
    await page.getByRole("button", { name: "Leave" }).click();
    await expect(page.getByRole("heading", { name: "You left the room" })).toBeVisible();
    expect(wrong).toEqual([]);
  });
});

test("books by keyboard alone, and back comes where one was going", async ({ page }) => {
  await page.goto("/p/ben-berg");
  const slot = page.getByTestId("slot").last();
  await slot.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("E-mail").focus();
  await page.keyboard.type(CARLA);
  await page.keyboard.press("Tab");
  await page.keyboard.type("visavis-demo");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/as\/client\/book\/ben-berg/);
  const book = page.getByRole("button", { name: /^Book \w+day/ });
  await expect(book).toBeEnabled();
  await book.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("It is booked.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel this booking" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Cancel this booking" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Cancel \w+day/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("This booking is cancelled.")).toBeVisible();
});

test("keeps tokens and foreign requests out", async ({ page, request, baseURL }) => {
  await signIn(page, CARLA);
  expect(await page.evaluate(() => document.cookie)).not.toContain("session-token");
  const session = await (await page.request.get("/api/auth/session")).json();
  expect(Object.keys(session)).toEqual(["expires"]);
  for (const path of ["auth/login", "auth/refresh", "auth/logout", "..%2f..%2fmetrics"])
    expect(
      (await page.request.post(`/api/backend/${path}`, { data: {}, headers: { Origin: baseURL! } })).status(),
      path,
    ).toBe(404);
  const foreign = { Origin: "https://evil.example" };
  expect(
    (await page.request.patch("/api/backend/me", { data: { name: "Mallory" }, headers: foreign })).status(),
  ).toBe(403);
  const form = { Origin: baseURL!, "Content-Type": "text/plain" };
  expect((await page.request.patch("/api/backend/me", { data: '{"name":"Mallory"}', headers: form })).status()).toBe(
    415,
  );
  expect((await page.request.get("/api/backend/me", { headers: { "X-Visavis-Role": "admin" } })).status()).toBe(403);
  expect((await request.get("/api/backend/me")).status()).toBe(401);
  const policy = (await request.get("/")).headers()["content-security-policy"] ?? "";
  expect(policy).toContain("'strict-dynamic'");
  // Our own server, the media server, and the test gateway that payments are made at.
  expect(policy).toMatch(/connect-src 'self' ws:\/\/localhost:\d+ http:\/\/localhost:\d+ http:\/\/127\.0\.0\.1:\d+;/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

test("renews a session whose access token has run out, once for all requests", async ({ page }) => {
  const secret = process.env.E2E_SECRET;
  test.skip(!secret, "the running stack keeps its secret");
  await signIn(page, CARLA);
  // A page that asks for nothing by itself, so that only our own requests meet the cookies set here.
  await page.goto("/forgot");
  await page.waitForLoadState("networkidle");
  const read = async () => {
    const cookie = (await page.context().cookies()).find((each) => each.name.endsWith("next-auth.session-token"))!;
    return { cookie, token: (await decode({ token: cookie.value, secret: secret! }))! };
  };
  const { cookie, token } = await read();
  const spent = { ...token, access: "spent" };
  await page.context().addCookies([{ ...cookie, value: await encode({ token: spent, secret: secret! }) }]);
  const statuses = await page.evaluate(async () => {
    const asked = ["/me", "/me/client", "/me/professional", "/professionals"].map((path) =>
      fetch(`/api/backend${path}`),
    );
    return (await Promise.all(asked)).map((response) => response.status);
  });
  expect(statuses).toEqual([200, 200, 200, 200]);
  const renewed = (await read()).token;
  expect(renewed.access).not.toBe("spent");
  expect(renewed.refresh).not.toBe(token.refresh);
  // A session that the scheduler does not know ends at the sign-in page, which leads back.
  await page
    .context()
    .addCookies([{ ...cookie, value: await encode({ token: { ...spent, refresh: "unknown" }, secret: secret! }) }]);
  await page.goto("/as/client/bookings");
  await expect(page).toHaveURL(/\/login\?next=%2Fas%2Fclient%2Fbookings/);
});

test("asks before it stops mails, and says so when a link leads nowhere", async ({ page, request }) => {
  expect((await request.post("/api/v1/unsubscribe?token=")).status()).toBe(404);
  expect((await request.post("/api/v1/unsubscribe?token=a.b.c")).status()).toBe(404);
  expect((await request.get("/api/v1/unsubscribe?token=a.b.c")).status()).toBe(405);
  await page.goto("/unsubscribe?token=a.b.c");
  await page.getByRole("button", { name: "Stop these mails" }).click();
  await expect(page.getByText("Nothing was changed.")).toBeVisible();
});

test("tells search engines of every public page, and of nothing else", async ({ page, request }) => {
  const wrong = complaints(page);
  await page.goto("/p/dr-ada-demo");
  const told = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
  expect(told).toMatchObject({ "@type": "ProfessionalService", name: "Dr. Ada Demo" });
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", /\/p\/dr-ada-demo$/);
  expect(wrong).toEqual([]);
  const map = await (await request.get("/sitemap.xml")).text();
  expect(map).toContain(`${new URL(page.url()).origin}/p/dr-ada-demo</loc>`);
  const robots = await (await request.get("/robots.txt")).text();
  expect(robots).toContain("Disallow: /as/");
  expect((await request.get("/api/v1/professionals/dr-ada-demo/photo")).status()).toBe(404);
});
