import { type ReactNode, Suspense } from "react";
import { Shell } from "@/components/shell";
import { isProduction } from "@/lib/env";

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <Shell devMail={!isProduction()}>{children}</Shell>
    </Suspense>
  );
}
