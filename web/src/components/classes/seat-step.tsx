"use client";
// The step before a seat: in which class, or in which series, when, what it costs; who takes it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { call } from "@/lib/api";
import { useAccount, useNow } from "@/lib/hooks";
import { usePrice, useTimes } from "@/lib/words";
import { type Answers, given, unanswered } from "@shared/intake";
import type { ClassDate, Professional, Seated } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { Intake } from "../intake";
import { usePolicy } from "../policy";
import { ROLE_LOOK, RoleSign } from "../role";
import { Button, ButtonLink } from "../ui/button";
import { TextArea } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Avatar, Waiting } from "../ui/parts";
import { When } from "../when";
import { SeatsLeft } from "./class-dates";
import { datesIn, rounded, seriesLeft } from "./listing";
import { Taken } from "./taken-seats";

type Service = Professional["services"][number];

export function SeatStep({ slug }: { slug: string }) {
  const t = useTranslations("seat");
  const params = useSearchParams();
  const serviceId = params.get("service") ?? "";
  const seriesId = params.get("series");
  const classId = params.get("class");
  const start = Date.parse(params.get("start") ?? "");
  const now = useNow(300);
  const person = useQuery({
    queryKey: ["professional", slug],
    queryFn: ({ signal }) => call<Professional>("GET", `/professionals/${slug}`, { signal }),
  });
  const service = person.data?.services.find((each) => each.id === serviceId);
  const series = useQuery({
    ...seriesLeft(serviceId, seriesId ?? "", rounded(now)),
    enabled: !!service && !!seriesId && now > 0,
    placeholderData: (before) => before,
  });
  const single = useQuery({
    queryKey: ["class", classId],
    enabled: !!service && !seriesId && !!classId && Number.isFinite(start),
    queryFn: async ({ signal }) => {
      const period = { from: new Date(start).toISOString(), to: new Date(start + 60_000).toISOString() };
      return (await datesIn(serviceId, period, signal)).items.filter((each) => each.id === classId);
    },
  });
  const asked = seriesId ? series : single;
  const error = person.error ?? asked.error;
  if (error)
    return <ProblemNotice error={error} retry={() => void (person.error ? person.refetch() : asked.refetch())} />;
  const nothing = (person.data && !service) || (!seriesId && (!classId || !Number.isFinite(start)));
  if (nothing || asked.data?.length === 0)
    return (
      <Notice kind="bad" title={t("goneTitle")}>
        <p>{t("gone")}</p>
        <ButtonLink href={`/p/${slug}?service=${serviceId}`} look="plain" size="sm" className="justify-self-start">
          {t("others")}
        </ButtonLink>
      </Notice>
    );
  if (!person.data || !service || !asked.data) return <Waiting label={t("waiting")} rows={4} className="h-16" />;
  return <Confirm person={person.data} service={service} dates={asked.data} seriesId={seriesId} />;
}

interface Wish {
  person: Professional;
  service: Service;
  dates: ClassDate[];
  seriesId: string | null;
}

/** Why no seat was given: the person is busy, the class is full, or what the scheduler says. */
function Refused({ error, back }: { error: unknown; back: string }) {
  const t = useTranslations("seat");
  const times = useTimes();
  const problem = error instanceof ApiProblem ? error : null;
  const conflict = problem?.body.conflict;
  if (problem?.slug === "slot-taken" && conflict?.start && conflict.end && times)
    return (
      <Notice kind="bad" title={t("busyTitle")}>
        <p>{t("busy", { title: conflict.title ?? "", when: times.span(conflict.start, conflict.end) })}</p>
      </Notice>
    );
  if (problem?.slug === "class-full")
    return (
      <Notice kind="bad" title={t("fullTitle")}>
        <p>{t("full")}</p>
        <ButtonLink href={back} look="plain" size="sm" className="justify-self-start">
          {t("toWaiting")}
        </ButtonLink>
      </Notice>
    );
  return <ProblemNotice error={error} />;
}

function What({ person, service, dates, seriesId }: Wish) {
  const t = useTranslations("seat");
  const times = useTimes();
  const money = usePrice();
  const first = dates[0]!;
  const total = dates.reduce((sum, each) => sum + each.price_minor, 0);
  return (
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
          {seriesId && times ? (
            <>
              <p className="text-17 font-medium">{t("dates", { count: dates.length })}</p>
              <ol className="mt-2 grid max-h-72 gap-1 overflow-y-auto" tabIndex={0} aria-label={t("when")}>
                {dates.map((each) => (
                  <li key={each.id} className="flex flex-wrap items-center gap-x-4">
                    <time dateTime={each.start}>{times.span(each.start, each.end)}</time>
                    <SeatsLeft date={each} />
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <span className="flex flex-wrap items-center gap-x-4">
              <When start={first.start} end={first.end} other={person.zone} large />
              <SeatsLeft date={first} />
            </span>
          )}
        </dd>
      </div>
      <div className="border-t border-line pt-4">
        <dt className="text-13 text-muted">{t("price")}</dt>
        <dd className="tnum text-17">
          {total === 0
            ? t("free")
            : seriesId
              ? t("total", { price: money(total, first.currency), count: dates.length })
              : t("aSeat", { price: money(total, first.currency) })}
        </dd>
      </div>
    </dl>
  );
}

function Confirm({ person, service, dates, seriesId }: Wish) {
  const t = useTranslations("seat");
  const router = useRouter();
  const cache = useQueryClient();
  const account = useAccount();
  const times = useTimes();
  const [note, setNote] = useState("");
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState(false);
  // One key a page: pressing twice, or again after a lost answer, takes one seat.
  const [key] = useState(() => crypto.randomUUID());
  const first = dates[0]!;
  const policy = usePolicy(first.start, service.cancel_cutoff_minutes);
  const missing = unanswered(service.intake, answers);
  const back = `/p/${person.slug}?service=${service.id}`;
  const take = useMutation({
    mutationFn: () =>
      call<Seated>("POST", seriesId ? `/series/${seriesId}/seats` : `/classes/${first.id}/seats`, {
        role: "client",
        idempotencyKey: key,
        body: { note, answers: given(service.intake, answers) },
      }),
    onSuccess: (seated) => {
      for (const each of ["calendar", "bookings", "classes", "next-class"])
        void cache.invalidateQueries({ queryKey: [each] });
      if (!seriesId) router.push(`/as/client/bookings/${seated.booking_ids[0]}?new=1`);
    },
    onError: () => void cache.invalidateQueries({ queryKey: ["classes"] }),
  });
  if (seriesId && take.data) return <Taken ids={take.data.booking_ids} title={service.title} />;
  const self = account?.professional?.slug === person.slug;
  const go = () => {
    setTried(true);
    if (missing.length === 0) take.mutate();
  };
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-6 text-28 font-semibold">{t(seriesId ? "titleSeries" : "title")}</h1>
      <div className={`${ROLE_LOOK.client.edge} ${ROLE_LOOK.client.soft} mb-6 flex items-center gap-3 px-4 py-3`}>
        <RoleSign role="client" />
        <p className="text-15">{t("asClient", { name: account?.name ?? "" })}</p>
      </div>
      <What person={person} service={service} dates={dates} seriesId={seriesId} />
      <div className="mt-6 grid gap-5">
        <Intake questions={service.intake} answers={answers} set={setAnswers} missing={tried ? missing : []} />
        <TextArea
          label={t("note", { name: person.name })}
          maxLength={2000}
          rows={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      <div className="mt-6 grid gap-4 border-t border-line pt-6">
        {policy && !seriesId && <p>{policy}</p>}
        {seriesId && <p>{t("allOrNone")}</p>}
        {service.approval && <p>{t("approval", { name: person.name })}</p>}
        {service.payment !== "none" && first.price_minor > 0 && <p>{t("payNext")}</p>}
        {self && <Notice title={t("self")} />}
        {take.error && <Refused error={take.error} back={back} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={take.isPending} disabled={self || !times} onClick={go} className="flex-1">
            {seriesId ? t("goSeries", { count: dates.length }) : t("go")}
          </Button>
          <Link
            href={back}
            className="inline-flex min-h-11 items-center px-2 font-medium text-role-ink underline-offset-4 hover:underline"
          >
            {t("others")}
          </Link>
        </div>
      </div>
    </div>
  );
}
