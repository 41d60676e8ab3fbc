"use client";
// What clients say of a professional, the newest first; the professional may answer each once.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { call } from "@/lib/api";
import { useAccount } from "@/lib/hooks";
import type { Page, Professional, Review } from "@shared/types";
import { Button } from "../ui/button";
import { ProblemNotice } from "../ui/notice";
import { Waiting } from "../ui/parts";
import { Reply, ReviewText } from "./review-text";
import { Rating } from "./stars";

export function PublicReviews({ person }: { person: Professional }) {
  const t = useTranslations("reviews");
  const account = useAccount();
  const own = account?.professional?.slug === person.slug;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["reviews", person.slug],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Review>>("GET", `/professionals/${person.slug}/reviews`, {
        query: { cursor: pageParam, limit: 10 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="reviews" className="mt-10">
      <h2 id="reviews" className="mb-3 flex flex-wrap items-baseline gap-x-4 text-21 font-semibold">
        {t("title")}
        {person.rating && (
          <span className="text-15 font-normal">
            <Rating rating={person.rating} />
          </span>
        )}
      </h2>
      {error && !data && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t("waiting")} rows={2} className="h-16" />}
      {data && items.length === 0 && <p className="text-muted">{t("none")}</p>}
      {items.length > 0 && (
        <ul className="border-b border-line">
          {items.map((review) => (
            <li key={review.id} className="border-t border-line py-4">
              <ReviewText review={review} professional={person.name}>
                {own && !review.reply && <Reply review={review} />}
              </ReviewText>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button
          look="plain"
          size="sm"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          className="mt-4"
        >
          {t("more")}
        </Button>
      )}
    </section>
  );
}
