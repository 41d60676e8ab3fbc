"use client";
// One review as it is read: who, how many stars, when, the words, the answer to it; and the way to report it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import { useTimes } from "@/lib/words";
import type { Review } from "@shared/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { TextArea } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Stars } from "./stars";

export function Report({ review }: { review: Review }) {
  const t = useTranslations("reviews");
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const report = useMutation({
    mutationFn: () =>
      call("POST", "/me/reports", {
        idempotencyKey: key,
        body: { kind: "review", subject_id: review.id, reason: reason.trim() },
      }),
  });
  return (
    <>
      <Button
        look="quiet"
        size="sm"
        aria-label={t("reportNamed", { name: review.by })}
        onClick={() => setOpen(true)}
        className="-ms-3 justify-self-start text-muted"
      >
        {t("report")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("reportTitle")} description={t("reportText")}>
        {report.isSuccess ? (
          <Notice kind="good" title={t("reported")} />
        ) : (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (reason.trim().length >= 3) report.mutate();
            }}
          >
            <TextArea
              label={t("reportReason")}
              rows={3}
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
            {report.error && <ProblemNotice error={report.error} />}
            <Button type="submit" busy={report.isPending} disabled={reason.trim().length < 3}>
              {t("reportGo")}
            </Button>
          </form>
        )}
      </Dialog>
    </>
  );
}

/** The answer of the professional a review is about: written once, read by everybody. */
export function Reply({ review }: { review: Review }) {
  const t = useTranslations("reviews");
  const cache = useQueryClient();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const reply = useMutation({
    mutationFn: () =>
      call<Review>("POST", `/reviews/${review.id}/reply`, { role: "professional", body: { text: text.trim() } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["reviews"] }),
  });
  if (!open)
    return (
      <Button look="plain" size="sm" onClick={() => setOpen(true)} className="justify-self-start">
        {t("reply")}
      </Button>
    );
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) reply.mutate();
      }}
    >
      <TextArea
        autoFocus
        label={t("replyLabel")}
        hint={t("replyHint")}
        rows={3}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {reply.error && <ProblemNotice error={reply.error} />}
      <Button type="submit" size="sm" busy={reply.isPending} disabled={!text.trim()} className="justify-self-start">
        {t("replyGo")}
      </Button>
    </form>
  );
}

export function ReviewText({
  review,
  professional,
  children,
}: {
  review: Review;
  professional: string;
  children?: ReactNode;
}) {
  const t = useTranslations("reviews");
  const times = useTimes();
  const account = useAccount();
  return (
    <article data-testid="review" className="grid gap-1.5">
      <p className="flex flex-wrap items-center gap-x-3">
        <Stars rating={review.rating} />
        <span className="font-medium">{review.mine ? t("you") : review.by}</span>
        {times && (
          <time dateTime={review.created_at} className="text-13 text-muted">
            {times.day(review.created_at, "full")}
          </time>
        )}
      </p>
      {review.text && (
        <p dir="auto" className="max-w-2xl break-words whitespace-pre-line">
          {review.text}
        </p>
      )}
      {review.reply && (
        <div className="ms-2 mt-1 grid gap-1 ps-4 edge-professional">
          <p className="text-13 font-medium">{t("answerOf", { name: professional })}</p>
          <p dir="auto" className="max-w-2xl break-words whitespace-pre-line">
            {review.reply}
          </p>
        </div>
      )}
      {children}
      {account && !review.mine && <Report review={review} />}
    </article>
  );
}
