"use client";
// Before the room: see yourself, choose devices, hear that the microphone hears you. Only then go in.
import { ArrowLeft, Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import type { Booking } from "@shared/types";
import { otherOf } from "../entry";
import { RoleSign } from "../role";
import { Button } from "../ui/button";
import { SelectField } from "../ui/field";
import { Notice } from "../ui/notice";
import { initials } from "../ui/parts";
import { When } from "../when";
import { type Choices, type Trouble, useDevices, useLevel, usePreview } from "./devices";

function Meter({ level, label }: { level: number; label: string }) {
  const lit = Math.round(level * 16);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      className="flex h-3 gap-1"
    >
      {Array.from({ length: 16 }, (_, i) => (
        <span key={i} className={cn("flex-1 rounded-full", i < lit ? "bg-good" : "bg-stage-line")} />
      ))}
    </div>
  );
}

interface Props {
  booking: Booking;
  choices: Choices;
  change: (choices: Choices) => void;
  join: () => void;
  busy: boolean;
  problem: ReactNode;
}

export function Lobby({ booking, choices, change, join, busy, problem }: Props) {
  const t = useTranslations("room");
  const video = useRef<HTMLVideoElement>(null);
  const camera = usePreview("video", choices.camera, choices.cameraId);
  const mic = usePreview("audio", choices.mic, choices.micId);
  const cameras = useDevices("videoinput", camera.track);
  const mics = useDevices("audioinput", mic.track);
  const level = useLevel(mic.track);
  const other = otherOf(booking);
  const me = booking.role === "client" ? booking.client : booking.professional;
  useEffect(() => {
    if (video.current) video.current.srcObject = camera.track ? new MediaStream([camera.track]) : null;
  }, [camera.track]);
  const troubles: [string, Trouble][] = [];
  if (camera.trouble) troubles.push(["camera", camera.trouble]);
  if (mic.trouble) troubles.push(["mic", mic.trouble]);
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-5xl content-center gap-8 p-4 md:grid-cols-[1.35fr_1fr] md:gap-12 md:p-8">
      <div className="md:col-span-2">
        <Link
          href={`/as/${booking.role}/bookings/${booking.id}`}
          className="inline-flex min-h-11 items-center gap-2 text-muted hover:text-ink"
        >
          <ArrowLeft aria-hidden size={18} /> {t("back")}
        </Link>
      </div>
      <div className="grid content-start gap-3">
        <div className="relative aspect-video overflow-hidden rounded-md bg-tile">
          <video
            ref={video}
            data-testid="preview"
            autoPlay
            playsInline
            muted
            className={cn("size-full -scale-x-100 object-cover", !camera.track && "invisible")}
          />
          {!camera.track && (
            <p className="absolute inset-0 grid place-content-center gap-2 text-center text-stage-muted">
              <span
                aria-hidden
                className="mx-auto grid size-20 place-content-center rounded-full bg-stage-line text-28 text-stage-ink"
              >
                {initials(me.name)}
              </span>
              {choices.camera && !camera.trouble ? t("cameraStarting") : t("cameraOff")}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button look="plain" aria-pressed={choices.mic} onClick={() => change({ ...choices, mic: !choices.mic })}>
            {choices.mic ? <Mic aria-hidden size={18} /> : <MicOff aria-hidden size={18} className="text-bad" />}
            {choices.mic ? t("micOn") : t("micOff")}
          </Button>
          <Button
            look="plain"
            aria-pressed={choices.camera}
            onClick={() => change({ ...choices, camera: !choices.camera })}
          >
            {choices.camera ? (
              <Video aria-hidden size={18} />
            ) : (
              <VideoOff aria-hidden size={18} className="text-bad" />
            )}
            {choices.camera ? t("cameraOn") : t("cameraOff")}
          </Button>
        </div>
      </div>
      <div className="grid content-start gap-5">
        <div>
          <RoleSign role={booking.role} />
          <h1 className="mt-1 text-28 font-semibold">{t("meet", { name: other.name })}</h1>
          <p className="mt-1">{booking.service.title}</p>
          <p className="mt-1 text-13">
            <When start={booking.start} end={booking.end} />
          </p>
        </div>
        <SelectField
          label={t("camera")}
          value={choices.cameraId}
          disabled={cameras.length === 0}
          onChange={(event) => change({ ...choices, cameraId: event.target.value })}
        >
          <option value="">{t("standard")}</option>
          {cameras.map((device) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label}
            </option>
          ))}
        </SelectField>
        <div className="grid gap-2">
          <SelectField
            label={t("mic")}
            value={choices.micId}
            disabled={mics.length === 0}
            onChange={(event) => change({ ...choices, micId: event.target.value })}
          >
            <option value="">{t("standard")}</option>
            {mics.map((device) => (
              <option key={device.deviceId} value={device.deviceId}>
                {device.label}
              </option>
            ))}
          </SelectField>
          <Meter level={level} label={t("level")} />
          <p className="text-13 text-muted">{choices.mic ? t("levelHint") : t("levelOff")}</p>
        </div>
        {troubles.map(([kind, trouble]) => (
          <Notice key={kind} kind="bad" title={t(`trouble.${kind as "camera" | "mic"}`)}>
            <p>{t(`trouble.${trouble}`)}</p>
          </Notice>
        ))}
        {problem}
        <Button busy={busy} onClick={join} className="min-h-12 text-17">
          {t("join")}
        </Button>
        <p className="text-13 text-muted">{t("private")}</p>
      </div>
    </main>
  );
}
