import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "@/components/sign/forms";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign"))("title.signup") };
}

export default async function Page() {
  const t = await getTranslations("sign");
  return (
    <Narrow>
      <PageHead title={t("title.signup")}>{t("lead.signup")}</PageHead>
      <SignUpForm />
    </Narrow>
  );
}
