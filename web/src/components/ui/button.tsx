import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const button = cva(
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-md text-15 font-medium whitespace-nowrap transition-colors duration-150 select-none disabled:opacity-60 aria-disabled:opacity-60",
  {
    variants: {
      look: {
        primary: "bg-role text-on-role enabled:hover:bg-role-hover [a&]:hover:bg-role-hover",
        plain: "border border-line bg-raised text-ink hover:border-edge",
        quiet: "text-role-ink hover:bg-role-soft",
        danger: "border border-bad/40 bg-raised text-bad hover:bg-bad-soft",
      },
      size: { md: "px-4", sm: "px-3 text-13", icon: "w-11" },
    },
    defaultVariants: { look: "primary", size: "md" },
  },
);
type Look = VariantProps<typeof button>;

/** A button; `busy` keeps its words and says that it works. */
export function Button({
  look,
  size,
  busy,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & Look & { busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={cn(button({ look, size }), className)}
    >
      {children}
      {busy && <span aria-hidden className="h-1.5 w-1.5 animate-pulse rounded-full bg-current" />}
    </button>
  );
}

export function ButtonLink({ look, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link {...rest} className={cn(button({ look, size }), className)} />;
}
