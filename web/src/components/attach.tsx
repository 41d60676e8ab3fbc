"use client";
// Files to send with a message: chosen or dropped, brought one by one with their progress, taken back before it is sent.
import { Paperclip, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { call } from "@/lib/api";
import { bringFile } from "@/lib/upload";
import { ENDINGS, MOST_BYTES, MOST_FILES, type WhyNot, sizeName, whyNot } from "@shared/files";
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";
import { Button } from "./ui/button";
import { useProblemWords } from "./ui/notice";

export interface Attached {
  id: string;
  name: string;
  size: number;
  /** From 0 to 1; 1 once it is kept. */
  share: number;
  refused?: string;
}

export function useAttachments(role: Role) {
  const t = useTranslations("files");
  const locale = useLocale();
  const words = useProblemWords();
  const [files, setFiles] = useState<Attached[]>([]);
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = running.current;
    return () => all.forEach((each) => each.abort());
  }, []);
  const said = (why: WhyNot) =>
    t(`whyNot.${why}`, {
      most: why === "too-many" ? String(MOST_FILES) : sizeName(MOST_BYTES, locale),
      kinds: ENDINGS.join(", "),
    });
  const change = (id: string, what: Partial<Attached>) =>
    setFiles((now) => now.map((each) => (each.id === id ? { ...each, ...what } : each)));
  const add = (chosen: readonly File[]) => {
    let count = files.filter((each) => !each.refused).length;
    for (const file of chosen) {
      const id = crypto.randomUUID();
      const why = whyNot(file, count);
      const refused = why ? said(why) : undefined;
      setFiles((now) => [...now, { id, name: file.name, size: file.size, share: 0, refused }]);
      if (refused) continue;
      count += 1;
      const stop = new AbortController();
      running.current.set(id, stop);
      bringFile(id, file, { role, signal: stop.signal, progress: (share) => change(id, { share: share * 0.99 }) })
        .then((kept) => change(id, { share: 1, name: kept.name, size: kept.size }))
        .catch((error: unknown) => {
          if (stop.signal.aborted) return;
          // 422: its content is not what its name says.
          const status = error instanceof ApiProblem ? error.status : 0;
          change(id, {
            refused: status === 422 ? said("kind") : status === 413 ? said("too-large") : words(error).detail,
          });
        })
        .finally(() => running.current.delete(id));
    }
  };
  const remove = (id: string) => {
    running.current.get(id)?.abort();
    const gone = files.find((each) => each.id === id);
    setFiles((now) => now.filter((each) => each.id !== id));
    // What is attached to nothing is deleted within a day in any case.
    if (gone?.share === 1) void call("DELETE", `/files/${id}`, { role }).catch(() => undefined);
  };
  const good = files.filter((each) => !each.refused);
  return {
    files,
    add,
    remove,
    clear: () => setFiles([]),
    ready: good.every((each) => each.share === 1),
    ids: good.filter((each) => each.share === 1).map((each) => each.id),
  };
}

export function Attach({ of }: { of: ReturnType<typeof useAttachments> }) {
  const t = useTranslations("files");
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="grid gap-2">
      {of.files.length > 0 && (
        <ul aria-label={t("chosen")} className="grid gap-1">
          {of.files.map((file) => (
            <li
              key={file.id}
              data-testid="attached"
              className="flex flex-wrap items-center gap-x-3 rounded-md bg-sunken py-1 ps-4 pe-1"
            >
              <span className="min-w-0 flex-1 truncate">
                {file.name} <span className="text-13 text-muted">{sizeName(file.size, locale)}</span>
              </span>
              {!file.refused && file.share < 1 && (
                <progress value={file.share} aria-label={t("sending", { name: file.name })} className="h-1.5 w-24" />
              )}
              {!file.refused && file.share === 1 && <span className="text-13 text-good">{t("ready")}</span>}
              <Button
                look="quiet"
                size="icon"
                aria-label={t("remove", { name: file.name })}
                onClick={() => of.remove(file.id)}
              >
                <X aria-hidden size={16} />
              </Button>
              {file.refused && (
                <p role="alert" className="w-full pb-2 text-13 text-bad">
                  {file.refused}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ENDINGS.map((each) => `.${each}`).join(",")}
        onChange={({ target }) => {
          of.add([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <div className="flex flex-wrap items-center gap-x-3">
        <Button look="plain" size="sm" onClick={() => input.current?.click()}>
          <Paperclip aria-hidden size={16} /> {t("attach")}
        </Button>
        <p className="text-13 text-muted">{t("hint", { most: sizeName(MOST_BYTES, locale) })}</p>
      </div>
    </div>
  );
}
