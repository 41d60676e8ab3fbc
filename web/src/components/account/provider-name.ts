const NAMES: Record<string, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  linkedin: "LinkedIn",
  azuread: "Microsoft",
};

/** A provider as people know it, from the short name that the operator gave it. */
export const providerName = (name: string) => NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
