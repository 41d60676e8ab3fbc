import { redirect } from "next/navigation";

export default async function Page({ params }: { params: Promise<{ role: string }> }) {
  redirect(`/as/${(await params).role}/calendar`);
}
