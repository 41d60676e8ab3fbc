import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BookingPage } from "@/components/booking-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("booking"))("title") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <BookingPage id={(await params).id} />;
}
