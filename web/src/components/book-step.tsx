"use client";
// The step before a booking: who books as what, when, what it costs, until when it can be cancelled.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/api";
import { useAccount, useNow, useZone } from "@/lib/hooks";
import { type Answers, given, unanswered } from "@shared/intake";
import type { Booking, Professional } from "@shared/types";
import { price } from "@shared/money";
import { ApiProblem } from "@shared/problem";
import { clock, dayName, dayOf, span } from "@shared/time";
import { Intake } from "./intake";
import { type PayWith, PayWithField, useCredits } from "./plans/pay-with";
import { usePolicy } from "./policy";
import { bookHref } from "./professionals";
import { ROLE_LOOK, RoleSign } from "./role";
import { Button, ButtonLink } from "./ui/button";
import { TextArea } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Avatar, Skeleton, Waiting } from "./ui/parts";
import { When } from "./when";

/** The words of a 409, and the next free times as buttons. */
function Taken({ problem, zone, hrefOf }: { problem: ApiProblem; zone: string; hrefOf: (start: string) => string }) {
  const t = useTranslations("book");
  const locale = useLocale();
  const now = useNow(60);
  const { conflict, next_slots: slots = [] } = problem.body;
  const mine = conflict?.start && conflict.end;
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    words.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div ref={words}>
      <Notice kind="bad" title={mine ? t("busyTitle") : t("takenTitle")}>
        <p>
          {mine
            ? t.rich("busy", {
                title: conflict.title ?? "",
                role: conflict.role ?? "client",
                when: span(conflict.start!, conflict.end!, zone, now),
                b: (chunks) => <b className="font-medium">{chunks}</b>,
              })
            : t("taken")}
        </p>
        <p className="text-muted">{t("safe")}</p>
        {slots.length > 0 && (
          <>
            <p className="mt-2 font-medium">{mine ? t("nextBoth") : t("next")}</p>
            <ul data-testid="next-slots" className="flex flex-wrap gap-2">
              {slots.map((slot) => (
                <li key={slot.start}>
                  <ButtonLink look="plain" size="sm" href={hrefOf(slot.start)} replace scroll={false}>
                    <time dateTime={slot.start}>
                      {dayName(dayOf(slot.start, zone), "long", dayOf(now, zone), locale)},{" "}
                      {clock(slot.start, zone, locale)}
                    </time>
                  </ButtonLink>
                </li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    </div>
  );
}

export function BookStep({ slug }: { slug: string }) {
  const t = useTranslations("book");
  const params = useSearchParams();
  const serviceId = params.get("service");
  const start = params.get("start");
  const person = useQuery({
    queryKey: ["professional", slug],
    queryFn: ({ signal }) => call<Professional>("GET", `/professionals/${slug}`, { signal }),
  });
  if (person.error && !person.data) return <ProblemNotice error={person.error} retry={() => void person.refetch()} />;
  if (!person.data) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  const service = person.data.services.find((each) => each.id === serviceId);
  if (!service || !start || Number.isNaN(Date.parse(start)))
    return (
      <Notice kind="bad" title={t("goneTitle")}>
        <p>{t("gone")}</p>
        <ButtonLink href={`/p/${slug}`} look="plain" size="sm" className="justify-self-start">
          {t("otherTimes")}
        </ButtonLink>
      </Notice>
    );
  return <Confirm key={start} person={person.data} service={service} start={start} />;
}

function Confirm({
  person,
  service,
  start,
}: {
  person: Professional;
  service: Professional["services"][number];
  start: string;
}) {
  const t = useTranslations("book");
  const router = useRouter();
  const cache = useQueryClient();
  const account = useAccount();
  const locale = useLocale();
  const zone = useZone();
  const now = useNow(60);
  const [note, setNote] = useState("");
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState(false);
  const credits = useCredits(service.id, start);
  const [wish, setWish] = useState<PayWith | null>(null);
  // What was paid already comes first, until somebody says otherwise.
  const payWith = wish ?? credits[0]?.payWith ?? "money";
  const missing = unanswered(service.intake, answers);
  // One key a page: pressing twice, or again after a lost answer, books once.
  const [key] = useState(() => crypto.randomUUID());
  const policy = usePolicy(start, service.cancel_cutoff_minutes);
  const end = new Date(Date.parse(start) + service.duration_minutes * 60_000).toISOString();
  const book = useMutation({
    mutationFn: () =>
      call<Booking>("POST", "/bookings", {
        role: "client",
        idempotencyKey: key,
        body: {
          service_id: service.id,
          start,
          note,
          answers: given(service.intake, answers),
          pay_with: payWith,
        },
      }),
    onSuccess: (booking) => {
      cache.setQueryData(["booking", booking.id, "client"], booking);
      void cache.invalidateQueries({ queryKey: ["calendar"] });
      void cache.invalidateQueries({ queryKey: ["bookings"] });
      void cache.invalidateQueries({ queryKey: ["slots"] });
      void cache.invalidateQueries({ queryKey: ["packages"] });
      void cache.invalidateQueries({ queryKey: ["subscriptions"] });
      router.push(`/as/client/bookings/${booking.id}?new=1`);
    },
    onError: () => void cache.invalidateQueries({ queryKey: ["slots"] }),
  });
  const hrefOf = (at: string) => bookHref(person.slug, service.id, at);
  const taken = book.error instanceof ApiProblem && book.error.slug === "slot-taken" ? book.error : null;
  const slotWords = book.error instanceof ApiProblem ? book.error.field("start") : undefined;
  const self = account?.professional?.slug === person.slug;
  const cost = service.price_minor
    ? t("priceOf", { price: price(service.price_minor, service.currency, locale), minutes: service.duration_minutes })
    : t("freeOf", { minutes: service.duration_minutes });
  const go = () => {
    setTried(true);
    if (missing.length === 0) book.mutate();
  };
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-6 text-28 font-semibold">{t("title")}</h1>
      <div
        className={`${ROLE_LOOK.client.edge} ${ROLE_LOOK.client.soft} mb-6 flex items-center gap-3 px-4 py-3`}
        data-testid="book-as"
      >
        <RoleSign role="client" />
        <p className="text-15">{t("asClient", { name: account?.name ?? "" })}</p>
      </div>
      <dl className="grid gap-5">
        <div className="grid gap-2">
          <dt className="text-13 text-muted">{t("what")}</dt>
          <dd className="flex items-center gap-4 text-17 font-medium">
            <Avatar name={person.name} photo={person.photo?.small} className="size-14" />
            {t("with", { title: service.title, name: person.name })}
          </dd>
        </div>
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("when")}</dt>
          <dd>
            <When start={start} end={end} other={person.zone} large />
          </dd>
        </div>
        <div className="border-t border-line pt-4">
          <dt className="text-13 text-muted">{t("price")}</dt>
          <dd className="tnum text-17">{cost}</dd>
        </div>
      </dl>
      <div className="mt-6 grid gap-5 empty:hidden">
        <PayWithField credits={credits} value={payWith} set={setWish} price={cost} />
        <Intake questions={service.intake} answers={answers} set={setAnswers} missing={tried ? missing : []} />
      </div>
      <TextArea
        label={t("note", { name: person.name })}
        hint={t("noteHint")}
        maxLength={2000}
        rows={3}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="mt-6"
      />
      <div className="mt-6 grid gap-4 border-t border-line pt-6">
        {policy ? <p data-testid="policy">{policy}</p> : <Skeleton className="w-80" />}
        {self && <Notice title={t("self")} />}
        {taken && zone && <Taken problem={taken} zone={zone} hrefOf={hrefOf} />}
        {book.error &&
          !taken &&
          (slotWords ? (
            <Notice kind="bad" title={t("goneTitle")}>
              <p>{t("notASlot", { reason: slotWords })}</p>
            </Notice>
          ) : (
            <ProblemNotice error={book.error} />
          ))}
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={book.isPending} disabled={self || !zone || taken !== null} onClick={go} className="flex-1">
            {zone && now
              ? t("go", {
                  day: dayName(dayOf(start, zone), "weekday", undefined, locale),
                  time: clock(start, zone, locale),
                })
              : t("title")}
          </Button>
          <Link
            href={`/p/${person.slug}?service=${service.id}`}
            className="inline-flex min-h-11 items-center px-2 font-medium text-role-ink underline-offset-4 hover:underline"
          >
            {t("otherTimes")}
          </Link>
        </div>
      </div>
    </div>
  );
}
