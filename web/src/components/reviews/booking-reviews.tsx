"use client";
// The two reviews of a meeting that took place: one's own to write, the other's once both are written or time is up.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Star } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import { useTimes } from "@/lib/words";
import type { Booking, Page, Review } from "@shared/types";
import { otherOf } from "../entry";
import { Button } from "../ui/button";
import { TextArea } from "../ui/field";
import { Notice, ProblemNotice } from "../ui/notice";
import { Reply, ReviewText } from "./review-text";
import { StarsField } from "./stars";

function Write({ booking }: { booking: Booking }) {
  const t = useTranslations("reviews");
  const cache = useQueryClient();
  const [rating, setRating] = useState(0);
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const write = useMutation({
    mutationFn: () =>
      call<Review>("POST", `/bookings/${booking.id}/review`, {
        role: booking.role,
        body: { rating, text: text.trim() },
      }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ["reviews"] });
      void cache.invalidateQueries({ queryKey: ["professional"] });
    },
  });
  const name = otherOf(booking).name;
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (rating > 0) write.mutate();
      }}
    >
      <p className="text-muted">{t("blind", { name })}</p>
      <StarsField value={rating} set={setRating} error={tried && rating === 0 ? t("ratingMissing") : undefined} />
      <TextArea
        label={t("text")}
        hint={t(booking.role === "client" ? "textPublic" : "textForClient")}
        rows={3}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {write.error && <ProblemNotice error={write.error} />}
      <Button type="submit" busy={write.isPending} className="justify-self-start">
        {t("post")}
      </Button>
    </form>
  );
}

export function BookingReviews({ booking }: { booking: Booking }) {
  const t = useTranslations("reviews");
  const times = useTimes();
  const { data, error, refetch } = useQuery({
    queryKey: ["reviews", "booking", booking.id, booking.role],
    enabled: booking.status === "completed",
    queryFn: ({ signal }) =>
      call<Page<Review>>("GET", `/bookings/${booking.id}/reviews`, { role: booking.role, signal }),
  });
  if (booking.status !== "completed" || !times) return null;
  const name = otherOf(booking).name;
  const mine = data?.items.find((each) => each.mine);
  const theirs = data?.items.find((each) => !each.mine);
  const hidden = mine && Date.parse(mine.shown_from) > times.now;
  return (
    <section aria-labelledby="review" className="grid gap-4 border-t border-line pt-6" data-testid="reviews">
      <h2 id="review" className="flex items-center gap-2 text-21 font-semibold">
        <Star aria-hidden size={20} /> {t("howWasIt")}
      </h2>
      {error && !data && <ProblemNotice error={error} retry={() => void refetch()} />}
      {data && !mine && <Write booking={booking} />}
      {mine && <ReviewText review={mine} professional={booking.professional.name} />}
      {hidden && !theirs && (
        <Notice title={t("posted")}>
          <p>{t("hidden", { name, when: times.moment(mine.shown_from) })}</p>
        </Notice>
      )}
      {theirs && (
        <ReviewText review={theirs} professional={booking.professional.name}>
          {booking.role === "professional" && !theirs.reply && <Reply review={theirs} />}
        </ReviewText>
      )}
    </section>
  );
}
