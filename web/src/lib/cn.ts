import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["13", "15", "17", "21", "28", "38"] }] } },
});

/** Class names joined, later ones winning. */
export const cn = (...values: ClassValue[]) => merge(clsx(values));
