import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckMail } from "@/components/sign/forms";
import { Narrow } from "@/components/ui/parts";
import { isProduction } from "@/lib/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign"))("checkTitle") };
}

export default function Page() {
  return (
    <Narrow>
      <CheckMail devMail={!isProduction()} />
    </Narrow>
  );
}
