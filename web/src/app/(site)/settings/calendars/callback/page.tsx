import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsentCallback } from "@/components/account/consent-callback";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accounts"))("connecting"), robots: { index: false } };
}

export default async function Page() {
  const t = await getTranslations("accounts");
  return (
    <Narrow>
      <PageHead title={t("connecting")} />
      <ConsentCallback />
    </Narrow>
  );
}
