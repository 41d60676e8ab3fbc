"use client";
// A full class: the waiting list, one's place in it, the way out of it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { usePathname, useSearchParams } from "next/navigation";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import type { WaitingPlace } from "@shared/types";
import { ApiProblem } from "@shared/problem";
import { Button, ButtonLink } from "../ui/button";
import { ProblemNotice } from "../ui/notice";

const role = "client" as const;

export function WaitingList({ classId, what }: { classId: string; what: string }) {
  const t = useTranslations("classes");
  const cache = useQueryClient();
  const account = useAccount();
  const path = usePathname();
  const search = useSearchParams().toString();
  const key = ["waiting", classId];
  const place = useQuery({
    queryKey: key,
    enabled: account !== null,
    queryFn: ({ signal }) =>
      call<WaitingPlace>("GET", `/classes/${classId}/waiting`, { role, signal }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }),
    refetchInterval: (query) => (query.state.data ? 30_000 : false),
  });
  const change = useMutation({
    mutationFn: (join: boolean) =>
      call<WaitingPlace | undefined>(join ? "POST" : "DELETE", `/classes/${classId}/waiting`, { role }),
    onSuccess: (answer) => cache.setQueryData(key, answer ?? null),
    onError: () => {
      void cache.invalidateQueries({ queryKey: ["classes"] });
      void cache.invalidateQueries({ queryKey: key });
    },
  });
  if (!account)
    return (
      <ButtonLink look="plain" size="sm" href={`/login?next=${encodeURIComponent(path + (search && `?${search}`))}`}>
        {t("signInToWait")}
      </ButtonLink>
    );
  return (
    <div className="grid justify-items-end gap-2 max-sm:justify-items-start" data-testid="waiting-list">
      {place.data ? (
        <>
          <p role="status" className="text-13 font-medium text-role-ink">
            {t("yourPlace", { position: place.data.position })}
          </p>
          <Button
            look="plain"
            size="sm"
            busy={change.isPending}
            aria-label={t("leaveNamed", { what })}
            onClick={() => change.mutate(false)}
          >
            {t("leave")}
          </Button>
        </>
      ) : (
        <Button
          look="plain"
          size="sm"
          busy={change.isPending || place.isPending}
          aria-label={t("joinNamed", { what })}
          onClick={() => change.mutate(true)}
        >
          {t("join")}
        </Button>
      )}
      {(change.error ?? place.error) && <ProblemNotice error={change.error ?? place.error} />}
    </div>
  );
}
