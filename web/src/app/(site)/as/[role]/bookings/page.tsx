import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Bookings } from "@/components/bookings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bookings"))("title") };
}

export default function Page() {
  return <Bookings />;
}
