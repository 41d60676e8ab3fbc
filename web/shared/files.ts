// Files that go with a message: what the scheduler takes, told before anything is sent. Pure.
// The rule kept here: the content decides (the scheduler looks), a name only spares people a wait that is in vain.

export const MOST_FILES = 10;
export const MOST_BYTES = 10_000_000;
export const ENDINGS = [
  ...["jpg", "jpeg", "png", "webp", "gif", "pdf", "txt", "csv", "md", "log"],
  ...["docx", "xlsx", "pptx", "odt", "ods", "odp"],
] as const;

export type WhyNot = "empty" | "too-large" | "kind" | "too-many";

export function whyNot(file: { name: string; size: number }, already: number): WhyNot | null {
  if (already >= MOST_FILES) return "too-many";
  if (file.size === 0) return "empty";
  if (file.size > MOST_BYTES) return "too-large";
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  return ending && ENDINGS.some((each) => each === ending) ? null : "kind";
}

/** "840 bytes", "12 kB", "3.4 MB". */
export function sizeName(bytes: number, locale = "en"): string {
  const [value, unit] =
    bytes < 1000
      ? ([bytes, "byte"] as const)
      : bytes < 1_000_000
        ? ([Math.round(bytes / 1000), "kilobyte"] as const)
        : ([Math.round(bytes / 100_000) / 10, "megabyte"] as const);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: unit === "byte" ? "long" : "short",
  }).format(value);
}
