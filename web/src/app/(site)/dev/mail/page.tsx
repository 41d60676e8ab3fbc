import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { DevMail } from "@/components/dev-mail";
import { PageHead } from "@/components/ui/parts";
import { isProduction } from "@/lib/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("devMail"))("title") };
}

export default async function Page() {
  if (isProduction()) notFound();
  const t = await getTranslations("devMail");
  return (
    <>
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      <DevMail />
    </>
  );
}
