"use client";
// What the two people of a booking write to each other about it, the newest last; and whether their room's chat is
// kept here.
// The rule kept here: a message has its id before it is sent, so that sending it again is the same message.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, MessagesSquare, SendHorizontal, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { call, save } from "@/lib/api";
import { useNow, useZone } from "@/lib/hooks";
import { chatConsentOf, newMessage } from "@/lib/messages";
import type { Booking, ChatConsent, Message, MessageList } from "@shared/types";
import { sizeName } from "@shared/files";
import { clock, dayName, dayOf } from "@shared/time";
import { Attach, useAttachments } from "./attach";
import { otherOf } from "./entry";
import { Button } from "./ui/button";
import { TextArea } from "./ui/field";
import { Notice, ProblemNotice } from "./ui/notice";
import { Waiting } from "./ui/parts";

const LONGEST = 4000;
const AGAIN_MS = 10_000;

function Line({ booking, message, last }: { booking: Booking; message: Message; last: boolean }) {
  const t = useTranslations("messages");
  const cache = useQueryClient();
  const zone = useZone();
  const now = useNow(30);
  const locale = useLocale();
  const remove = useMutation({
    mutationFn: () => call("DELETE", `/bookings/${booking.id}/messages/${message.id}`, { role: booking.role }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["messages", booking.id] }),
  });
  const fetchFile = useMutation({
    mutationFn: (file: Message["files"][number]) =>
      save(`/bookings/${booking.id}/messages/${message.id}/files/${file.id}`, file.name, booking.role),
  });
  if (!zone) return null;
  const at = `${dayName(dayOf(message.created_at, zone), "long", dayOf(now, zone), locale)}, ${clock(message.created_at, zone, locale)}`;
  return (
    <li
      data-testid="message"
      className={cn(
        "grid max-w-[85%] gap-1 rounded-md px-4 py-3",
        message.mine ? "justify-self-end bg-role-soft" : "justify-self-start bg-sunken",
      )}
    >
      <p className="text-13 text-muted">
        {message.mine ? t("you") : otherOf(booking).name} · <time dateTime={message.created_at}>{at}</time>
        {message.source === "room" && ` · ${t("inRoom")}`}
        {message.edited_at && ` · ${t("edited")}`}
      </p>
      {message.deleted ? (
        <p className="text-muted italic">{t("deleted")}</p>
      ) : (
        message.text && (
          <p dir="auto" className="break-words whitespace-pre-wrap">
            {message.text}
          </p>
        )
      )}
      {message.files.map((file) => (
        <Button
          key={file.id}
          look="quiet"
          data-testid="file"
          busy={fetchFile.isPending && fetchFile.variables.id === file.id}
          onClick={() => fetchFile.mutate(file)}
          className="-ms-4 max-w-full justify-self-start"
        >
          <Download aria-hidden size={16} className="shrink-0" /> <span className="truncate">{file.name}</span>
          <span className="text-13 font-normal text-muted">{sizeName(file.size, locale)}</span>
        </Button>
      ))}
      {fetchFile.error && <ProblemNotice error={fetchFile.error} />}
      {message.mine && !message.deleted && (
        <Button
          look="quiet"
          size="icon"
          aria-label={t("delete", { at })}
          busy={remove.isPending}
          onClick={() => remove.mutate()}
          className="-my-2 -me-3 justify-self-end text-muted"
        >
          <Trash2 aria-hidden size={16} />
        </Button>
      )}
      {last && message.mine && !message.deleted && <span className="sr-only">{t("sent")}</span>}
      {remove.error && <ProblemNotice error={remove.error} />}
    </li>
  );
}

function Write({ booking }: { booking: Booking }) {
  const t = useTranslations("messages");
  const cache = useQueryClient();
  const [text, setText] = useState("");
  const [draft, setDraft] = useState(() => newMessage(""));
  const attachments = useAttachments(booking.role);
  const something = text.trim() !== "" || attachments.ids.length > 0;
  const send = useMutation({
    mutationFn: (message: typeof draft) =>
      call<Message>("POST", `/bookings/${booking.id}/messages`, { role: booking.role, body: message }),
    onSuccess: () => {
      setText("");
      setDraft(newMessage(""));
      attachments.clear();
      void cache.invalidateQueries({ queryKey: ["messages", booking.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (something && attachments.ready) send.mutate({ ...draft, text, files: attachments.ids });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextArea
        label={t("write", { name: otherOf(booking).name })}
        rows={3}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => {
          // Other words are another message: the id that failed may have arrived with the words before.
          if (send.isError) setDraft(newMessage(""));
          setText(event.target.value);
        }}
      />
      <Attach of={attachments} />
      {send.error && <ProblemNotice error={send.error} />}
      <Button
        type="submit"
        busy={send.isPending}
        disabled={!something || !attachments.ready}
        className="justify-self-start"
      >
        <SendHorizontal aria-hidden size={18} /> {t("send")}
      </Button>
    </form>
  );
}

function KeepChat({ booking }: { booking: Booking }) {
  const t = useTranslations("messages");
  const cache = useQueryClient();
  const key = ["chat-consent", booking.id, booking.role];
  const { data } = useQuery(chatConsentOf(booking));
  const give = useMutation({
    mutationFn: (given: boolean) =>
      call<ChatConsent>("PUT", `/bookings/${booking.id}/chat-consent`, { role: booking.role, body: { given } }),
    onSuccess: (changed) => {
      cache.setQueryData(key, changed);
      void cache.invalidateQueries({ queryKey: ["messages", booking.id] });
    },
  });
  if (!data) return null;
  const name = otherOf(booking).name;
  const where = data.kept ? "both" : data.mine ? "mine" : data.theirs ? "theirs" : "nobody";
  return (
    <div className="grid gap-1">
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={give.isPending ? give.variables : data.mine}
          disabled={give.isPending}
          onChange={(event) => give.mutate(event.target.checked)}
          className="size-5 accent-role"
        />
        {t("keepChat")}
      </label>
      <p className="text-13 text-muted">{t(`kept.${where}`, { name, lines: data.lines })}</p>
      {give.error && <ProblemNotice error={give.error} />}
    </div>
  );
}

export function Messages({ booking }: { booking: Booking }) {
  const t = useTranslations("messages");
  const cache = useQueryClient();
  const { role } = booking;
  const path = `/bookings/${booking.id}/messages`;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["messages", booking.id, role, booking.status],
    queryFn: ({ signal, pageParam }) =>
      call<MessageList>("GET", path, { role, query: { cursor: pageParam, limit: 30 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: AGAIN_MS,
  });
  const items = [...(data?.pages ?? [])].reverse().flatMap((page) => page.items);
  const newest = items.at(-1)?.number ?? 0;
  const read = data?.pages[0]?.read_up_to[role] ?? 0;
  useEffect(() => {
    if (newest <= read) return;
    void call("POST", `${path}/read`, { role, body: { up_to: newest } })
      .then(() => cache.invalidateQueries({ queryKey: ["unread", role] }))
      .catch(() => undefined); // seen again with the next look
  }, [newest, read, path, role, cache]);
  const closed = data?.pages[0]?.closed;
  return (
    <section aria-labelledby="messages" className="grid gap-4 border-t border-line pt-6">
      <h2 id="messages" className="flex items-center gap-2 text-21 font-semibold">
        <MessagesSquare aria-hidden size={20} /> {t("title")}
      </h2>
      {error && !data && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t("waiting")} rows={2} className="h-14" />}
      {hasNextPage && (
        <Button
          look="plain"
          size="sm"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          className="justify-self-start"
        >
          {t("earlier")}
        </Button>
      )}
      {data && items.length === 0 && !closed && (
        <p className="text-muted">{t("empty", { name: otherOf(booking).name })}</p>
      )}
      {items.length > 0 && (
        <ol aria-live="polite" aria-label={t("title")} className="grid gap-2">
          {items.map((message) => (
            <Line key={message.id} booking={booking} message={message} last={message.number === newest} />
          ))}
        </ol>
      )}
      {data &&
        (closed ? (
          <Notice>
            <p>{t(`closed.${closed}`)}</p>
          </Notice>
        ) : (
          <Write booking={booking} />
        ))}
      {data && !closed && !booking.class_id && <KeepChat booking={booking} />}
    </section>
  );
}
