import { getTranslations } from "next-intl/server";
import { Mark } from "@/components/mark";
import { ButtonLink } from "@/components/ui/button";

export default async function NotFound() {
  const t = await getTranslations("notFound");
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 p-6">
      <Mark className="size-10" />
      <h1 className="text-28 font-semibold">{t("title")}</h1>
      <p className="text-muted">{t("text")}</p>
      <ButtonLink href="/">{t("home")}</ButtonLink>
    </main>
  );
}
