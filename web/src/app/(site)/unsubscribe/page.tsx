import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UnsubscribeStep } from "@/components/unsubscribe";
import { Narrow, PageHead } from "@/components/ui/parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("unsubscribe"))("title") };
}

export default async function Page() {
  const t = await getTranslations("unsubscribe");
  return (
    <Narrow>
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      <UnsubscribeStep />
    </Narrow>
  );
}
