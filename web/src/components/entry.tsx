"use client";
// One booking in a list: the sign of its role, its time, with whom.
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { cn } from "@/lib/cn";
import { useNow, useZone } from "@/lib/hooks";
import type { Booking } from "@shared/types";
import { clock, dayName, dayOf, relative } from "@shared/time";
import { ROLE_LOOK, RoleSign } from "./role";
import { ButtonLink } from "./ui/button";
import { Skeleton } from "./ui/parts";

export const otherOf = (booking: Booking) => (booking.role === "client" ? booking.professional : booking.client);
export const hrefOf = (booking: Booking) => `/as/${booking.role}/bookings/${booking.id}`;
/** Confirmed, or running already: its room is there when it is time. */
export const stands = (booking: Booking) => booking.status === "confirmed" || booking.status === "running";
export const isOpen = (booking: Booking, now: number) =>
  stands(booking) && Date.parse(booking.joinable.opens_at) <= now && now < Date.parse(booking.joinable.closes_at);

export function Entry({
  booking,
  withDay = false,
  action = true,
}: {
  booking: Booking;
  withDay?: boolean;
  action?: boolean;
}) {
  const t = useTranslations("entry");
  const locale = useLocale();
  const zone = useZone();
  const now = useNow(10);
  if (!zone || !now) return <Skeleton className="h-20" />;
  const look = ROLE_LOOK[booking.role];
  const ended = ["cancelled", "declined", "expired", "no_show"].includes(booking.status);
  const told = !stands(booking) && booking.status !== "completed";
  const open = isOpen(booking, now);
  const soon = Date.parse(booking.start) - now;
  return (
    <div
      data-testid="entry"
      data-role-of={booking.role}
      className={cn(
        "relative flex flex-wrap items-center gap-x-5 gap-y-2 py-3 ps-4 pe-3",
        look.edge,
        ended ? "bg-sunken" : look.soft,
      )}
    >
      <p className="tnum shrink-0 max-sm:flex max-sm:w-full max-sm:gap-2 sm:w-28">
        {withDay && (
          <span className="block text-muted sm:text-13">
            {dayName(dayOf(booking.start, zone), "brief", dayOf(now, zone), locale)}
          </span>
        )}
        <time dateTime={booking.start} className={cn("font-medium", ended && "line-through")}>
          {clock(booking.start, zone, locale)}–{clock(booking.end, zone, locale)}
        </time>
      </p>
      <div className="min-w-40 flex-1">
        <Link
          href={hrefOf(booking)}
          className="font-medium underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {t("with", { title: booking.service.title, name: otherOf(booking).name })}
        </Link>
        <p className="flex flex-wrap items-center gap-x-3">
          <RoleSign role={booking.role} />
          {told && (
            <span className={cn("text-13 font-medium", ended ? "text-bad" : "text-warn")}>
              {t(`status.${booking.status}`)}
            </span>
          )}
          {!told && open && (
            <span className="text-13 font-medium text-good">
              {now >= Date.parse(booking.start)
                ? now < Date.parse(booking.end)
                  ? t("running")
                  : t("ending")
                : t("open")}
            </span>
          )}
          {!ended && !open && soon > 0 && soon < 36 * 3_600_000 && (
            <span className="text-13 text-muted">{relative(booking.start, now, locale)}</span>
          )}
        </p>
      </div>
      {action && open && (
        <ButtonLink href={`${hrefOf(booking)}/room`} data-role={booking.role} className="relative z-10 shrink-0">
          {t("join")}
        </ButtonLink>
      )}
    </div>
  );
}
