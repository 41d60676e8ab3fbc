"use client";
// Chat and people, beside the faces on a desktop, over the lower part on a phone.
import { type ReceivedChatMessage, useIsMuted, useParticipants } from "@livekit/components-react";
import { type Participant, Track } from "livekit-client";
import { Mic, MicOff, SendHorizontal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useZone } from "@/lib/hooks";
import { clock } from "@shared/time";
import { Button } from "../ui/button";
import { inputLook } from "../ui/field";
import { initials } from "../ui/parts";
import { useQualityWords } from "./tile";

function Person({ participant }: { participant: Participant }) {
  const t = useTranslations("room");
  const off = useIsMuted({ participant, source: Track.Source.Microphone });
  const { words } = useQualityWords(participant);
  return (
    <li className="flex items-center gap-3 py-2">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-content-center rounded-full bg-stage-line text-13 font-medium"
      >
        {initials(participant.name || "?")}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {participant.isLocal ? t("youNamed", { name: participant.name ?? "" }) : participant.name}
        </p>
        <p className="text-13 text-stage-muted">{words}</p>
      </div>
      {off ? (
        <MicOff size={18} aria-label={t("muted")} className="text-bad" />
      ) : (
        <Mic size={18} aria-label={t("unmuted")} className="text-stage-muted" />
      )}
    </li>
  );
}

/** `kept`: both people agreed that it stays with the booking. */
export interface Chat {
  messages: ReceivedChatMessage[];
  kept: boolean;
  send: (text: string) => Promise<unknown>;
}

function ChatPane({ chat }: { chat: Chat }) {
  const t = useTranslations("room");
  const zone = useZone() ?? "UTC";
  const [text, setText] = useState("");
  const [failed, setFailed] = useState(false);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [chat.messages.length]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const message = text.trim();
    if (!message) return;
    setText("");
    setFailed(false);
    chat.send(message).catch(() => {
      setText(message);
      setFailed(true);
    });
  };
  return (
    <>
      <ol
        aria-live="polite"
        aria-label={t("chat")}
        data-testid="chat"
        tabIndex={0}
        className="grid min-h-0 flex-1 content-start gap-3 overflow-y-auto px-4 py-2"
      >
        {chat.messages.length === 0 && (
          <li className="text-stage-muted">{chat.kept ? t("chatKept") : t("chatEmpty")}</li>
        )}
        {chat.messages.map((message) => (
          <li key={message.id}>
            <p className="text-13 text-stage-muted">
              {message.from?.isLocal ? t("you") : message.from?.name} · <time>{clock(message.timestamp, zone)}</time>
            </p>
            <p className="break-words whitespace-pre-wrap">{message.message}</p>
          </li>
        ))}
        <li ref={end} aria-hidden />
      </ol>
      <form onSubmit={submit} className="flex gap-2 border-t border-stage-line p-3">
        <input
          aria-label={t("message")}
          placeholder={t("message")}
          value={text}
          maxLength={2000}
          onChange={(event) => setText(event.target.value)}
          className={inputLook}
        />
        <Button type="submit" size="icon" aria-label={t("send")}>
          <SendHorizontal aria-hidden size={18} />
        </Button>
      </form>
      {failed && (
        <p role="alert" className="px-4 pb-3 text-13 text-bad">
          {t("chatFailed")}
        </p>
      )}
    </>
  );
}

export function Drawer({ what, chat, close }: { what: "chat" | "people"; chat: Chat; close: () => void }) {
  const t = useTranslations("room");
  const people = useParticipants();
  return (
    <aside
      aria-label={t(what)}
      onKeyDown={(event) => event.key === "Escape" && close()}
      className="flex min-h-0 flex-col border-stage-line bg-tile max-md:absolute max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:h-[60dvh] max-md:border-t md:w-80 md:border-l"
    >
      <div className="flex items-center justify-between py-2 pr-2 pl-4">
        <h2 className="text-17 font-semibold">{t(what)}</h2>
        <Button look="quiet" size="icon" aria-label={t("close")} onClick={close}>
          <X aria-hidden size={20} />
        </Button>
      </div>
      {what === "chat" ? (
        <ChatPane chat={chat} />
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto px-4">
          {people.map((participant) => (
            <Person key={participant.identity} participant={participant} />
          ))}
        </ul>
      )}
    </aside>
  );
}
