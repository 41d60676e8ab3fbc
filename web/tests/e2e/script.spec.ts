// The whole path of a booking, minute by minute, as one newcomer, one client and one professional live it.
// Independent of the hour, the weekday and the zone: it takes what is free and running when it runs.
import { type Page, expect, test } from "@playwright/test";
import { ADA, CARLA, complaints, expectMoving, otherWindow, shot, signIn } from "./helpers";

const NEWCOMER = {
  name: "Nora Newcomer",
  email: `nora.${Date.now()}@example.org`,
  password: "a long walk by the sea",
};

async function enterRoom(page: Page): Promise<void> {
  await expect(page.getByTestId("preview")).toBeVisible();
  await expect(page.getByLabel("Camera", { exact: true }).locator("option")).not.toHaveCount(1);
  await expect(page.getByLabel("Microphone", { exact: true }).locator("option")).not.toHaveCount(1);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByTestId("room")).toHaveAttribute("data-connected", "true", { timeout: 30_000 });
}

/** The loudest sample that comes out of the other person's audio within a while: beeps of the fake device. */
async function loudest(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const streams = [...document.querySelectorAll("audio")]
      .map((audio) => audio.srcObject)
      .filter((found) => found instanceof MediaStream);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    streams.forEach((stream) => context.createMediaStreamSource(stream).connect(analyser));
    const samples = new Float32Array(analyser.fftSize);
    let loud = 0;
    for (let i = 0; i < 60; i++) {
      await new Promise((done) => setTimeout(done, 25));
      analyser.getFloatTimeDomainData(samples);
      loud = samples.reduce((most, value) => Math.max(most, Math.abs(value)), loud);
    }
    await context.close();
    return loud;
  });
}

test("a confirmed booking opens a room", async ({ page, browser }) => {
  const wrong = complaints(page);

  await test.step("1. home, search, free times in the visitor's zone", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByTestId("professionals").getByRole("listitem").first()).toBeVisible();
    await shot(page, "1-home");
    await page.getByRole("searchbox").fill("Ada");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/\/search\?q=Ada/);
    await expect(page.getByText(/Times are shown for New York \(GMT−[45]\)/)).toBeVisible();
    const times = page.getByRole("list", { name: "Next free times of Dr. Ada Demo" });
    await expect(times.locator("time").first()).toBeVisible();
    const first = times.locator("time").first();
    const start = new Date((await first.getAttribute("datetime"))!);
    const inNewYork = new Intl.DateTimeFormat("en-GB", {
      timeZone: "America/New_York",
      hour: "2-digit",
      minute: "2-digit",
    }).format(start);
    await expect(first).toContainText(inNewYork);
    await shot(page, "1-search");
  });

  await test.step("2. sign up, mail, verify, sign in", async () => {
    await page.getByRole("link", { name: "Sign up" }).first().click();
    await page.getByLabel("Your name").fill(NEWCOMER.name);
    await page.getByLabel("E-mail").fill(NEWCOMER.email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Sign up" }).click();
    await expect(page.getByText("At least 10 characters, please.")).toBeVisible();
    await page.getByLabel("Password").fill(NEWCOMER.password);
    await page.getByRole("button", { name: "Sign up" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    await shot(page, "2-check-mail");
    await page.getByRole("link", { name: "Open the development mail" }).click();
    const mail = page.getByTestId("mail").filter({ hasText: NEWCOMER.email });
    await expect(mail).toBeVisible();
    await shot(page, "2-mail");
    await mail.getByRole("link", { name: /verify/ }).click();
    await page.getByRole("button", { name: "Confirm my address" }).click();
    await expect(page.getByText("Your address is confirmed.")).toBeVisible();
    await page.getByLabel("E-mail").fill(NEWCOMER.email);
    await page.getByLabel("Password").fill(NEWCOMER.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/\/as\/client\/calendar/);
    await expect(page.getByTestId("role-bar")).toHaveAttribute("data-role-in-force", "client");
  });

  let start = "";
  await test.step("3. pick a service and a slot, role and policy, confirm", async () => {
    await page.goto("/p/dr-ada-demo");
    await page.getByRole("radio", { name: /Consultation/ }).check();
    const slots = page.getByTestId("slot");
    await expect(slots.first()).toBeVisible();
    await shot(page, "3-slots");
    await page.getByRole("button", { name: /Dr\. Ada Demo’s time/ }).click();
    await expect(page.getByText(/Berlin \(GMT\+[12]\)/).last()).toBeVisible();
    await page.getByRole("button", { name: /In your time/ }).click();
    const slot = slots.nth(Math.floor((await slots.count()) / 2));
    start = (await slot.locator("time").getAttribute("datetime"))!;
    await slot.click();
    await expect(page.getByTestId("book-as")).toContainText("You book as client");
    await expect(page.getByTestId("policy")).toContainText("You can cancel until");
    await page.getByLabel(/A note for/).fill("I would like to find my next step.");
    await shot(page, "3-confirm");
    await page.getByRole("button", { name: /^Book \w+day \d\d:\d\d/ }).click();
    await expect(page.getByText("It is booked.")).toBeVisible();
    await shot(page, "3-booked");
    await page.getByRole("main").getByRole("link", { name: "My calendar" }).click();
    const entry = page
      .getByTestId("week")
      .getByTestId("entry")
      .filter({ has: page.locator(`time[datetime="${start}"]`) });
    await expect(entry).toHaveAttribute("data-role-of", "client");
    await expect(entry.getByTestId("role-client")).toHaveText("Client");
    await shot(page, "3-calendar");
  });

  const ada = await otherWindow(browser);
  const wrongWithAda = complaints(ada, [/409 \(Conflict\)/]);
  await test.step("4. the professional's calendar, and the other role without a new login", async () => {
    await signIn(ada, ADA);
    await ada.setViewportSize({ width: 1280, height: 800 });
    await ada.goto(`/as/client/calendar?from=${start.slice(0, 10)}`);
    await ada.getByTestId("role-switch").getByRole("link", { name: "Professional" }).click();
    await expect(ada).toHaveURL(new RegExp(`/as/professional/calendar\\?from=${start.slice(0, 10)}`));
    await expect(ada.getByTestId("role-bar")).toHaveAttribute("data-role-in-force", "professional");
    const entry = ada
      .getByTestId("week")
      .getByTestId("entry")
      .filter({ hasText: NEWCOMER.name, has: ada.locator(`time[datetime="${start}"]`) });
    await expect(entry).toHaveAttribute("data-role-of", "professional");
    await expect(entry.getByTestId("role-professional")).toHaveText("Professional");
    await expect(entry.locator("time")).toHaveAttribute("datetime", start);
    await shot(ada, "4-professional");
    await ada.getByTestId("role-switch").getByRole("link", { name: "Client" }).click();
    await expect(ada).toHaveURL(/\/as\/client\/calendar/);
    await expect(ada.getByTestId("role-bar")).toHaveAttribute("data-role-in-force", "client");
    // Still the same person's time, and still marked as what it is.
    await expect(entry).toHaveAttribute("data-role-of", "professional");
    await shot(ada, "4-client");
    await ada.getByTestId("role-switch").getByRole("link", { name: "Professional" }).click();
    await expect(ada).toHaveURL(/\/as\/professional\/calendar/);
  });

  const carla = await otherWindow(browser);
  const wrongWithCarla = complaints(carla, [/410 \(Gone\)/]);
  let running = "";
  await test.step("5. the running booking: join, see, hear, chat, mute, leave, come back", async () => {
    await signIn(carla, CARLA);
    await carla.getByRole("link", { name: "Join" }).first().click();
    await expect(carla).toHaveURL(/\/as\/client\/bookings\/[0-9a-f-]+\/room/);
    running = /bookings\/([0-9a-f-]+)/.exec(carla.url())![1]!;
    // Both want their chat kept with the booking.
    await carla.goto(`/as/client/bookings/${running}`);
    await carla.getByLabel("Keep the room’s chat here").check();
    await expect(carla.getByText("It is kept as soon as Dr. Ada Demo wants it too.")).toBeVisible();
    await ada.goto(`/as/professional/bookings/${running}`);
    await expect(ada.getByText("Carla Client would like it kept.")).toBeVisible();
    await ada.getByLabel("Keep the room’s chat here").check();
    await expect(ada.getByText("Both of you agreed: what you type in the room stays here.")).toBeVisible();
    await carla.goto(`/as/client/bookings/${running}/room`);
    await expect(carla.getByTestId("preview")).toBeVisible();
    await shot(carla, "5-lobby-client");
    await enterRoom(carla);
    await expect(carla.getByText(/Dr\. Ada Demo is not here yet/)).toBeVisible();

    await ada.setViewportSize({ width: 640, height: 480 });
    await ada.goto("/as/professional/calendar");
    await ada.getByRole("link", { name: "Join" }).first().click();
    await expect(ada).toHaveURL(`/as/professional/bookings/${running}/room`);
    await enterRoom(ada);

    await expectMoving(carla.getByTestId("tile-remote"));
    await expectMoving(ada.getByTestId("tile-remote"));
    await expect.poll(() => loudest(carla), { timeout: 20_000 }).toBeGreaterThan(0.01);
    await expect.poll(() => loudest(ada), { timeout: 20_000 }).toBeGreaterThan(0.01);
    await expect(ada.locator('[data-testid="tile-remote"][data-speaking="true"]')).toBeVisible({ timeout: 20_000 });
    await expect(carla.getByTestId("time-left")).toContainText(/\d+ minutes? left/);
    await shot(carla, "5-room-client");

    await carla.mouse.move(200, 200);
    await carla.getByRole("button", { name: "Chat" }).click();
    await expect(carla.getByText("Both of you agreed to keep this chat with the booking.")).toBeVisible();
    await carla.getByLabel("Message").fill("Good to see you.");
    await carla.getByRole("button", { name: "Send" }).click();
    await ada.mouse.move(200, 200);
    await ada.getByRole("button", { name: /Chat, 1 new message/ }).click();
    await expect(ada.getByTestId("chat")).toContainText("Good to see you.");
    await ada.getByLabel("Message").fill("And you!");
    await ada.getByRole("button", { name: "Send" }).click();
    await expect(carla.getByTestId("chat")).toContainText("And you!");
    await shot(ada, "5-chat-professional");
    await carla.getByRole("button", { name: "Close" }).click();
    await ada.getByRole("button", { name: "Close" }).click();

    await carla.getByRole("button", { name: "Mute" }).click();
    await expect(ada.getByTestId("tile-remote").getByText("muted")).toBeAttached();
    await carla.getByRole("button", { name: "Unmute" }).click();
    await expect(ada.getByTestId("tile-remote").getByText("muted")).not.toBeAttached();

    await ada.mouse.move(220, 220);
    await ada.getByRole("button", { name: "Share the screen" }).click();
    await expectMoving(carla.getByTestId("tile-screen"));
    await ada.getByRole("button", { name: "Stop sharing" }).click();
    await expect(carla.getByTestId("tile-screen")).toHaveCount(0);
    await ada.getByRole("button", { name: "People" }).click();
    await expect(
      ada
        .getByRole("complementary")
        .getByText(/^Connection is (very )?good$/)
        .first(),
    ).toBeVisible();
    await ada.getByRole("button", { name: "Close" }).click();

    await carla.mouse.move(220, 220);
    await carla.getByRole("button", { name: "Leave" }).click();
    await expect(carla.getByRole("heading", { name: "You left the room" })).toBeVisible();
    await expect(ada.getByText(/Carla Client is not here yet/)).toBeVisible();
    await carla.getByRole("button", { name: "Come back" }).click();
    await expectMoving(ada.getByTestId("tile-remote"));
    await expectMoving(carla.getByTestId("tile-remote"));
    await shot(ada, "5-room-professional");
  });

  await test.step("5. nobody else gets in; when the booking is over, nobody does", async () => {
    const stranger = await page.context().newPage();
    await stranger.goto(`/as/client/bookings/${running}/room`);
    await expect(stranger.getByText("This room is not yours to enter")).toBeVisible();
    const answer = await stranger.evaluate(async (id) => {
      const response = await fetch(`/api/backend/bookings/${id}/join`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Visavis-Role": "client" },
        body: "{}",
      });
      return response.status;
    }, running);
    expect(answer).toBe(404);
    await stranger.close();

    // The end, brought forward: cancelled from another window of hers, the room closes for both.
    const desk = await ada.context().newPage();
    await desk.goto(`/as/professional/bookings/${running}`);
    const kept = desk.getByTestId("message").filter({ hasText: "said in the room" });
    await expect(kept).toHaveText([/Carla Client.*Good to see you\./, /You.*And you!/]);
    await desk.getByRole("button", { name: "Cancel this booking" }).click();
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: /^Cancel \w+day/ })
      .click();
    await expect(desk.getByText("This booking is cancelled.")).toBeVisible();
    await desk.close();
    await expect(carla.getByRole("heading", { name: "This meeting is over" })).toBeVisible({ timeout: 30_000 });
    await expect(ada.getByRole("heading", { name: "This meeting is over" })).toBeVisible({ timeout: 30_000 });
    await shot(carla, "5-over");
    await carla.goto(`/as/client/bookings/${running}/room`);
    await carla.getByRole("button", { name: "Join" }).click();
    await expect(carla.getByRole("heading", { name: "This meeting is over" })).toBeVisible();
  });

  await test.step("6. nobody can be in two places: refused in words, with the next free times", async () => {
    await ada.setViewportSize({ width: 1280, height: 800 });
    await ada.goto("/p/ben-berg");
    await ada.getByRole("radio", { name: /Negotiation hour/ }).check();
    await ada.locator(`[data-testid="slot"]:has(time[datetime="${start}"])`).click();
    await expect(ada).toHaveURL(/\/as\/client\/book\/ben-berg/);
    await expect(ada.getByTestId("role-bar")).toHaveAttribute("data-role-in-force", "client");
    await ada.getByRole("button", { name: /^Book \w+day/ }).click();
    await expect(ada.getByText("You are busy at this time")).toBeVisible();
    await expect(ada.getByText(/You have Consultation as professional then/)).toBeVisible();
    const next = ada.getByTestId("next-slots").getByRole("link");
    await expect(next.first()).toBeVisible();
    await shot(ada, "6-refused");
    const later = (await next.first().locator("time").getAttribute("datetime"))!;
    await next.first().click();
    await ada.getByRole("button", { name: /^Book \w+day/ }).click();
    await expect(ada.getByText("It is booked.")).toBeVisible();
    await ada.getByRole("main").getByRole("link", { name: "My calendar" }).click();
    await expect(
      ada
        .getByTestId("week")
        .getByTestId("entry")
        .filter({ hasText: "Ben Berg", has: ada.locator(`time[datetime="${later}"]`) }),
    ).toHaveAttribute("data-role-of", "client");
    await shot(ada, "6-calendar");
  });

  expect(wrong).toEqual([]);
  expect(wrongWithAda).toEqual([]);
  expect(wrongWithCarla).toEqual([]);
});
