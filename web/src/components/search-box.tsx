"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./ui/button";

export function SearchBox({ initial = "", className }: { initial?: string; className?: string }) {
  const t = useTranslations("search");
  const router = useRouter();
  const [text, setText] = useState(initial);
  return (
    <form
      role="search"
      action="/search"
      onSubmit={(event) => {
        event.preventDefault();
        router.push(`/search${text.trim() ? `?q=${encodeURIComponent(text.trim())}` : ""}`);
      }}
      className={cn("flex gap-2", className)}
    >
      <div className="relative min-w-0 flex-1">
        <Search
          aria-hidden
          size={18}
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          name="q"
          aria-label={t("label")}
          placeholder={t("placeholder")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="min-h-12 w-full rounded-md border border-edge bg-raised pr-3 pl-10 text-15 placeholder:text-muted"
        />
      </div>
      <Button type="submit" className="min-h-12">
        {t("go")}
      </Button>
    </form>
  );
}
