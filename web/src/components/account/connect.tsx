"use client";
// Linking an account at a calendar server: CalDAV by name and password, Google and Outlook by their consent.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { goThere } from "@/lib/begun";
import { useRole } from "@/lib/hooks";
import { ApiProblem } from "@shared/problem";
import type { CalendarKinds, FoundCalendars } from "@shared/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { ProblemNotice } from "../ui/notice";
import { ChooseCalendars } from "./choose-calendars";

function CalDav({ came }: { came: (found: FoundCalendars) => void }) {
  const t = useTranslations("accounts");
  const role = useRole();
  const [form, setForm] = useState({ address: "", user: "", password: "" });
  const find = useMutation({
    mutationFn: () => call<FoundCalendars>("POST", "/calendars/caldav", { role, body: form }),
    onSuccess: came,
  });
  const field = (name: string) => (find.error instanceof ApiProblem ? find.error.field(name) : undefined);
  const known = ["address", "user", "password"].some(field);
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        find.mutate();
      }}
      className="grid gap-5"
    >
      <Field
        label={t("address")}
        hint={t("addressHint")}
        required
        inputMode="url"
        maxLength={1000}
        dir="ltr"
        value={form.address}
        onChange={set("address")}
        error={field("address")}
      />
      <Field
        label={t("user")}
        required
        autoComplete="off"
        maxLength={200}
        dir="ltr"
        value={form.user}
        onChange={set("user")}
        error={field("user")}
      />
      <Field
        label={t("password")}
        hint={t("passwordHint")}
        type="password"
        required
        autoComplete="off"
        maxLength={500}
        value={form.password}
        onChange={set("password")}
        error={field("password")}
      />
      {find.error && !known && <ProblemNotice error={find.error} />}
      <Button type="submit" busy={find.isPending}>
        {t("find")}
      </Button>
    </form>
  );
}

export function Connect() {
  const t = useTranslations("accounts");
  const role = useRole();
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<FoundCalendars | null>(null);
  const { data } = useQuery({
    queryKey: ["calendar-kinds"],
    queryFn: ({ signal }) => call<CalendarKinds>("GET", "/calendars/kinds", { role, signal }),
    staleTime: 600_000,
  });
  const consent = useMutation({
    mutationFn: async (kind: "google" | "outlook") => {
      const begun = await call<{ url: string; key: string }>("POST", `/calendars/oauth/${kind}`, { role, body: {} });
      goThere(begun.url, { key: begun.key, purpose: "calendar", name: kind, role, next: null });
    },
  });
  const close = () => {
    setOpen(false);
    setFound(null);
  };
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {data?.kinds.map((kind) => (
          <Button
            key={kind}
            look="plain"
            busy={consent.isPending && consent.variables === kind}
            onClick={() => (kind === "caldav" ? setOpen(true) : consent.mutate(kind))}
          >
            <CalendarPlus aria-hidden size={18} /> {t(`connect.${kind}`)}
          </Button>
        ))}
      </div>
      {consent.error && <ProblemNotice error={consent.error} />}
      <Dialog
        open={open}
        onOpenChange={(on) => !on && close()}
        title={found ? t("chooseTitle") : t("connect.caldav")}
        description={found ? undefined : <p>{t("caldavLead")}</p>}
      >
        {found ? (
          <ChooseCalendars
            found={found}
            role={role}
            done={() => {
              close();
              for (const key of ["calendar-links", "slots"]) void cache.invalidateQueries({ queryKey: [key] });
            }}
          />
        ) : (
          <CalDav came={setFound} />
        )}
      </Dialog>
    </div>
  );
}
