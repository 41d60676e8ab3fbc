"use client";
// One face (or one shared screen): the picture, the name, whether it is muted, a ring while it speaks.
import {
  VideoTrack,
  type TrackReferenceOrPlaceholder,
  isTrackReference,
  useConnectionQualityIndicator,
  useIsMuted,
  useIsSpeaking,
} from "@livekit/components-react";
import { ConnectionQuality, Track } from "livekit-client";
import { MicOff, ScreenShare, SignalLow } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { initials } from "../ui/parts";

const WEAK = [ConnectionQuality.Poor, ConnectionQuality.Lost];

/** The quality of somebody's connection in words. */
export function useQualityWords(participant: TrackReferenceOrPlaceholder["participant"]): {
  words: string;
  weak: boolean;
} {
  const t = useTranslations("room.quality");
  const { quality } = useConnectionQualityIndicator({ participant });
  const mine = participant.isLocal;
  if (quality === ConnectionQuality.Lost) return { words: mine ? t("lostMine") : t("lost"), weak: true };
  if (quality === ConnectionQuality.Poor) return { words: mine ? t("poorMine") : t("poor"), weak: true };
  if (quality === ConnectionQuality.Good) return { words: t("good"), weak: false };
  if (quality === ConnectionQuality.Excellent) return { words: t("excellent"), weak: false };
  return { words: t("unknown"), weak: WEAK.includes(quality) };
}

export function Tile({
  trackRef,
  small,
  className,
}: {
  trackRef: TrackReferenceOrPlaceholder;
  small?: boolean;
  className?: string;
}) {
  const t = useTranslations("room");
  const { participant, source } = trackRef;
  const speaking = useIsSpeaking(participant);
  const micOff = useIsMuted({ participant, source: Track.Source.Microphone });
  const off = useIsMuted(trackRef);
  const { words, weak } = useQualityWords(participant);
  const share = source === Track.Source.ScreenShare;
  const name = participant.isLocal ? t("you") : participant.name || participant.identity;
  const picture = isTrackReference(trackRef) && !off;
  return (
    <figure
      data-testid={share ? "tile-screen" : participant.isLocal ? "tile-self" : "tile-remote"}
      data-speaking={speaking && !share}
      className={cn(
        "relative m-0 min-h-0 min-w-0 overflow-hidden rounded-md bg-tile",
        speaking && !share && "ring-3 ring-good",
        className,
      )}
    >
      {picture ? (
        <VideoTrack
          trackRef={trackRef}
          className={cn(
            "size-full",
            share ? "object-contain" : "object-cover",
            participant.isLocal && !share && "-scale-x-100",
          )}
        />
      ) : (
        <div className="grid size-full place-content-center">
          <span
            aria-hidden
            className={cn(
              "grid place-content-center rounded-full bg-stage-line font-medium text-stage-ink",
              small ? "size-12 text-17" : "size-28 text-38",
            )}
          >
            {initials(participant.name || "?")}
          </span>
        </div>
      )}
      <figcaption className="absolute bottom-2 left-2 flex max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-sm bg-glass px-2 py-1 text-13 text-stage-ink">
        {share && <ScreenShare aria-hidden size={14} />}
        <span className="truncate">{share ? t("screenOf", { name }) : name}</span>
        {!share && micOff && (
          <>
            <MicOff aria-hidden size={14} className="shrink-0 text-bad" />
            <span className="sr-only">{t("muted")}</span>
          </>
        )}
      </figcaption>
      {weak && !share && !small && (
        <p
          role="status"
          className="absolute top-2 right-2 flex items-center gap-1.5 rounded-sm bg-glass px-2 py-1 text-13 text-warn"
        >
          <SignalLow aria-hidden size={14} /> {words}
        </p>
      )}
    </figure>
  );
}
