"use client";
// Settings → calendars: mine there, theirs here.
import { useTranslations } from "next-intl";
import { CalendarLinks } from "../calendar-links";
import { PageHead } from "../ui/parts";
import { Section, SettingsTabs } from "./section";

export function CalendarsPage() {
  const t = useTranslations("settings");
  return (
    <>
      <PageHead title={t("calendars")} />
      <SettingsTabs />
      <Section id="calendars" title={t("calendars")} lead={t("calendarsLead")}>
        <CalendarLinks />
      </Section>
    </>
  );
}
