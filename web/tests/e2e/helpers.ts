// What several browser tests do alike.
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, type Locator, type Page, expect, test } from "@playwright/test";

export const PASSWORD = "visavis-demo";
export const CARLA = "carla@demo.visavis.test";
export const ADA = "ada@demo.visavis.test";
export const BEN = "ben@demo.visavis.test";

const SHOTS = path.resolve(__dirname, "../../test-results/screenshots");

export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** Collects what a page complains about; refused requests that a test provokes are named in `expected`. */
export function complaints(page: Page, expected: RegExp[] = []): string[] {
  const found: string[] = [];
  const site = test.info().project.use.baseURL ?? "";
  page.on("console", (message) => {
    if (page.url().startsWith("http") && !page.url().startsWith(site)) return; // somebody else's page
    const text = `${message.type()}: ${message.text()} ${message.location().url}`;
    if ((message.type() === "error" || message.type() === "warning") && !expected.some((each) => each.test(text)))
      found.push(text);
  });
  page.on("pageerror", (error) => found.push(`pageerror: ${error.message}`));
  return found;
}

export async function signIn(page: Page, email: string, next?: string): Promise<void> {
  await page.goto(next ? `/login?next=${encodeURIComponent(next)}` : "/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(next ? (url) => url.pathname + url.search === next : "**/as/client/calendar");
}

/** A window of its own: other cookies, other storage; small, so that two pictures fit into this machine. */
export async function otherWindow(browser: Browser, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 640, height: 480 },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    reducedMotion: "reduce",
    permissions: ["camera", "microphone"],
    ...more,
  });
  return context.newPage();
}

interface Frames {
  decoded: number;
  print: string;
}

/** Frames shown so far by a tile's video, and a coarse print of the picture. */
async function frames(tile: Locator): Promise<Frames> {
  return tile.locator("video").evaluate((element) => {
    const video = element as HTMLVideoElement;
    const canvas = document.createElement("canvas");
    canvas.width = 32;
    canvas.height = 18;
    const context = canvas.getContext("2d")!;
    context.drawImage(video, 0, 0, 32, 18);
    return {
      decoded: video.getVideoPlaybackQuality().totalVideoFrames,
      print: context.getImageData(0, 0, 32, 18).data.join(),
    };
  });
}

/** The picture is alive: frames are decoded and the pixels change. */
export async function expectMoving(tile: Locator): Promise<void> {
  await expect(tile.locator("video")).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await frames(tile)).decoded, { timeout: 30_000 }).toBeGreaterThan(0);
  const first = await frames(tile);
  await expect.poll(async () => (await frames(tile)).decoded, { timeout: 20_000 }).toBeGreaterThan(first.decoded + 5);
  await expect.poll(async () => (await frames(tile)).print !== first.print, { timeout: 20_000 }).toBe(true);
}

/** No violation of WCAG 2.2 A and AA that axe can see. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const words = violations.map(
    (each) =>
      `${each.id}: ${each.nodes.map((node) => `${node.target.join(" ")} — ${node.failureSummary}`).join(" | ")}`,
  );
  expect(words, name).toEqual([]);
}
