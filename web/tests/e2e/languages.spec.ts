// The pages of booking in every language: right to left in Arabic, by the browser's wish, on a phone and in the dark.
import { expect, test } from "@playwright/test";
import { CARLA, PASSWORD, complaints, expectAccessible, otherWindow, shot } from "./helpers";

const WORDS = { de: "Leistung wählen", es: "Elija un servicio", fr: "Choisir un service", ar: "اختر خدمة" } as const;

test("a professional's page is read in each language, on a phone", async ({ browser }) => {
  for (const [locale, words] of Object.entries(WORDS)) {
    const page = await otherWindow(browser, { locale, viewport: { width: 390, height: 844 } });
    const wrong = complaints(page);
    await page.goto("/p/ben-berg");
    await expect(page.getByRole("heading", { name: words })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    await expect(page.locator("html")).toHaveAttribute("dir", locale === "ar" ? "rtl" : "ltr");
    await expect(page.locator(".skeleton")).toHaveCount(0);
    // Nothing sticks out at the side.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (locale === "ar") await expectAccessible(page, `professional in ${locale}`);
    await shot(page, `language-${locale}-phone`);
    expect(wrong).toEqual([]);
    await page.context().close();
  }
});

test("what a client bought is read from the right, in the dark", async ({ browser, baseURL }) => {
  const page = await otherWindow(browser, {
    locale: "ar",
    colorScheme: "dark",
    viewport: { width: 1280, height: 800 },
  });
  // The account says English; the visitor's own choice is stronger.
  await page.context().addCookies([{ name: "visavis-language", value: "ar", url: baseURL }]);
  await page.goto("/login?next=%2Fas%2Fclient%2Fpurchases");
  await page.locator("input[type=email]").fill(CARLA);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("main button[type=submit]").click();
  await expect(page.getByRole("heading", { level: 1, name: "الباقات والاشتراكات" })).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await expectAccessible(page, "purchases in Arabic, dark");
  await shot(page, "language-ar-purchases-dark");
  await page.goto("/as/client/payments");
  await expect(page.getByRole("heading", { level: 1, name: "المدفوعات" })).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  await shot(page, "language-ar-payments-dark");
});
