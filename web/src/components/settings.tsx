"use client";
// Settings: the person, what clients' professionals may read, and the professional side.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { call } from "@/lib/api";
import { useAccount, useRole } from "@/lib/hooks";
import type { Account, ClientProfile, ProfessionalProfile } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { Section, SettingsTabs } from "./account/section";
import { PhotoField } from "./photo-field";
import { RoleSign } from "./role";
import { Button, ButtonLink } from "./ui/button";
import { Field, TextArea } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { PageHead, Waiting } from "./ui/parts";
import { ZoneSelect } from "./zone-select";

const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "uk", "tr", "ar", "zh", "ja", "hi"];

/** Saves a form; says that it did, or what stands in the way. */
function Save({ pending, done, error, words }: { pending: boolean; done: boolean; error: unknown; words: string }) {
  const t = useTranslations("settings");
  return (
    <>
      {error != null && !(error instanceof ApiProblem && error.body.errors?.length) && (
        <ProblemNotice error={error} />
      )}
      <div className="flex items-center gap-4">
        <Button type="submit" busy={pending}>
          {words}
        </Button>
        <span role="status" className="text-13 text-good">
          {done && !pending ? t("saved") : ""}
        </span>
      </div>
    </>
  );
}

const field = (error: unknown, name: string) => (error instanceof ApiProblem ? error.field(name) : undefined);

function Person({ account }: { account: Account }) {
  const t = useTranslations("settings");
  const cache = useQueryClient();
  const [name, setName] = useState(account.name);
  const [zone, setZone] = useState(account.zone);
  const save = useMutation({
    mutationFn: () => call<Account>("PATCH", "/me", { body: { name, zone } }),
    onSuccess: (fresh) => cache.setQueryData(["me"], fresh),
  });
  const submit = (event: FormEvent) => (event.preventDefault(), save.mutate());
  return (
    <Section id="person" title={t("person")} lead={t("personLead")}>
      <form onSubmit={submit} className="grid gap-5">
        <Field
          label={t("name")}
          value={name}
          maxLength={80}
          required
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
          error={field(save.error, "name")}
        />
        <Field label={t("email")} value={account.email} readOnly hint={t("emailHint")} />
        <ZoneSelect
          label={t("zone")}
          hint={t("zoneHint")}
          current={account.zone}
          value={zone}
          onChange={(event) => setZone(event.target.value)}
          error={field(save.error, "zone")}
        />
        <Save pending={save.isPending} done={save.isSuccess} error={save.error} words={t("save")} />
      </form>
    </Section>
  );
}

function ClientSide({ bio: initial }: { bio: string }) {
  const t = useTranslations("settings");
  const cache = useQueryClient();
  const [bio, setBio] = useState(initial);
  const save = useMutation({
    mutationFn: () => call<ClientProfile>("PUT", "/me/client", { body: { bio } }),
    onSuccess: (fresh) => cache.setQueryData(["me", "client"], fresh),
  });
  return (
    <Section id="client" role="client" title={t("client")} sign={<RoleSign role="client" />} lead={t("clientLead")}>
      <form onSubmit={(event) => (event.preventDefault(), save.mutate())} className="grid gap-5">
        <TextArea
          label={t("clientBio")}
          hint={t("clientBioHint")}
          maxLength={4000}
          value={bio}
          onChange={(event) => setBio(event.target.value)}
          error={field(save.error, "bio")}
        />
        <Save pending={save.isPending} done={save.isSuccess} error={save.error} words={t("save")} />
      </form>
    </Section>
  );
}

function ProfessionalSide({ profile, account }: { profile: ProfessionalProfile; account: Account }) {
  const t = useTranslations("settings");
  const locale = useLocale();
  const cache = useQueryClient();
  const [form, setForm] = useState({
    headline: profile.headline,
    bio: profile.bio,
    slug: profile.slug ?? "",
    languages: profile.languages,
    categories: profile.categories.join(", "),
  });
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const active = account.professional?.active ?? false;
  const refresh = (fresh: Account) => {
    cache.setQueryData(["me"], fresh);
    void cache.invalidateQueries({ queryKey: ["professionals"] });
  };
  const save = useMutation({
    mutationFn: () => {
      const categories = form.categories
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean);
      return call<ProfessionalProfile>("PUT", "/me/professional", {
        body: {
          headline: form.headline,
          bio: form.bio,
          languages: form.languages,
          categories,
          ...(form.slug ? { slug: form.slug } : {}),
        },
      });
    },
    onSuccess: (fresh) => {
      cache.setQueryData(["me", "professional"], fresh);
      setForm((old) => ({ ...old, slug: fresh.slug ?? "" }));
      void cache.invalidateQueries({ queryKey: ["professional"] });
      void cache.invalidateQueries({ queryKey: ["me"], exact: true });
    },
  });
  const turn = useMutation({
    mutationFn: (on: boolean) =>
      call<Account>("POST", `/me/professional/${on ? "activate" : "deactivate"}`, { body: {} }),
    onSuccess: refresh,
  });
  return (
    <Section
      id="professional"
      role="professional"
      title={t("professional")}
      sign={<RoleSign role="professional" />}
      lead={t("professionalLead")}
    >
      <form onSubmit={(event) => (event.preventDefault(), save.mutate())} className="grid gap-5">
        <Field
          label={t("headline")}
          hint={t("headlineHint")}
          required
          maxLength={120}
          value={form.headline}
          onChange={(event) => setForm({ ...form, headline: event.target.value })}
          error={field(save.error, "headline")}
        />
        <TextArea
          label={t("bio")}
          maxLength={4000}
          value={form.bio}
          onChange={(event) => setForm({ ...form, bio: event.target.value })}
          error={field(save.error, "bio")}
        />
        <Field
          label={t("categories")}
          hint={t("categoriesHint")}
          value={form.categories}
          onChange={(event) => setForm({ ...form, categories: event.target.value })}
          error={field(save.error, "categories")}
        />
        <fieldset>
          <legend className="mb-2 text-13 font-medium">{t("languages")}</legend>
          <div className="flex flex-wrap gap-x-5">
            {[...new Set([...LANGUAGES, ...form.languages])].map((code) => (
              <label key={code} className="inline-flex min-h-9 items-center gap-2 max-md:min-h-11">
                <input
                  type="checkbox"
                  className="size-4 accent-role"
                  checked={form.languages.includes(code)}
                  onChange={(event) =>
                    setForm({
                      ...form,
                      languages: event.target.checked
                        ? [...form.languages, code]
                        : form.languages.filter((each) => each !== code),
                    })
                  }
                />
                {names.of(code) ?? code}
              </label>
            ))}
          </div>
        </fieldset>
        <Field
          label={t("slug")}
          hint={t("slugHint")}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          value={form.slug}
          onChange={(event) => setForm({ ...form, slug: event.target.value })}
          error={field(save.error, "slug")}
        />
        <Save pending={save.isPending} done={save.isSuccess} error={save.error} words={t("save")} />
      </form>
      {active && account.professional?.slug && <PhotoField slug={account.professional.slug} name={account.name} />}
      <div className="grid gap-3 border-t border-line pt-5">
        {active ? (
          <Notice kind="good" title={t("activeTitle")}>
            <p>{t("activeText")}</p>
            <ButtonLink
              look="plain"
              size="sm"
              href={`/p/${account.professional?.slug}`}
              className="justify-self-start"
            >
              {t("seePage")}
            </ButtonLink>
          </Notice>
        ) : (
          <Notice title={t("inactiveTitle")}>
            <p>{account.professional ? t("inactiveText") : t("noProfileText")}</p>
          </Notice>
        )}
        {turn.error && <ProblemNotice error={turn.error} />}
        <Button
          look={active ? "danger" : "primary"}
          busy={turn.isPending}
          disabled={!active && !account.professional}
          onClick={() => turn.mutate(!active)}
          className="justify-self-start"
        >
          {active ? t("deactivate") : t("activate")}
        </Button>
      </div>
    </Section>
  );
}

export function SettingsPage() {
  const t = useTranslations("settings");
  const role = useRole();
  const account = useAccount();
  const client = useQuery({
    queryKey: ["me", "client"],
    queryFn: ({ signal }) => call<ClientProfile>("GET", "/me/client", { signal }),
  });
  const professional = useQuery({
    queryKey: ["me", "professional"],
    queryFn: ({ signal }) => call<ProfessionalProfile>("GET", "/me/professional", { signal }),
  });
  const error = client.error ?? professional.error;
  const sides = account &&
    client.data &&
    professional.data && {
      client: <ClientSide key="client" bio={client.data.bio} />,
      professional: <ProfessionalSide key="professional" profile={professional.data} account={account} />,
    };
  return (
    <>
      <PageHead title={t("title")} />
      <SettingsTabs />
      {account && <Person key={account.id} account={account} />}
      {error && !sides ? (
        <ProblemNotice error={error} retry={() => (void client.refetch(), void professional.refetch())} />
      ) : sides ? (
        role === "client" ? (
          [sides.client, sides.professional]
        ) : (
          [sides.professional, sides.client]
        )
      ) : (
        <Waiting label={t("waiting")} rows={3} className="h-24" />
      )}
    </>
  );
}
