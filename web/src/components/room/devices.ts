"use client";
// Cameras and microphones: what there is, what was chosen last, and a live preview of it.
import { useCallback, useEffect, useState } from "react";

export interface Choices {
  mic: boolean;
  camera: boolean;
  micId: string;
  cameraId: string;
}
const KEY = "visavis:devices";
const NONE: Choices = { mic: true, camera: true, micId: "", cameraId: "" };

export function storedChoices(): Choices {
  try {
    return { ...NONE, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Choices>) };
  } catch {
    return NONE;
  }
}

export function storeChoices(choices: Choices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Without storage the choice is made again next time.
  }
}

export type Trouble = "denied" | "missing" | "busy" | "insecure";

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return typeof navigator !== "undefined" && !navigator.mediaDevices ? "insecure" : "busy";
}

interface Preview {
  track: MediaStreamTrack | null;
  trouble: Trouble | null;
}
const NOTHING: Preview = { track: null, trouble: null };

/** A track of this kind from this device while `on`; stopped when it is not wanted any more. */
export function usePreview(kind: "audio" | "video", on: boolean, deviceId: string): Preview {
  const [preview, setPreview] = useState<Preview>(NOTHING);
  useEffect(() => {
    if (!on) return;
    let track: MediaStreamTrack | null = null;
    let stopped = false;
    const wish = deviceId ? { deviceId: { ideal: deviceId } } : true;
    const asked =
      kind === "audio"
        ? { audio: wish }
        : { video: { ...(wish === true ? {} : wish), width: { ideal: 1280 }, height: { ideal: 720 } } };
    Promise.resolve()
      .then(() => navigator.mediaDevices.getUserMedia(asked))
      .then(
        (stream) => {
          track = stream.getTracks()[0] ?? null;
          if (stopped) track?.stop();
          else setPreview({ track, trouble: null });
        },
        (error: unknown) => !stopped && setPreview({ track: null, trouble: troubleOf(error) }),
      );
    return () => {
      stopped = true;
      track?.stop();
      setPreview(NOTHING);
    };
  }, [kind, on, deviceId]);
  return preview;
}

/** The devices of a kind; names appear once the browser may show them, so ask again when `again` changes. */
export function useDevices(kind: MediaDeviceKind, again: unknown): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const read = useCallback(() => {
    void navigator.mediaDevices
      ?.enumerateDevices()
      .then((all) => setDevices(all.filter((each) => each.kind === kind && each.deviceId !== "")));
  }, [kind]);
  useEffect(() => {
    read();
    navigator.mediaDevices?.addEventListener("devicechange", read);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", read);
  }, [read, again]);
  return devices;
}

/** How loud a microphone track is, 0 to 1, about ten times a second. */
export function useLevel(track: MediaStreamTrack | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!track) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
      // −60 dB to 0 dB as 0 to 1.
      setLevel(rms > 0 ? Math.max(0, Math.min(1, 1 + (20 * Math.log10(rms)) / 60)) : 0);
    }, 100);
    return () => {
      clearInterval(timer);
      void context.close();
      setLevel(0);
    };
  }, [track]);
  return level;
}
