// The media server dies in the middle of a meeting: both are brought back by themselves, as they were.
import { readFileSync, readdirSync } from "node:fs";
import { type Page, expect, test } from "@playwright/test";
import { ADA, CARLA, expectMoving, otherWindow, shot, signIn } from "./helpers";

/** Processes that the supervisor started with this command. */
function childrenOf(parent: number, command: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, ppid] = /^.*\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))!;
        return (
          Number(ppid) === parent &&
          readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").includes(command)
        );
      } catch {
        return false; // Ended while we looked.
      }
    });
}

async function enter(page: Page, email: string, role: string): Promise<void> {
  await signIn(page, email);
  await page.goto(`/as/${role}/calendar`);
  await page.getByRole("link", { name: "Join" }).first().click();
  await expect(page.getByTestId("preview")).toBeVisible();
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByTestId("room")).toHaveAttribute("data-connected", "true", { timeout: 30_000 });
}

// Who stays in the room would be met there by the next test.
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

test("comes back with a new token when the media server was lost", async ({ browser }) => {
  const supervisor = Number(process.env.E2E_SUPERVISOR);
  test.skip(!supervisor, "the running stack is somebody else's");
  const carla = await otherWindow(browser);
  const ada = await otherWindow(browser);
  await enter(carla, CARLA, "client");
  await enter(ada, ADA, "professional");
  await expectMoving(carla.getByTestId("tile-remote"));
  await ada.mouse.move(200, 200);
  await ada.getByRole("button", { name: "Mute" }).click();
  await expect(carla.getByTestId("tile-remote").getByText("muted")).toBeAttached();

  const asked = Promise.all(
    [carla, ada].map((page) =>
      page.waitForResponse((response) => response.url().endsWith("/join") && response.ok(), { timeout: 60_000 }),
    ),
  );
  const [media] = childrenOf(supervisor, "-m sfu");
  expect(media).toBeGreaterThan(0);
  process.kill(media!, "SIGKILL");
  await expect(carla.getByText("Reconnecting…")).toBeVisible();
  await shot(carla, "5-reconnecting");
  await asked;
  for (const page of [carla, ada])
    await expect(page.getByTestId("room")).toHaveAttribute("data-connected", "true", { timeout: 60_000 });
  await expectMoving(carla.getByTestId("tile-remote"));
  await expectMoving(ada.getByTestId("tile-remote"));
  await expect(carla.getByTestId("tile-remote").getByText("muted")).toBeAttached();
});
