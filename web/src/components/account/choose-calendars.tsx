"use client";
// The calendars an account has: which of them say when I am busy, and into which my bookings are written.
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import type { Role } from "@shared/roles";
import type { FoundCalendars } from "@shared/types";
import { Button } from "../ui/button";
import { Notice, ProblemNotice } from "../ui/notice";

export function ChooseCalendars({ found, role, done }: { found: FoundCalendars; role: Role; done: () => void }) {
  const t = useTranslations("accounts");
  const [busy, setBusy] = useState(() => new Set(found.calendars.map((each) => each.address)));
  const [writes, setWrites] = useState<string | null>(null);
  const link = useMutation({
    mutationFn: () => {
      const wanted = found.calendars.filter((each) => busy.has(each.address) || writes === each.address);
      const calendars = wanted.map((each) => ({
        address: each.address,
        counts_busy: busy.has(each.address),
        writes: writes === each.address,
      }));
      return call("POST", "/calendars/choose", { role, body: { choice: found.choice, calendars } });
    },
    onSuccess: done,
  });
  if (found.calendars.length === 0) return <Notice title={t("none")} />;
  const writable = found.calendars.filter((each) => each.writable);
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        link.mutate();
      }}
      className="grid gap-6"
    >
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t("reads")}</legend>
        {found.calendars.map((each) => (
          <label key={each.address} className="flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-role"
              checked={busy.has(each.address)}
              onChange={(event) => {
                const next = new Set(busy);
                if (event.target.checked) next.add(each.address);
                else next.delete(each.address);
                setBusy(next);
              }}
            />
            <bdi className="min-w-0 break-words">{each.name}</bdi>
          </label>
        ))}
      </fieldset>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t("writes")}</legend>
        {[{ address: null, name: t("nowhere") }, ...writable].map((each) => (
          <label key={each.address ?? ""} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="writes"
              className="size-4 shrink-0 accent-role"
              checked={writes === each.address}
              onChange={() => setWrites(each.address)}
            />
            <bdi className="min-w-0 break-words">{each.name}</bdi>
          </label>
        ))}
        {writable.length === 0 && <p className="text-13 text-muted">{t("noneWritable")}</p>}
      </fieldset>
      {link.error && <ProblemNotice error={link.error} />}
      <Button type="submit" busy={link.isPending} disabled={busy.size === 0 && writes === null}>
        {t("choose")}
      </Button>
    </form>
  );
}
