// Where mails lead that know no role: the settings, at the place they speak of.
import { redirect } from "next/navigation";

const PLACES = new Set(["calendars", "security"]);

export default async function Page({ params }: { params: Promise<{ rest: string[] }> }) {
  const place = (await params).rest[0] ?? "";
  redirect(`/as/client/settings${PLACES.has(place) ? `/${place}` : ""}`);
}
