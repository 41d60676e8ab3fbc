"use client";
// The one bar: it hides when all is still and comes back on any move, touch or key.
import { useLocalParticipant, useMediaDevices, useRoomContext } from "@livekit/components-react";
import {
  type LucideIcon,
  Mic,
  MicOff,
  MessageSquare,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  SlidersHorizontal,
  Users,
  Video,
  VideoOff,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover } from "radix-ui";
import { type ComponentProps, useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { SelectField } from "../ui/field";
import { type Trouble, troubleOf } from "./devices";

const STILL_MS = 4000;

/** False when nothing moved for a while. */
export function useAwake(): boolean {
  const [awake, setAwake] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      setAwake(true);
      clearTimeout(timer);
      timer = setTimeout(() => setAwake(false), STILL_MS);
    };
    wake();
    const events = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
    events.forEach((name) => window.addEventListener(name, wake));
    return () => {
      clearTimeout(timer);
      events.forEach((name) => window.removeEventListener(name, wake));
    };
  }, []);
  return awake;
}

function Control({
  icon: Icon,
  off,
  badge,
  className,
  ...rest
}: ComponentProps<"button"> & { icon: LucideIcon; off?: boolean; badge?: number }) {
  return (
    <button
      type="button"
      {...rest}
      title={rest["aria-label"]}
      className={cn(
        "relative grid size-12 place-content-center rounded-full bg-tile text-stage-ink transition-colors duration-150 hover:bg-stage-line aria-expanded:bg-stage-line",
        off && "bg-bad-soft text-bad",
        className,
      )}
    >
      <Icon aria-hidden size={21} />
      {!!badge && (
        <span
          aria-hidden
          className="tnum absolute -top-1 -right-1 grid min-w-5 place-content-center rounded-full bg-role px-1 text-13 leading-5 font-medium text-on-role"
        >
          {badge}
        </span>
      )}
    </button>
  );
}

function DevicePicker({ kind, label }: { kind: "videoinput" | "audioinput" | "audiooutput"; label: string }) {
  const room = useRoomContext();
  const devices = useMediaDevices({ kind });
  const [active, setActive] = useState(() => room.getActiveDevice(kind) ?? "");
  if (devices.length === 0) return null;
  return (
    <SelectField
      label={label}
      value={active}
      onChange={(event) => {
        setActive(event.target.value);
        void room.switchActiveDevice(kind, event.target.value);
      }}
    >
      {devices.map((device) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || device.deviceId}
        </option>
      ))}
    </SelectField>
  );
}

interface Props {
  drawer: "chat" | "people" | null;
  setDrawer: (drawer: "chat" | "people" | null) => void;
  unread: number;
  leave: () => void;
  awake: boolean;
}

export function Controls({ drawer, setDrawer, unread, leave, awake }: Props) {
  const t = useTranslations("room");
  const { localParticipant, isMicrophoneEnabled, isCameraEnabled, isScreenShareEnabled } = useLocalParticipant();
  const [trouble, setTrouble] = useState<{ kind: "mic" | "camera" | "screen"; why: Trouble } | null>(null);
  const attempt = (kind: "mic" | "camera" | "screen", work: Promise<unknown>) => {
    setTrouble(null);
    work.catch((error: unknown) => {
      const why = troubleOf(error);
      // Closing the browser's own "what to share" window is no failure.
      if (kind !== "screen" || why !== "denied") setTrouble({ kind, why });
    });
  };
  const canShare = typeof navigator !== "undefined" && "getDisplayMedia" in (navigator.mediaDevices ?? {});
  return (
    <div
      className={cn(
        "pointer-events-none absolute inset-x-0 bottom-0 z-20 grid justify-items-center gap-2 p-4 pb-[calc(1rem+env(safe-area-inset-bottom))] transition-opacity duration-200 focus-within:opacity-100",
        !awake && "opacity-0",
      )}
    >
      {trouble && (
        <p role="alert" className="pointer-events-auto rounded-md bg-glass px-4 py-2 text-warn">
          {t(`trouble.${trouble.kind}`)} {t(`trouble.${trouble.why}`)}
        </p>
      )}
      <div
        role="toolbar"
        aria-label={t("controls")}
        data-testid="controls"
        className="pointer-events-auto flex items-center gap-2 rounded-full border border-stage-line bg-glass p-2"
      >
        <Control
          icon={isMicrophoneEnabled ? Mic : MicOff}
          off={!isMicrophoneEnabled}
          aria-pressed={isMicrophoneEnabled}
          aria-label={isMicrophoneEnabled ? t("mute") : t("unmute")}
          onClick={() => attempt("mic", localParticipant.setMicrophoneEnabled(!isMicrophoneEnabled))}
        />
        <Control
          icon={isCameraEnabled ? Video : VideoOff}
          off={!isCameraEnabled}
          aria-pressed={isCameraEnabled}
          aria-label={isCameraEnabled ? t("stopCamera") : t("startCamera")}
          onClick={() => attempt("camera", localParticipant.setCameraEnabled(!isCameraEnabled))}
        />
        {canShare && (
          <Control
            icon={isScreenShareEnabled ? ScreenShareOff : ScreenShare}
            aria-pressed={isScreenShareEnabled}
            aria-label={isScreenShareEnabled ? t("stopShare") : t("share")}
            onClick={() => attempt("screen", localParticipant.setScreenShareEnabled(!isScreenShareEnabled))}
            className="max-sm:hidden"
          />
        )}
        <Control
          icon={MessageSquare}
          badge={unread}
          aria-expanded={drawer === "chat"}
          aria-label={unread ? t("chatUnread", { count: unread }) : t("chat")}
          onClick={() => setDrawer(drawer === "chat" ? null : "chat")}
        />
        <Control
          icon={Users}
          aria-expanded={drawer === "people"}
          aria-label={t("people")}
          onClick={() => setDrawer(drawer === "people" ? null : "people")}
        />
        <Popover.Root>
          <Popover.Trigger asChild>
            <Control icon={SlidersHorizontal} aria-label={t("devices")} />
          </Popover.Trigger>
          <Popover.Content
            side="top"
            sideOffset={12}
            className="stage z-40 grid w-72 appear gap-4 rounded-md border border-stage-line bg-tile p-4 shadow-lift"
          >
            <DevicePicker kind="videoinput" label={t("camera")} />
            <DevicePicker kind="audioinput" label={t("mic")} />
            <DevicePicker kind="audiooutput" label={t("speaker")} />
          </Popover.Content>
        </Popover.Root>
        <Control
          icon={PhoneOff}
          aria-label={t("leave")}
          onClick={leave}
          className="w-16 bg-bad text-paper hover:bg-bad/85"
        />
      </div>
    </div>
  );
}
