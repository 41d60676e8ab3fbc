import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProviderCallback } from "@/components/account/provider-callback";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign"))("title.login"), robots: { index: false } };
}

export default async function Page() {
  const t = await getTranslations("sign");
  return (
    <Narrow>
      <PageHead title={t("title.login")} />
      <ProviderCallback />
    </Narrow>
  );
}
