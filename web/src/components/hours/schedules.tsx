"use client";
// Which schedule is shown, and what can be done with it as a whole: another name, the default, away with it, a new one.
import { useMutation } from "@tanstack/react-query";
import { Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { ApiProblem } from "@shared/problem";
import type { Schedule } from "@shared/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field, SelectField } from "../ui/field";
import { ProblemNotice } from "../ui/notice";
import { useChanged } from "./changed";

const role = "professional" as const;

export function Schedules({
  all,
  shown,
  choose,
}: {
  all: Schedule[];
  shown: Schedule;
  choose: (id: string | null) => void;
}) {
  const t = useTranslations("availability");
  const changed = useChanged("schedules", "hours");
  const [asked, setAsked] = useState<"new" | "name" | null>(null);
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () =>
      asked === "new"
        ? // A new one begins as the one that is looked at, to be changed.
          call<Schedule>("POST", "/availability/schedules", {
            role,
            body: { name: name.trim(), zone: shown.zone, hours: shown.hours },
          })
        : call<Schedule>("PATCH", `/availability/schedules/${shown.id}`, { role, body: { name: name.trim() } }),
    onSuccess: (made) => {
      setAsked(null);
      choose(made.id);
      changed();
    },
  });
  const act = useMutation({
    mutationFn: (what: "default" | "delete") =>
      what === "default"
        ? call("PATCH", `/availability/schedules/${shown.id}`, { role, body: { default: true } })
        : call("DELETE", `/availability/schedules/${shown.id}`, { role }),
    onSuccess: (_, what) => {
      if (what === "delete") choose(null);
      changed();
    },
  });
  const ask = (what: "new" | "name") => {
    save.reset();
    setName(what === "new" ? "" : shown.name);
    setAsked(what);
  };
  const wrong = save.error instanceof ApiProblem ? save.error.field("name") : undefined;
  return (
    <div className="mb-6 grid max-w-2xl gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t("schedule")}
          className="min-w-56 flex-1"
          value={shown.id}
          onChange={(event) => {
            act.reset();
            choose(event.target.value);
          }}
        >
          {all.map((each) => (
            <option key={each.id} value={each.id}>
              {each.default ? t("isDefault", { name: each.name }) : each.name}
            </option>
          ))}
        </SelectField>
        <Button look="quiet" size="icon" aria-label={t("renameSchedule")} onClick={() => ask("name")}>
          <Pencil aria-hidden size={18} />
        </Button>
        <Button look="plain" onClick={() => ask("new")}>
          <Plus aria-hidden size={18} /> {t("newSchedule")}
        </Button>
      </div>
      {!shown.default && (
        <div className="flex flex-wrap gap-3">
          <Button
            look="plain"
            size="sm"
            busy={act.isPending && act.variables === "default"}
            onClick={() => act.mutate("default")}
          >
            {t("makeDefault")}
          </Button>
          <Button
            look="danger"
            size="sm"
            busy={act.isPending && act.variables === "delete"}
            onClick={() => act.mutate("delete")}
          >
            {t("deleteSchedule")}
          </Button>
        </div>
      )}
      {act.error && <ProblemNotice error={act.error} />}
      <Dialog
        open={asked !== null}
        onOpenChange={(on) => !on && setAsked(null)}
        title={asked === "new" ? t("newSchedule") : t("renameSchedule")}
        description={asked === "new" ? <p>{t("newScheduleHint")}</p> : undefined}
      >
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            save.mutate();
          }}
          className="grid gap-5"
        >
          <Field
            label={t("scheduleName")}
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={wrong}
          />
          {save.error && !wrong && <ProblemNotice error={save.error} />}
          <Button type="submit" busy={save.isPending}>
            {t("keep")}
          </Button>
        </form>
      </Dialog>
    </div>
  );
}
