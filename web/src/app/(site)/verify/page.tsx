import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VerifyStep } from "@/components/sign/forms";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign"))("title.verify") };
}

export default async function Page() {
  const t = await getTranslations("sign");
  return (
    <Narrow>
      <PageHead title={t("title.verify")}>{t("lead.verify")}</PageHead>
      <VerifyStep />
    </Narrow>
  );
}
