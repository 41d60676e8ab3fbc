import type { Locale } from "@shared/locales";
import type account from "@shared/messages/account/en.json";
import type messages from "@shared/messages/en.json";
import type more from "@shared/messages/more/en.json";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages & typeof more & typeof account;
  }
}
