"use client";
// My passkeys: add one of this device, name it, remove it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { call } from "@/lib/api";
import { useNow, useRole } from "@/lib/hooks";
import { gaveUp, makePasskey } from "@/lib/passkeys";
import type { PasskeyList } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useProof } from "./prove";
import { useWhen } from "./when";

type Key = PasskeyList["items"][number];

function Row({ passkey, rename, remove }: { passkey: Key; rename: () => void; remove: () => void }) {
  const t = useTranslations("security");
  const when = useWhen();
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3" data-testid="passkey">
      <div className="min-w-0">
        <p className="font-medium break-words">{passkey.name}</p>
        <p className="text-13 text-muted">
          {passkey.last_used_at ? t("used", { when: when(passkey.last_used_at) }) : t("neverUsed")}
          {passkey.backed_up ? ` · ${t("backedUp")}` : ""}
        </p>
      </div>
      <div className="flex gap-2">
        <Button look="quiet" size="icon" aria-label={t("renameOf", { name: passkey.name })} onClick={rename}>
          <Pencil aria-hidden size={16} />
        </Button>
        <Button look="danger" size="sm" aria-label={t("removeNamed", { name: passkey.name })} onClick={remove}>
          {t("remove")}
        </Button>
      </div>
    </li>
  );
}

export function Passkeys() {
  const t = useTranslations("security");
  const role = useRole();
  const cache = useQueryClient();
  const now = useNow(60);
  const { proven, dialog } = useProof();
  const [asked, setAsked] = useState<"new" | Key | null>(null);
  const [leaving, setLeaving] = useState<Key | null>(null);
  const [name, setName] = useState("");
  const { data, error, refetch } = useQuery({
    queryKey: ["passkeys"],
    queryFn: ({ signal }) => call<PasskeyList>("GET", "/me/passkeys", { role, signal }),
  });
  const changed = async () => {
    setAsked(null);
    setLeaving(null);
    await cache.invalidateQueries({ queryKey: ["passkeys"] });
    void cache.invalidateQueries({ queryKey: ["security-log"] });
  };
  const save = useMutation({
    mutationFn: async () => {
      if (asked !== "new")
        return proven(() =>
          call("POST", "/me/passkeys/rename", { role, body: { passkey_id: asked!.id, name: name.trim() } }),
        );
      const begun = await proven(() =>
        call<{ options: Record<string, unknown> }>("POST", "/me/passkeys/begin", { role, body: {} }),
      );
      const credential = await makePasskey(begun);
      return call("POST", "/me/passkeys", { role, body: { credential, name: name.trim() } });
    },
    onSuccess: changed,
  });
  const remove = useMutation({
    mutationFn: () => proven(() => call("POST", "/me/passkeys/remove", { role, body: { passkey_id: leaving!.id } })),
    onSuccess: changed,
  });
  const ask = (which: "new" | Key) => {
    save.reset();
    setName(which === "new" ? "" : which.name);
    setAsked(which);
  };
  const known = (which: unknown) =>
    which instanceof DOMException && which.name === "InvalidStateError" ? (
      <Notice kind="bad" title={t("passkeyThere")} />
    ) : gaveUp(which) ? (
      <Notice title={t("passkeyNot")} />
    ) : (
      which != null &&
      !(which instanceof ApiProblem && which.slug === "fresh-sign-in-needed") && <ProblemNotice error={which} />
    );
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data || !now) return <Waiting label={t("waiting")} rows={2} className="h-14" />;
  return (
    <>
      {data.items.length === 0 ? (
        <p className="text-muted">{t("noPasskeys")}</p>
      ) : (
        <ul className="border-b border-line">
          {data.items.map((each) => (
            <Row
              key={each.id}
              passkey={each}
              rename={() => ask(each)}
              remove={() => {
                remove.reset();
                setLeaving(each);
              }}
            />
          ))}
        </ul>
      )}
      <Button look="plain" onClick={() => ask("new")} className="justify-self-start">
        <Fingerprint aria-hidden size={18} /> {t("addPasskey")}
      </Button>
      <Dialog
        open={asked !== null}
        onOpenChange={(on) => !on && setAsked(null)}
        title={asked === "new" ? t("addPasskey") : t("renameTitle")}
        description={asked === "new" ? <p>{t("addPasskeyHint")}</p> : undefined}
      >
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            save.mutate();
          }}
          className="grid gap-5"
        >
          {known(save.error)}
          <Field
            label={t("passkeyName")}
            hint={t("passkeyNameHint")}
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" busy={save.isPending}>
            {asked === "new" ? t("goOn") : t("save")}
          </Button>
        </form>
      </Dialog>
      <Dialog
        open={leaving !== null}
        onOpenChange={(on) => !on && setLeaving(null)}
        title={t("removePasskey", { name: leaving?.name ?? "" })}
        description={<p>{t("removePasskeyHint")}</p>}
      >
        <div className="grid gap-4">
          {known(remove.error)}
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t("remove")}
          </Button>
        </div>
      </Dialog>
      {dialog}
    </>
  );
}
