"use client";
// A range of a day: from, to, and away with it.
import { X } from "lucide-react";
import { cn } from "@/lib/cn";
import { Button } from "../ui/button";
import { inputLook } from "../ui/field";

const TIMES = Array.from(
  { length: 97 },
  (_, i) => `${String(Math.floor(i / 4)).padStart(2, "0")}:${String((i % 4) * 15).padStart(2, "0")}`,
);

export function TimeSelect({
  value,
  label,
  end,
  onChange,
}: {
  value: string;
  label: string;
  end: boolean;
  onChange: (value: string) => void;
}) {
  const list = (end ? TIMES.slice(1) : TIMES.slice(0, -1)).concat(TIMES.includes(value) ? [] : [value]).sort();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(inputLook, "tnum w-28")}
    >
      {list.map((time) => (
        <option key={time}>{time}</option>
      ))}
    </select>
  );
}

export function RangeFields({
  range,
  labels,
  note,
  change,
  remove,
}: {
  range: { start: string; end: string };
  labels: { from: string; to: string; remove: string };
  note?: string | false;
  change: (part: { start?: string; end?: string }) => void;
  remove?: () => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TimeSelect end={false} value={range.start} label={labels.from} onChange={(start) => change({ start })} />
      <span aria-hidden>–</span>
      <TimeSelect end value={range.end} label={labels.to} onChange={(end) => change({ end })} />
      {remove && (
        <Button look="quiet" size="icon" aria-label={labels.remove} onClick={remove}>
          <X aria-hidden size={18} />
        </Button>
      )}
      {note && <span className="text-13 text-muted">{note}</span>}
    </div>
  );
}
