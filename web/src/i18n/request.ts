// The language of a request. English is the only one so far; another is a file beside shared/messages/en.json.
import { getRequestConfig } from "next-intl/server";
import messages from "@shared/messages/en.json";

export default getRequestConfig(async () => ({ locale: "en", messages, timeZone: "UTC" }));
