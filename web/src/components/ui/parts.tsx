// Small pieces that many screens share.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export { initials } from "@/lib/initials";
export { Avatar } from "./avatar";

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("h-5 skeleton", className)} />;
}

/** Skeletons in the shape of a list, with words for screen readers. */
export function Waiting({
  label,
  rows = 3,
  className = "h-20",
}: {
  label: string;
  rows?: number;
  className?: string;
}) {
  return (
    <div role="status" aria-label={label} className="grid gap-4">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} className={className} />
      ))}
    </div>
  );
}

/** Says what will be here, and offers the one next step. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 border-y border-line px-4 py-12 text-center">
      <Icon aria-hidden size={28} strokeWidth={1.5} className="text-muted" />
      <p className="text-17 font-medium">{title}</p>
      {children && <p className="max-w-md text-muted">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

export function PageHead({ title, children, aside }: { title: ReactNode; children?: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="grid gap-1">
        <h1 className="text-28 font-semibold">{title}</h1>
        {children && <div className="max-w-2xl text-muted">{children}</div>}
      </div>
      {aside}
    </div>
  );
}

/** The narrow column of forms. */
export function Narrow({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-md py-6 md:py-12">{children}</div>;
}
