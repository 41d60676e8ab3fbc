import { existsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { writeVoice } from "./tests/e2e/voice";

// The system's Chromium; CHROMIUM names another one.
const chromium =
  process.env.CHROMIUM ||
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/run",
  globalSetup: "./tests/e2e/stack.ts",
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env.E2E_URL,
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // A visitor far from the professionals, whatever zone this machine is in.
    timezoneId: "America/New_York",
    locale: "en-GB",
    reducedMotion: "reduce",
    permissions: ["camera", "microphone"],
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream=fps=30",
        `--use-file-for-fake-audio-capture=${writeVoice(path.join(__dirname, "test-results"))}`,
        "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
});
