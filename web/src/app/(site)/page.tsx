import { getTranslations } from "next-intl/server";
import { MarkLarge } from "@/components/mark";
import { Professionals } from "@/components/professionals";
import { SearchBox } from "@/components/search-box";

export default async function Home() {
  const t = await getTranslations("home");
  return (
    <>
      <section className="grid items-center gap-8 pt-4 pb-12 md:grid-cols-[1fr_20rem] md:pt-12 md:pb-20">
        <div>
          <h1 className="text-28 font-semibold md:text-38">{t("title")}</h1>
          <p className="mt-3 max-w-xl text-17 text-muted">{t("lead")}</p>
          <SearchBox className="mt-8 max-w-xl" />
          <p className="mt-4 text-13 text-muted">{t("how")}</p>
        </div>
        <MarkLarge className="w-full max-md:hidden" />
      </section>
      <section aria-labelledby="people">
        <h2 id="people" className="mb-1 text-21 font-semibold">
          {t("people")}
        </h2>
        <Professionals limit={5} />
      </section>
    </>
  );
}
