"use client";
// Other calendars: one's bookings at a secret address, and calendars elsewhere that say when one is busy.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useNow, useRole, useZone } from "@/lib/hooks";
import type { CalendarFeed, CalendarLink, MadeFeed, Page } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { clock, dayName, dayOf, relative } from "@shared/time";
import { Connect } from "./account/connect";
import { useWhen } from "./account/when";
import { Button } from "./ui/button";
import { Field, SelectField } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Waiting } from "./ui/parts";

const FEED = "/calendar-feed";
const LINKS = "/calendar-links";

function Feed() {
  const t = useTranslations("calendars");
  const a = useTranslations("accounts");
  const when = useWhen();
  const role = useRole();
  const cache = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["calendar-feed"],
    queryFn: ({ signal }) => call<CalendarFeed>("GET", FEED, { role, signal }),
  });
  const make = useMutation({
    mutationFn: () => call<MadeFeed>("POST", FEED, { role, body: { shows: data?.shows ?? "full" } }),
    onSuccess: (made) => cache.setQueryData(["calendar-feed"], made.feed),
  });
  const show = useMutation({
    mutationFn: (shows: CalendarFeed["shows"]) => call<CalendarFeed>("PATCH", FEED, { role, body: { shows } }),
    onSuccess: (feed) => cache.setQueryData(["calendar-feed"], feed),
  });
  const stop = useMutation({
    mutationFn: () => call("DELETE", FEED, { role }),
    onSuccess: () => {
      make.reset();
      void cache.invalidateQueries({ queryKey: ["calendar-feed"] });
    },
  });
  const failure = error ?? make.error ?? show.error ?? stop.error;
  if (!data && !failure) return <Waiting label={t("waiting")} rows={1} className="h-16" />;
  return (
    <div className="grid gap-3">
      <h3 className="font-medium">{t("feed")}</h3>
      <p className="text-muted">{data?.on ? t("feedOn") : t("feedOff")}</p>
      {data?.on && (
        <>
          <SelectField
            label={a("feedShows")}
            value={data.shows}
            disabled={show.isPending}
            onChange={(event) => show.mutate(event.target.value as CalendarFeed["shows"])}
          >
            <option value="full">{a("feedFull")}</option>
            <option value="busy">{a("feedBusy")}</option>
          </SelectField>
          <p className="text-13 text-muted">
            {data.read_at ? a("feedRead", { when: when(data.read_at) }) : a("feedNotRead")}
          </p>
        </>
      )}
      {failure && <ProblemNotice error={failure} />}
      {make.data && (
        <Notice kind="good" title={t("feedMade")}>
          <p>{t("feedMadeHint")}</p>
          <p className="font-mono text-13 break-all" data-testid="feed-url">
            {make.data.secret_url}
          </p>
          <Button
            look="plain"
            size="sm"
            onClick={() => void navigator.clipboard.writeText(make.data.secret_url)}
            className="justify-self-start"
          >
            <Copy aria-hidden size={16} /> {t("copy")}
          </Button>
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button look="plain" busy={make.isPending} onClick={() => make.mutate()}>
          {data?.on ? t("feedRenew") : t("feedMake")}
        </Button>
        {data?.on && (
          <Button look="danger" busy={stop.isPending} onClick={() => stop.mutate()}>
            {t("feedStop")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What a calendar is linked for, to be changed here. */
function Uses({ link }: { link: CalendarLink }) {
  const t = useTranslations("accounts");
  const role = useRole();
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: (body: { counts_busy?: boolean; writes?: boolean }) =>
      call<CalendarLink>("PATCH", `${LINKS}/${link.id}`, { role, body }),
    onSettled: () => {
      for (const key of ["calendar-links", "slots"]) void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  const atServer = link.kind !== "ics" && link.kind !== "file";
  const shown = { ...link, ...(change.isPending ? change.variables : {}) };
  return (
    <>
      <div className="flex flex-wrap gap-x-6">
        {(["counts_busy", ...(atServer ? (["writes"] as const) : [])] as const).map((each) => (
          <label key={each} className="inline-flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-role"
              checked={shown[each]}
              disabled={change.isPending}
              aria-label={t(`use.${each}_named`, { name: link.name })}
              onChange={(event) => change.mutate({ [each]: event.target.checked })}
            />
            {t(`use.${each}`)}
          </label>
        ))}
      </div>
      {change.error && <ProblemNotice error={change.error} />}
    </>
  );
}

function Link({ link }: { link: CalendarLink }) {
  const t = useTranslations("calendars");
  const a = useTranslations("accounts");
  const role = useRole();
  const cache = useQueryClient();
  const zone = useZone();
  const now = useNow(30);
  const check = useMutation({
    mutationFn: () => call<CalendarLink>("POST", `${LINKS}/${link.id}/check`, { role, body: {} }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["calendar-links"] }),
  });
  const remove = useMutation({
    mutationFn: () => call("DELETE", `${LINKS}/${link.id}`, { role }),
    onSuccess: () => {
      for (const key of ["calendar-links", "slots"]) void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <li className="grid gap-2 border-t border-line py-4" data-testid="calendar-link">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-medium">
            <bdi>{link.name}</bdi>
          </p>
          <p className="text-13 break-all text-muted">
            {a(`kind.${link.kind}`)} · <bdi>{link.address}</bdi>
          </p>
          <p className="text-13 text-muted">
            {link.checked_at && now
              ? t("read", { relative: relative(link.checked_at, now), events: link.events })
              : t("notRead")}
          </p>
        </div>
        <div className="flex gap-2">
          {link.kind !== "file" && (
            <Button
              look="plain"
              size="sm"
              busy={check.isPending}
              aria-label={a("checkNamed", { name: link.name })}
              onClick={() => check.mutate()}
            >
              {a("check")}
            </Button>
          )}
          <Button
            look="danger"
            size="sm"
            busy={remove.isPending}
            aria-label={t("removeNamed", { name: link.name })}
            onClick={() => remove.mutate()}
          >
            {t("remove")}
          </Button>
        </div>
      </div>
      <Uses link={link} />
      {link.problem && (
        <Notice kind={link.state === "active" ? "info" : "bad"} title={t(`state.${link.state}`)}>
          <p>{link.problem}</p>
        </Notice>
      )}
      {zone && link.clashes.length > 0 && (
        <Notice title={t("clashes", { count: link.clashes.length })}>
          <ul>
            {link.clashes.map((clash) => (
              <li key={clash.booking_id}>
                {clash.title} · {dayName(dayOf(clash.start, zone), "long")}, {clock(clash.start, zone)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {(check.error ?? remove.error) && <ProblemNotice error={check.error ?? remove.error} />}
    </li>
  );
}

function Subscribe() {
  const t = useTranslations("calendars");
  const role = useRole();
  const cache = useQueryClient();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const add = useMutation({
    mutationFn: () => call<CalendarLink>("POST", LINKS, { role, body: { kind: "ics", name: name.trim(), url } }),
    onSuccess: () => {
      setName("");
      setUrl("");
      void cache.invalidateQueries({ queryKey: ["calendar-links"] });
    },
  });
  const field = (which: string) => (add.error instanceof ApiProblem ? add.error.field(which) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field
        label={t("name")}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={field("name")}
      />
      <Field
        label={t("url")}
        hint={t("urlHint")}
        required
        inputMode="url"
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        error={field("url")}
      />
      {add.error && !field("url") && !field("name") && <ProblemNotice error={add.error} />}
      <Button type="submit" look="plain" busy={add.isPending} className="justify-self-start">
        {t("add")}
      </Button>
    </form>
  );
}

export function CalendarLinks() {
  const t = useTranslations("calendars");
  const a = useTranslations("accounts");
  const role = useRole();
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar-links"],
    queryFn: ({ signal }) => call<Page<CalendarLink>>("GET", LINKS, { role, signal }),
    // A new one is read by a job, a moment later.
    refetchInterval: (query) => (query.state.data?.items.some((each) => !each.checked_at) ? 2_000 : 60_000),
  });
  return (
    <>
      <Feed />
      <div className="grid gap-3 border-t border-line pt-5">
        <h3 className="font-medium">{t("links")}</h3>
        <p className="text-muted">{t("linksHint")}</p>
        {error && !data && <ProblemNotice error={error} retry={() => void refetch()} />}
        {data && data.items.length > 0 && (
          <ul>
            {data.items.map((link) => (
              <Link key={link.id} link={link} />
            ))}
          </ul>
        )}
        <Connect />
        <h4 className="mt-4 font-medium">{a("byAddress")}</h4>
        <Subscribe />
      </div>
    </>
  );
}
