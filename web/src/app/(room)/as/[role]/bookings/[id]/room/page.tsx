import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { RoomPage } from "@/components/room/room-page";
import { isRole } from "@shared/roles";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("room"))("title") };
}

export default async function Page({ params }: { params: Promise<{ role: string; id: string }> }) {
  const { role, id } = await params;
  if (!isRole(role)) notFound();
  return <RoomPage role={role} id={id} />;
}
