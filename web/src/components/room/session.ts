"use client";
// One stay in a room: from the entrance the scheduler gives to the reason it ended.
// The rule kept here: whoever falls out for a technical reason is brought back with a new token; who left, was
// removed, came in elsewhere, or whose booking is over, is told so and stays out.
import { DisconnectReason, Room, RoomEvent, VideoPresets, setLogLevel } from "livekit-client";
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "@/lib/api";
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";
import type { Entrance } from "@shared/types";
import type { Choices } from "./devices";

export type Phase = "lobby" | "joining" | "live" | "returning" | "left" | "elsewhere" | "removed" | "over";
export interface Stay {
  phase: Phase;
  room: Room | null;
  entrance: Entrance | null;
  error: unknown;
}
// What a person has to know is said on the page. To look into a fault: localStorage["visavis:debug"] = "debug".
setLogLevel(debugLevel());

function debugLevel(): "silent" | "debug" {
  try {
    return localStorage.getItem("visavis:debug") === "debug" ? "debug" : "silent";
  } catch {
    return "silent";
  }
}

const OUTSIDE: Stay = { phase: "lobby", room: null, entrance: null, error: null };
const FINAL = new Map<DisconnectReason, Phase>([
  [DisconnectReason.DUPLICATE_IDENTITY, "elsewhere"],
  [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
  [DisconnectReason.ROOM_DELETED, "over"],
  [DisconnectReason.ROOM_CLOSED, "over"],
]);
/** Longest wait between two attempts to come back. */
const MAX_WAIT_MS = 8000;

const isOver = (error: unknown) => error instanceof ApiProblem && ["over", "not-found"].includes(error.slug);
const isRefused = (error: unknown) =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;

function makeRoom(choices: Choices): Room {
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    audioCaptureDefaults: {
      deviceId: choices.micId ? { ideal: choices.micId } : undefined,
      echoCancellation: true,
      noiseSuppression: true,
    },
    videoCaptureDefaults: {
      deviceId: choices.cameraId ? { ideal: choices.cameraId } : undefined,
      resolution: VideoPresets.h720.resolution,
    },
    publishDefaults: { simulcast: true, videoCodec: "vp8" },
  });
}

/** A device that cannot be opened is no reason to stay outside: people then come without it. */
async function publish(room: Room, mic: boolean, camera: boolean): Promise<void> {
  await Promise.allSettled([
    room.localParticipant.setMicrophoneEnabled(mic),
    room.localParticipant.setCameraEnabled(camera),
  ]);
}

export function useStay(id: string, role: Role) {
  const [stay, setStay] = useState<Stay>(OUTSIDE);
  const current = useRef<Room | null>(null);
  useEffect(
    () => () => {
      const room = current.current;
      current.current = null;
      void room?.disconnect();
    },
    [],
  );

  const ask = useCallback(() => call<Entrance>("POST", `/bookings/${id}/join`, { role, body: {} }), [id, role]);

  const comeBack = useCallback(
    async (room: Room, mic: boolean, camera: boolean) => {
      for (let wait = 500; current.current === room; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
        await new Promise((done) => setTimeout(done, wait));
        if (current.current !== room) return;
        try {
          const entrance = await ask();
          await room.connect(entrance.url, entrance.token);
          setStay({ phase: "live", room, entrance, error: null });
          await publish(room, mic, camera);
          return;
        } catch (error) {
          if (!isRefused(error)) continue;
          current.current = null;
          setStay({ ...OUTSIDE, phase: isOver(error) ? "over" : "lobby", error });
          return;
        }
      }
    },
    [ask],
  );

  const join = useCallback(
    async (choices: Choices) => {
      setStay({ ...OUTSIDE, phase: "joining" });
      const room = makeRoom(choices);
      const before = current.current;
      current.current = room;
      void before?.disconnect();
      let entered = false;
      // What was on when the connection broke; on the way out LiveKit has already switched everything off.
      let mic = choices.mic;
      let camera = choices.camera;
      const remember = () => {
        if (room.state !== "connected") return;
        mic = room.localParticipant.isMicrophoneEnabled;
        camera = room.localParticipant.isCameraEnabled;
      };
      for (const event of [RoomEvent.TrackMuted, RoomEvent.TrackUnmuted, RoomEvent.LocalTrackPublished] as const)
        room.on(event, remember);
      room.on(RoomEvent.Disconnected, (reason) => {
        if (current.current !== room || !entered) return;
        const final = reason === undefined ? undefined : FINAL.get(reason);
        if (final) {
          current.current = null;
          setStay({ ...OUTSIDE, phase: final });
        } else {
          setStay((old) => ({ ...old, phase: "returning" }));
          void comeBack(room, mic, camera);
        }
      });
      try {
        const entrance = await ask();
        if (current.current !== room) return;
        await room.connect(entrance.url, entrance.token);
        entered = true;
        setStay({ phase: "live", room, entrance, error: null });
        await publish(room, choices.mic, choices.camera);
      } catch (error) {
        if (current.current !== room) return;
        current.current = null;
        setStay({ ...OUTSIDE, phase: isOver(error) ? "over" : "lobby", error });
      }
    },
    [ask, comeBack],
  );

  const leave = useCallback(() => {
    const room = current.current;
    current.current = null;
    void room?.disconnect();
    setStay({ ...OUTSIDE, phase: "left" });
  }, []);
  return { ...stay, join, leave };
}
