"use client";
// How a booking ended is wrong (a no-show that was none, a meeting that was not held): contesting it, in words.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import type { Booking } from "@shared/types";
import { Button } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { TextArea } from "./ui/field";
import { ProblemNotice } from "./ui/notice";

/** Who was not there, from the reader's side; null unless it was a no-show. */
export function absentWords(booking: Booking): "you" | "other" | "both" | null {
  if (booking.status !== "no_show" || !booking.absent) return null;
  return booking.absent === "both" ? "both" : booking.absent === booking.role ? "you" : "other";
}

export function Dispute({ booking }: { booking: Booking }) {
  const t = useTranslations("dispute");
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const dispute = useMutation({
    mutationFn: () =>
      call<Booking>("POST", `/bookings/${booking.id}/dispute`, {
        role: booking.role,
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      for (const key of ["booking", "bookings", "calendar"]) void cache.invalidateQueries({ queryKey: [key] });
      setOpen(false);
    },
  });
  if (!booking.can_dispute) return null;
  return (
    <>
      <Button look="plain" onClick={() => setOpen(true)}>
        <Scale aria-hidden size={18} /> {t(booking.status === "no_show" ? "openNoShow" : "open")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("title")} description={t("text")}>
        <form
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) dispute.mutate();
          }}
        >
          <TextArea
            label={t("reason")}
            hint={t("reasonHint")}
            rows={4}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          {dispute.error && <ProblemNotice error={dispute.error} />}
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onClick={() => setOpen(false)}>
              {t("keep")}
            </Button>
            <Button type="submit" look="danger" busy={dispute.isPending} disabled={!reason.trim()}>
              {t("go")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
