"use client";
import { useQuery } from "@tanstack/react-query";
import { Globe, Languages, Users } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { call } from "@/lib/api";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/hooks";
import { usePrice } from "@/lib/words";
import type { Professional } from "@shared/types";
import { zoneName } from "@shared/time";
import { ClassDates } from "./classes/class-dates";
import { PlansOnOffer } from "./plans/on-offer";
import { bookHref } from "./professionals";
import { PublicReviews } from "./reviews/public-reviews";
import { Rating } from "./reviews/stars";
import { SlotPicker, slotsOf } from "./slot-picker";
import { ProblemNotice } from "./ui/notice";
import { Avatar, Waiting } from "./ui/parts";

export function ProfessionalPage({ slug, initial }: { slug: string; initial?: Professional }) {
  const t = useTranslations("professional");
  const of = useTranslations("classes");
  const price = usePrice();
  const locale = useLocale();
  const params = useSearchParams();
  const now = useNow(60);
  // The choice is the page's own state: the address follows it, later than the click when the machine is busy.
  const [picked, setPicked] = useState<string | null>(null);
  const {
    data: person,
    error,
    refetch,
  } = useQuery({
    queryKey: ["professional", slug],
    queryFn: ({ signal }) => call<Professional>("GET", `/professionals/${slug}`, { signal }),
    initialData: initial,
  });
  if (error && !person) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!person) return <Waiting label={t("waiting")} rows={3} className="h-32" />;
  const asked = picked ?? params.get("service");
  const service = person.services.find((each) => each.id === asked) ?? person.services[0];
  const select = (id: string) => {
    setPicked(id);
    const next = new URLSearchParams(params);
    next.set("service", id);
    window.history.replaceState(null, "", `?${next}`);
  };
  const names = new Intl.DisplayNames(locale, { type: "language" });
  return (
    <>
      <div className="flex flex-wrap items-start gap-5">
        <Avatar name={person.name} photo={person.photo?.small} className="size-20 text-28" />
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-28 font-semibold">{person.name}</h1>
          <p dir="auto" className="[text-align:match-parent] text-17">
            {person.headline}
          </p>
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-13 text-muted">
            {person.rating && (
              <li>
                <a href="#reviews" className="inline-flex min-h-6 items-center underline-offset-4 hover:underline">
                  <Rating rating={person.rating} />
                </a>
              </li>
            )}
            {person.languages.length > 0 && (
              <li className="flex items-center gap-1.5">
                <Languages aria-hidden size={15} />
                {person.languages.map((code) => names.of(code) ?? code).join(", ")}
              </li>
            )}
            {now > 0 && (
              <li className="flex items-center gap-1.5">
                <Globe aria-hidden size={15} />
                {zoneName(now, person.zone)}
              </li>
            )}
            {person.categories.length > 0 && <li>{person.categories.join(" · ")}</li>}
          </ul>
        </div>
      </div>
      {person.bio && (
        <p dir="auto" className="mt-6 max-w-2xl whitespace-pre-line">
          {person.bio}
        </p>
      )}
      <section aria-labelledby="services" className="mt-10">
        <h2 id="services" className="mb-3 text-21 font-semibold">
          {t("choose")}
        </h2>
        {person.services.length === 0 && <p className="text-muted">{t("noServices")}</p>}
        <div role="radiogroup" aria-labelledby="services" className="grid border-b border-line">
          {person.services.map((each) => {
            const on = each.id === service?.id;
            return (
              <label
                key={each.id}
                className={cn(
                  "flex min-h-14 cursor-pointer items-start gap-3 border-t border-line px-3 py-3 transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-role",
                  on ? "bg-role-soft" : "hover:bg-sunken",
                )}
              >
                <input
                  type="radio"
                  name="service"
                  checked={on}
                  onChange={() => select(each.id)}
                  className="mt-1 size-4 accent-role"
                />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{each.title}</span>
                  {each.description && (
                    <span dir="auto" className="block [text-align:match-parent] text-13 text-muted">
                      {each.description}
                    </span>
                  )}
                  {each.seats !== null && (
                    <span className="mt-0.5 inline-flex items-center gap-1.5 text-13 font-medium text-role-ink">
                      <Users aria-hidden size={14} /> {of("isClass", { seats: each.seats })}
                    </span>
                  )}
                </span>
                <span className="tnum text-end">
                  <span className="block font-medium">
                    {each.price_minor ? price(each.price_minor, each.currency) : t("free")}
                  </span>
                  <span className="block text-13 text-muted">{t("minutes", { minutes: each.duration_minutes })}</span>
                </span>
              </label>
            );
          })}
        </div>
      </section>
      {service && (
        <section aria-labelledby="times" className="mt-10">
          <h2 id="times" className="mb-3 text-21 font-semibold">
            {service.seats === null ? t("times") : of("title")}
          </h2>
          {service.seats !== null ? (
            <ClassDates key={service.id} person={person} service={service} />
          ) : (
            <SlotPicker
              key={service.id}
              of={[service.id]}
              load={slotsOf(service.id)}
              windowDays={service.window_days}
              hostZone={person.zone}
              hostName={person.name}
              hrefOf={(start) => bookHref(person.slug, service.id, start)}
            />
          )}
        </section>
      )}
      <PlansOnOffer person={person} />
      <PublicReviews person={person} />
    </>
  );
}
