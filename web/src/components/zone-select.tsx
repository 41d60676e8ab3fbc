"use client";
import type { ComponentProps } from "react";
import { SelectField } from "./ui/field";
import { useNow } from "@/lib/hooks";
import { offsetName } from "@shared/time";

let known: string[] | undefined;
const zones = () => (known ??= [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])]);

/** Every IANA zone, with its offset now; the one in force is always among them. */
export function ZoneSelect({
  current,
  ...rest
}: Omit<ComponentProps<typeof SelectField>, "children"> & { current: string }) {
  const now = useNow(3600) || 0;
  const list = zones().includes(current) ? zones() : [current, ...zones()];
  return (
    <SelectField {...rest}>
      {list.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")} ({offsetName(now, zone)})
        </option>
      ))}
    </SelectField>
  );
}
