"use client";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { initials } from "@/lib/initials";

/** Somebody's photo, or their initials; beside their name, so it says nothing itself. */
export function Avatar({ name, photo, className }: { name: string; photo?: string | null; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span
      aria-hidden
      className={cn(
        "inline-flex size-11 shrink-0 items-center justify-center overflow-hidden rounded-full bg-sunken font-medium",
        "text-muted",
        className,
      )}
    >
      {photo && photo !== broken ? (
        // Drawn by the scheduler in the size it is needed in, so there is nothing for Next to make of it.
        // eslint-disable-next-line @next/next/no-img-element
        <img src={photo} alt="" loading="lazy" className="size-full object-cover" onError={() => setBroken(photo)} />
      ) : (
        initials(name)
      )}
    </span>
  );
}
