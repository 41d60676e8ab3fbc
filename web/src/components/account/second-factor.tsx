"use client";
// The second step of my sign-in: an authenticator app (the QR code is drawn in this very page) and recovery codes.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useMemo, useState } from "react";
import { call } from "@/lib/api";
import { useRole } from "@/lib/hooks";
import { ApiProblem } from "@shared/problem";
import { qrCode, qrPath } from "@shared/qr";
import type { Enrolment, RecoveryCodes, SecondFactor as Factor } from "@shared/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { useProof } from "./prove";

const notAsked = (error: unknown) =>
  error != null && !(error instanceof ApiProblem && error.slug === "fresh-sign-in-needed");

function Qr({ uri }: { uri: string }) {
  const t = useTranslations("security");
  const { path, size } = useMemo(() => qrPath(qrCode(uri)), [uri]);
  return (
    // Dark on white in both schemes: cameras want it so.
    <svg role="img" aria-label={t("qr")} viewBox={`0 0 ${size} ${size}`} className="size-52 rounded-md bg-white">
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function Enrol({ enrolment, done }: { enrolment: Enrolment; done: (codes: string[]) => void }) {
  const t = useTranslations("security");
  const role = useRole();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () =>
      call<RecoveryCodes>("POST", "/me/totp/confirm", { role, body: { code: code.replace(/\s/g, "") } }),
    onSuccess: (made) => done(made.codes),
  });
  const wrong = confirm.error instanceof ApiProblem ? confirm.error.field("code") : undefined;
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        confirm.mutate();
      }}
      className="grid gap-5"
    >
      <p>{t("scan")}</p>
      <div className="justify-self-center">
        <Qr uri={enrolment.uri} />
      </div>
      <div className="grid gap-1">
        <p className="text-13 text-muted">{t("orType")}</p>
        <p dir="ltr" data-testid="totp-secret" className="font-mono text-13 break-all">
          {enrolment.secret.match(/.{1,4}/g)?.join(" ")}
        </p>
      </div>
      {confirm.error && !wrong && <ProblemNotice error={confirm.error} />}
      <Field
        label={t("appCode")}
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        dir="ltr"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={wrong}
      />
      <Button type="submit" busy={confirm.isPending}>
        {t("turnOn")}
      </Button>
    </form>
  );
}

function Codes({ codes, done }: { codes: string[]; done: () => void }) {
  const t = useTranslations("security");
  return (
    <div className="grid gap-5">
      <Notice kind="good" title={t("codesTitle")}>
        <p>{t("codesHint")}</p>
      </Notice>
      <ul dir="ltr" data-testid="recovery-codes" className="tnum grid grid-cols-2 gap-2 font-mono">
        {codes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button look="plain" onClick={() => void navigator.clipboard.writeText(codes.join("\n"))}>
          <Copy aria-hidden size={16} /> {t("copyCodes")}
        </Button>
        <Button onClick={done}>{t("codesKept")}</Button>
      </div>
    </div>
  );
}

export function SecondFactor() {
  const t = useTranslations("security");
  const role = useRole();
  const cache = useQueryClient();
  const { proven, dialog } = useProof();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [ending, setEnding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["totp"],
    queryFn: ({ signal }) => call<Factor>("GET", "/me/totp", { role, signal }),
  });
  const fresh = () => {
    for (const key of ["totp", "security-log"]) void cache.invalidateQueries({ queryKey: [key] });
  };
  const begin = useMutation({
    mutationFn: () => proven(() => call<Enrolment>("POST", "/me/totp", { role, body: {} })),
  });
  const end = useMutation({
    mutationFn: () => proven(() => call<Factor>("DELETE", "/me/totp", { role })),
    onSuccess: () => {
      setEnding(false);
      fresh();
    },
  });
  const renew = useMutation({
    mutationFn: () => proven(() => call<RecoveryCodes>("POST", "/me/totp/recovery-codes", { role, body: {} })),
    onSuccess: (made) => {
      setCodes(made.codes);
      fresh();
    },
  });
  if (error && !data) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting label={t("waiting")} rows={1} className="h-14" />;
  const failure = [begin.error, renew.error].find(notAsked);
  return (
    <>
      {data.on ? (
        <>
          <p className="flex items-center gap-2 font-medium text-good">
            <ShieldCheck aria-hidden size={18} /> {t("secondOn")}
          </p>
          <p className={data.recovery_codes_left < 3 ? "text-warn" : "text-muted"}>
            {t("codesLeft", { count: data.recovery_codes_left })}
          </p>
        </>
      ) : (
        <p className="text-muted">{t("secondOff")}</p>
      )}
      {failure != null && <ProblemNotice error={failure} />}
      <div className="flex flex-wrap gap-3">
        {data.on ? (
          <>
            <Button look="plain" busy={renew.isPending} onClick={() => renew.mutate()}>
              {t("newCodes")}
            </Button>
            <Button
              look="danger"
              onClick={() => {
                end.reset();
                setEnding(true);
              }}
            >
              {t("turnOff")}
            </Button>
          </>
        ) : (
          <Button look="plain" busy={begin.isPending} onClick={() => begin.mutate()}>
            {t("setUp")}
          </Button>
        )}
      </div>
      <Dialog
        open={begin.data !== undefined || codes !== null}
        onOpenChange={(on) => {
          if (on) return;
          begin.reset();
          setCodes(null);
        }}
        title={codes ? t("codes") : t("setUp")}
      >
        {codes ? (
          <Codes codes={codes} done={() => setCodes(null)} />
        ) : (
          begin.data && (
            <Enrol
              enrolment={begin.data}
              done={(made) => {
                setCodes(made);
                begin.reset();
                fresh();
              }}
            />
          )
        )}
      </Dialog>
      <Dialog
        open={ending}
        onOpenChange={setEnding}
        title={t("turnOffTitle")}
        description={<p>{t("turnOffHint")}</p>}
      >
        <div className="grid gap-4">
          {notAsked(end.error) && <ProblemNotice error={end.error} />}
          <Button look="danger" busy={end.isPending} onClick={() => end.mutate()}>
            {t("turnOff")}
          </Button>
        </div>
      </Dialog>
      {dialog}
    </>
  );
}
