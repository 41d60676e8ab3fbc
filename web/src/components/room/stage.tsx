"use client";
// The room itself: faces first.
import {
  RoomAudioRenderer,
  RoomContext,
  type TrackReferenceOrPlaceholder,
  useAudioPlayback,
  useChat,
  useConnectionState,
  useTracks,
} from "@livekit/components-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ConnectionState, type Room, Track } from "livekit-client";
import { Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { call } from "@/lib/api";
import { cn } from "@/lib/cn";
import { chatConsentOf, newMessage } from "@/lib/messages";
import { ApiProblem } from "@shared/problem";
import type { Booking, Entrance } from "@shared/types";
import { otherOf } from "../entry";
import { RoleSign } from "../role";
import { Button } from "../ui/button";
import { Controls, useAwake } from "./controls";
import { Drawer } from "./drawer";
import { Tile } from "./tile";
import { TimeLeft } from "./time-left";

interface Props {
  room: Room;
  booking: Booking;
  entrance: Entrance;
  returning: boolean;
  leave: () => void;
}

export function Stage(props: Props) {
  return (
    <RoomContext.Provider value={props.room}>
      <RoomAudioRenderer />
      <Inside {...props} />
    </RoomContext.Provider>
  );
}

const keyOf = (track: TrackReferenceOrPlaceholder) => `${track.participant.identity}:${track.source}`;

function Faces({ booking }: { booking: Booking }) {
  const t = useTranslations("room");
  const tracks = useTracks([
    { source: Track.Source.Camera, withPlaceholder: true },
    { source: Track.Source.ScreenShare, withPlaceholder: false },
  ]);
  const screen = tracks.find((track) => track.source === Track.Source.ScreenShare);
  const faces = tracks.filter((track) => track.source === Track.Source.Camera);
  const self = faces.find((track) => track.participant.isLocal);
  const others = faces.filter((track) => !track.participant.isLocal);
  if (screen)
    return (
      <div className="grid size-full gap-3 max-md:grid-rows-[1fr_7rem] md:grid-cols-[1fr_14rem]">
        <Tile trackRef={screen} />
        <div className="flex min-h-0 gap-3 md:flex-col">
          {[...others, ...(self ? [self] : [])].map((track) => (
            <Tile key={keyOf(track)} trackRef={track} small className="aspect-video max-md:flex-1 md:w-full" />
          ))}
        </div>
      </div>
    );
  if (others.length === 0)
    return (
      <div className="relative size-full">
        {self && <Tile trackRef={self} className="size-full" />}
        <p
          role="status"
          className="absolute inset-x-0 top-16 mx-auto w-fit max-w-[90%] rounded-md bg-glass px-4 py-2 text-center"
        >
          {t("alone", { name: otherOf(booking).name })}
        </p>
      </div>
    );
  return (
    <div className="relative size-full">
      <div className={cn("grid size-full gap-3", others.length > 1 && "sm:grid-cols-2")}>
        {others.map((track) => (
          <Tile key={keyOf(track)} trackRef={track} />
        ))}
      </div>
      {self && (
        <Tile
          trackRef={self}
          small
          className="absolute! right-3 bottom-24 aspect-video w-32 shadow-lift md:right-4 md:bottom-4 md:w-56"
        />
      )}
    </div>
  );
}

function Inside({ room, booking, entrance, returning, leave }: Props) {
  const t = useTranslations("room");
  const awake = useAwake();
  const state = useConnectionState(room);
  const { canPlayAudio, startAudio } = useAudioPlayback(room);
  const { chatMessages, send } = useChat();
  const [drawer, setDrawer] = useState<"chat" | "people" | null>(null);
  const [seen, setSeen] = useState(0);
  const heard = chatMessages.filter((message) => !message.from?.isLocal).length;
  if (drawer === "chat" && seen !== heard) setSeen(heard);
  const { data: consent } = useQuery({ ...chatConsentOf(booking), enabled: !booking.class_id });
  const kept = consent?.kept ?? false;
  // The media server keeps nothing: each of us hands in their own lines, under an id, so that trying again is safe.
  const keep = useMutation({
    mutationFn: (line: ReturnType<typeof newMessage>) =>
      call("POST", `/bookings/${booking.id}/messages`, { role: booking.role, body: line }),
    retry: (count, error) => count < 5 && !(error instanceof ApiProblem && error.status < 500 && error.status > 0),
  });
  const chat = {
    messages: chatMessages,
    kept,
    send: async (text: string) => {
      if (!send) throw new Error("not connected");
      await send(text);
      if (kept) keep.mutate(newMessage(text, "room"));
    },
  };
  const away = returning || state === ConnectionState.Reconnecting || state === ConnectionState.SignalReconnecting;
  return (
    <main
      data-testid="room"
      data-connected={state === ConnectionState.Connected && !returning}
      className="relative flex h-dvh overflow-hidden bg-stage text-stage-ink"
    >
      <h1 className="sr-only">{t("roomOf", { title: booking.service.title, name: otherOf(booking).name })}</h1>
      <div className="relative min-w-0 flex-1 p-3">
        <Faces booking={booking} />
        <div className="pointer-events-none absolute top-5 left-5 z-10 flex flex-wrap items-center gap-2">
          <TimeLeft endsAt={entrance.ends_at} closesAt={entrance.closes_at} />
          <span className="rounded-full bg-glass px-3 py-1.5">
            <RoleSign role={booking.role} />
          </span>
        </div>
        {away && (
          <p
            role="status"
            className="absolute inset-x-0 top-1/2 z-20 mx-auto w-fit -translate-y-1/2 appear rounded-md bg-glass px-6 py-4 text-center text-17"
          >
            {t("returning")}
            <span className="block text-15 text-stage-muted">{t("returningHint")}</span>
          </p>
        )}
        {!canPlayAudio && (
          <Button onClick={() => void startAudio()} className="absolute inset-x-0 top-16 z-20 mx-auto w-fit">
            <Volume2 aria-hidden size={18} /> {t("hear")}
          </Button>
        )}
        <Controls
          drawer={drawer}
          setDrawer={setDrawer}
          unread={heard - seen}
          leave={leave}
          awake={awake || drawer !== null}
        />
      </div>
      {drawer && <Drawer what={drawer} chat={chat} close={() => setDrawer(null)} />}
    </main>
  );
}
