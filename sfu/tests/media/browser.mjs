// Chromium for the media tests: opens pages and evaluates in them what Python asks for, a JSON line each way.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [modules, url] = process.argv.slice(2);
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: false,
  args: [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const pages = new Map();

async function page(name) {
  if (!pages.has(name)) {
    const made = await context.newPage();
    made.on("console", (message) => process.stderr.write(`${name}: ${message.text()}\n`));
    made.on("pageerror", (error) => process.stderr.write(`${name}: ${error.stack}\n`));
    await made.goto(url);
    pages.set(name, made);
  }
  return pages.get(name);
}

process.stdout.write('{"ready":true}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.close) {
    await Promise.all([...pages.values()].map((each) => each.close()));
    pages.clear();
    process.stdout.write('{"value":null}\n');
    continue;
  }
  try {
    const on = await page(asked.page);
    await on.bringToFront();
    const value = await on.evaluate(asked.script);
    process.stdout.write(`${JSON.stringify({ value: value ?? null })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
}
await context.close();
rmSync(profile, { recursive: true, force: true });
