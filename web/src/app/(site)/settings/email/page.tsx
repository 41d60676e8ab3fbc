import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmEmail } from "@/components/sign/confirm-email";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign"))("title.email") };
}

export default async function Page() {
  const t = await getTranslations("sign");
  return (
    <Narrow>
      <PageHead title={t("title.email")}>{t("lead.email")}</PageHead>
      <ConfirmEmail />
    </Narrow>
  );
}
