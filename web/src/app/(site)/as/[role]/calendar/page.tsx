import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Calendar } from "@/components/calendar";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("calendar"))("title") };
}

export default function Page() {
  return <Calendar />;
}
