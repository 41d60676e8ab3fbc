"use client";
// Sign up, sign in, and the forgotten password.
import { zodResolver } from "@hookform/resolvers/zod";
import { MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { call } from "@/lib/api";
import { type Entered, enter } from "@/lib/enter";
import { ApiProblem } from "@shared/problem";
import { safeNext } from "@shared/roles";
import { OtherWays } from "../account/other-ways";
import { SecondStepForm } from "../account/second-step";
import { Button, ButtonLink } from "../ui/button";
import { Field } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { keepNext, takeNext } from "./next-place";

const PASSWORD_MIN = 10; // As the scheduler asks.
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

function useWords() {
  const t = useTranslations("sign");
  return {
    t,
    email: z.email(t("emailWrong")),
    password: z
      .string()
      .min(PASSWORD_MIN, t("passwordShort", { min: PASSWORD_MIN }))
      .max(200, t("passwordLong")),
  };
}

export function SignUpForm() {
  const { t, email, password } = useWords();
  const router = useRouter();
  const next = useSearchParams().get("next");
  const [failure, setFailure] = useState<unknown>(null);
  const schema = z.object({
    name: z.string().trim().min(1, t("nameMissing")).max(80, t("nameLong")),
    email,
    password,
  });
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: "", email: "", password: "" },
  });
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    try {
      await call("POST", "/auth/signup", { body: { ...values, zone: zoneHere(), locale: "en" } });
      keepNext(next);
      router.push(`/check-mail?email=${encodeURIComponent(values.email)}`);
    } catch (error) {
      const known = (["name", "email", "password"] as const).filter(
        (name) => error instanceof ApiProblem && error.field(name),
      );
      known.forEach((name) => setError(name, { message: (error as ApiProblem).field(name) }));
      if (known.length === 0) setFailure(error);
    }
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      {failure !== null && <ProblemNotice error={failure} />}
      <Field
        label={t("name")}
        hint={t("nameHint")}
        autoComplete="name"
        error={formState.errors.name?.message}
        {...register("name")}
      />
      <Field
        label={t("email")}
        type="email"
        autoComplete="email"
        inputMode="email"
        error={formState.errors.email?.message}
        {...register("email")}
      />
      <Field
        label={t("password")}
        type="password"
        autoComplete="new-password"
        hint={t("passwordHint", { min: PASSWORD_MIN })}
        error={formState.errors.password?.message}
        {...register("password")}
      />
      <Button type="submit" busy={formState.isSubmitting}>
        {t("signup")}
      </Button>
      <p className="text-13 text-muted">
        {t("haveAccount")}{" "}
        <Link
          href={next ? `/login?next=${encodeURIComponent(next)}` : "/login"}
          className="font-medium text-role-ink underline underline-offset-4"
        >
          {t("login")}
        </Link>
      </p>
    </form>
  );
}

export function SignInForm() {
  const { t, email } = useWords();
  const params = useSearchParams();
  const next = params.get("next");
  const [failure, setFailure] = useState<string | null>(null);
  const [second, setSecond] = useState<string | null>(null);
  const schema = z.object({ email, password: z.string().min(1, t("passwordMissing")) });
  const { register, handleSubmit, getValues, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: "", password: "" },
  });
  // A full load, so that every part of the page knows who is here.
  const goOn = () => window.location.assign(safeNext(next ?? takeNext()));
  const came = (answer: Entered) => {
    if (answer.kind === "in") goOn();
    else if (answer.kind === "second-step") setSecond(answer.token);
    else setFailure(answer.kind === "failed" ? answer.slug : "unavailable");
  };
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    const answer = await enter("credentials", values);
    came(answer);
    // In: the page stays busy until the next one is there.
    if (answer.kind === "in") await new Promise(() => undefined);
  });
  if (second) return <SecondStepForm token={second} done={goOn} again={() => setSecond(null)} />;
  const unverified = failure === "email-unverified";
  const known = failure === "rate-limited" || failure === "offline" || failure === "unavailable" ? failure : "wrong";
  return (
    <>
      <form method="post" noValidate onSubmit={submit} className="grid gap-5">
        {params.get("verified") && !failure && <Notice kind="good" title={t("verified")} />}
        {params.get("reset") && !failure && <Notice kind="good" title={t("resetDone")} />}
        {next && !failure && !params.get("verified") && <Notice title={t("loginFirst")} />}
        {failure && !unverified && (
          <Notice kind="bad" title={t(`failed.${known}.title`)}>
            <p>{t(`failed.${known}.detail`)}</p>
          </Notice>
        )}
        {unverified && (
          <Notice kind="bad" title={t("unverified")}>
            <p>{t("unverifiedHint")}</p>
            <Resend email={getValues("email")} />
          </Notice>
        )}
        <Field
          label={t("email")}
          type="email"
          autoComplete="username"
          inputMode="email"
          error={formState.errors.email?.message}
          {...register("email")}
        />
        <Field
          label={t("password")}
          type="password"
          autoComplete="current-password"
          error={formState.errors.password?.message}
          {...register("password")}
        />
        <Button type="submit" busy={formState.isSubmitting}>
          {t("login")}
        </Button>
        <p className="flex flex-wrap justify-between gap-3 text-13 text-muted">
          <Link href="/forgot" className="font-medium text-role-ink underline underline-offset-4">
            {t("forgot")}
          </Link>
          <span>
            {t("noAccount")}{" "}
            <Link
              href={next ? `/signup?next=${encodeURIComponent(next)}` : "/signup"}
              className="font-medium text-role-ink underline underline-offset-4"
            >
              {t("signup")}
            </Link>
          </span>
        </p>
      </form>
      <OtherWays next={next} came={came} />
    </>
  );
}

export function Resend({ email }: { email: string }) {
  const t = useTranslations("sign");
  const [state, setState] = useState<"idle" | "busy" | "sent">("idle");
  const [failure, setFailure] = useState<unknown>(null);
  if (state === "sent") return <p role="status">{t("resent")}</p>;
  return (
    <>
      {failure !== null && <ProblemNotice error={failure} />}
      <Button
        look="plain"
        size="sm"
        busy={state === "busy"}
        className="justify-self-start"
        onClick={() => {
          setState("busy");
          setFailure(null);
          call("POST", "/auth/verify/resend", { body: { email } }).then(
            () => setState("sent"),
            (error: unknown) => {
              setFailure(error);
              setState("idle");
            },
          );
        }}
      >
        {t("resend")}
      </Button>
    </>
  );
}

export function CheckMail({ devMail }: { devMail: boolean }) {
  const t = useTranslations("sign");
  const email = useSearchParams().get("email") ?? "";
  return (
    <div className="grid gap-4">
      <MailCheck aria-hidden size={32} strokeWidth={1.5} className="text-role-ink" />
      <h1 className="text-28 font-semibold">{t("checkTitle")}</h1>
      <p>{email ? t("checkText", { email }) : t("checkTextNoAddress")}</p>
      <p className="text-muted">{t("checkHint")}</p>
      <div className="mt-2 flex flex-wrap gap-3">
        {devMail && <ButtonLink href={`/dev/mail?to=${encodeURIComponent(email)}`}>{t("openDevMail")}</ButtonLink>}
        {email && <Resend email={email} />}
      </div>
    </div>
  );
}

export function ForgotForm() {
  const { t, email } = useWords();
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(z.object({ email })),
    defaultValues: { email: "" },
  });
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    try {
      await call("POST", "/auth/password/forgot", { body: values });
      router.push("/check-mail?reset=1");
    } catch (error) {
      setFailure(error);
    }
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      {failure !== null && <ProblemNotice error={failure} />}
      <Field
        label={t("email")}
        type="email"
        autoComplete="username"
        inputMode="email"
        error={formState.errors.email?.message}
        {...register("email")}
      />
      <Button type="submit" busy={formState.isSubmitting}>
        {t("sendReset")}
      </Button>
    </form>
  );
}

export function ResetForm() {
  const { t, password } = useWords();
  const token = useSearchParams().get("token") ?? "";
  const router = useRouter();
  const [failure, setFailure] = useState<unknown>(null);
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(z.object({ password })),
    defaultValues: { password: "" },
  });
  const submit = handleSubmit(async (values) => {
    setFailure(null);
    try {
      await call("POST", "/auth/password/reset", { body: { token, ...values } });
      router.push("/login?reset=1");
    } catch (error) {
      const words = error instanceof ApiProblem ? error.field("password") : undefined;
      if (words) setError("password", { message: words });
      else setFailure(error);
    }
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      {failure !== null &&
        (failure instanceof ApiProblem &&
        failure.status < 500 &&
        failure.status > 0 &&
        failure.slug !== "rate-limited" ? (
          <Notice kind="bad" title={t("linkDead")}>
            <p>{t("resetDeadHint")}</p>
            <ButtonLink href="/forgot" look="plain" size="sm" className="justify-self-start">
              {t("sendReset")}
            </ButtonLink>
          </Notice>
        ) : (
          <ProblemNotice error={failure} />
        ))}
      <Field
        label={t("newPassword")}
        type="password"
        autoComplete="new-password"
        hint={t("passwordHint", { min: PASSWORD_MIN })}
        error={formState.errors.password?.message}
        {...register("password")}
      />
      <Button type="submit" busy={formState.isSubmitting}>
        {t("setPassword")}
      </Button>
    </form>
  );
}

export function VerifyStep() {
  const t = useTranslations("sign");
  const router = useRouter();
  const token = useSearchParams().get("token") ?? "";
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  // A tap, not the mere opening: mail scanners open links too, and this one works once.
  const confirm = () => {
    setBusy(true);
    setFailure(null);
    call("POST", "/auth/verify", { body: { token } }).then(
      () => router.push("/login?verified=1"),
      (error: unknown) => {
        setFailure(error);
        setBusy(false);
      },
    );
  };
  const dead =
    failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500 && failure.slug !== "rate-limited";
  return (
    <div className="grid gap-5">
      <p>{t("verifyText")}</p>
      {dead ? (
        <Notice kind="bad" title={t("linkDead")}>
          <p>{t("verifyDeadHint")}</p>
          <ButtonLink href="/login" look="plain" size="sm" className="justify-self-start">
            {t("login")}
          </ButtonLink>
        </Notice>
      ) : (
        failure !== null && <ProblemNotice error={failure} />
      )}
      <Button busy={busy} onClick={confirm}>
        {t("verify")}
      </Button>
    </div>
  );
}
