import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CalendarsPage } from "@/components/account/calendars-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("calendars"))("links") };
}

export default function Page() {
  return <CalendarsPage />;
}
