"use client";
// A professional's photo: shown as their page shows it, set, changed, removed.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { call } from "@/lib/api";
import { bringPhoto } from "@/lib/upload";
import { MOST_BYTES } from "@shared/files";
import { ApiProblem } from "@shared/problem";
import type { Professional } from "@shared/types";
import { Button } from "./ui/button";
import { Notice, ProblemNotice } from "./ui/notice";
import { Avatar } from "./ui/parts";

const KINDS = "image/jpeg,image/png,image/webp,image/gif";

export function PhotoField({ slug, name }: { slug: string; name: string }) {
  const t = useTranslations("photo");
  const cache = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const { data: page } = useQuery({
    queryKey: ["professional", slug],
    queryFn: ({ signal }) => call<Professional>("GET", `/professionals/${slug}`, { signal }),
  });
  const photo = page?.photo?.small;
  const changed = () => {
    void cache.invalidateQueries({ queryKey: ["professional"] });
    void cache.invalidateQueries({ queryKey: ["professionals"] });
  };
  const set = useMutation({ mutationFn: (file: File) => bringPhoto(file, "professional"), onSuccess: changed });
  const remove = useMutation({
    mutationFn: () => call("DELETE", "/photo", { role: "professional" }),
    onSuccess: changed,
  });
  const tooLarge = set.variables !== undefined && set.variables.size > MOST_BYTES;
  const refused = set.error instanceof ApiProblem ? set.error.field("file") : undefined;
  const error = set.error ?? remove.error;
  return (
    <div role="group" aria-labelledby="photo-title" className="grid gap-3">
      <p id="photo-title" className="text-13 font-medium">
        {t("title")}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={name} photo={photo} className="size-20 text-28" />
        <input
          ref={chooser}
          type="file"
          accept={KINDS}
          className="sr-only"
          tabIndex={-1}
          aria-label={t("choose")}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) set.mutate(file);
          }}
        />
        <Button look="plain" busy={set.isPending} onClick={() => chooser.current?.click()}>
          <ImageUp aria-hidden size={18} />
          {photo ? t("change") : t("choose")}
        </Button>
        {photo && (
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t("remove")}
          </Button>
        )}
      </div>
      <p className="text-13 text-muted">{t("hint")}</p>
      {tooLarge || refused ? (
        <Notice kind="bad" title={t(tooLarge ? "tooLarge" : "noPicture")} />
      ) : (
        error && <ProblemNotice error={error} />
      )}
      <p role="status" className="sr-only">
        {set.isSuccess && !set.isPending ? t("saved") : ""}
      </p>
    </div>
  );
}
