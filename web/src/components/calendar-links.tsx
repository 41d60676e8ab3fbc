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
import { Button } from "./ui/button";
import { Field } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Waiting } from "./ui/parts";

const FEED = "/calendar-feed";
const LINKS = "/calendar-links";

function Feed() {
  const t = useTranslations("calendars");
  const role = useRole();
  const cache = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["calendar-feed"],
    queryFn: ({ signal }) => call<CalendarFeed>("GET", FEED, { role, signal }),
  });
  const make = useMutation({
    mutationFn: () => call<MadeFeed>("POST", FEED, { role, body: {} }),
    onSuccess: (made) => cache.setQueryData(["calendar-feed"], made.feed),
  });
  const stop = useMutation({
    mutationFn: () => call("DELETE", FEED, { role }),
    onSuccess: () => {
      make.reset();
      void cache.invalidateQueries({ queryKey: ["calendar-feed"] });
    },
  });
  const failure = error ?? make.error ?? stop.error;
  if (!data && !failure) return <Waiting label={t("waiting")} rows={1} className="h-16" />;
  return (
    <div className="grid gap-3">
      <h3 className="font-medium">{t("feed")}</h3>
      <p className="text-muted">{data?.on ? t("feedOn") : t("feedOff")}</p>
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

function Link({ link }: { link: CalendarLink }) {
  const t = useTranslations("calendars");
  const role = useRole();
  const cache = useQueryClient();
  const zone = useZone();
  const now = useNow(30);
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
          <p className="font-medium">{link.name}</p>
          <p className="text-13 break-all text-muted">{link.address}</p>
          <p className="text-13 text-muted">
            {link.checked_at && now
              ? t("read", { relative: relative(link.checked_at, now), events: link.events })
              : t("notRead")}
          </p>
        </div>
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
      {remove.error && <ProblemNotice error={remove.error} />}
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
        <Subscribe />
      </div>
    </>
  );
}
