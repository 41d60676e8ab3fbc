"use client";
// Settings → security: every proof that opens my account, where I am signed in, and what happened.
import { useTranslations } from "next-intl";
import { PageHead } from "../ui/parts";
import { Identities } from "./identities";
import { Passkeys } from "./passkeys";
import { SecondFactor } from "./second-factor";
import { Section, SettingsTabs } from "./section";
import { SecurityLog, SignIns } from "./sign-ins";

export function SecurityPage() {
  const t = useTranslations("security");
  return (
    <>
      <PageHead title={t("title")} />
      <SettingsTabs />
      <Section id="passkeys" title={t("passkeys")} lead={t("passkeysLead")}>
        <Passkeys />
      </Section>
      <Section id="second" title={t("second")} lead={t("secondLead")}>
        <SecondFactor />
      </Section>
      <Section id="providers" title={t("providers")} lead={t("providersLead")}>
        <Identities />
      </Section>
      <Section id="sign-ins" title={t("signIns")} lead={t("signInsLead")}>
        <SignIns />
      </Section>
      <Section id="log" title={t("log")} lead={t("logLead")}>
        <SecurityLog />
      </Section>
    </>
  );
}
