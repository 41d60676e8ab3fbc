// Messages of a booking: how a new one is made, and whether the room's chat is kept.
import { queryOptions } from "@tanstack/react-query";
import type { Booking, ChatConsent } from "@shared/types";
import { call } from "./api";

/** A message with an id of its own: sent again, it is the same one. `room`: a line of the room's chat. */
export function newMessage(text: string, source: "message" | "room" = "message") {
  return { id: crypto.randomUUID(), text, files: [] as string[], source };
}

export const chatConsentOf = (booking: Booking) =>
  queryOptions({
    queryKey: ["chat-consent", booking.id, booking.role],
    queryFn: ({ signal }) =>
      call<ChatConsent>("GET", `/bookings/${booking.id}/chat-consent`, { role: booking.role, signal }),
    refetchInterval: 15_000,
  });
