// Problems (RFC 9457) as the scheduler sends them, and the few that never reach it (no network).

export interface FieldProblem {
  field: string;
  reason: string;
  hint?: string;
}
export interface Slot {
  start: string;
  end: string;
}
export interface Conflict {
  role?: "client" | "professional";
  title?: string;
  start?: string;
  end?: string;
}
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: FieldProblem[];
  next_slots?: Slot[];
  conflict?: Conflict | null;
}

/** What a refused or failed request throws. `slug` is "offline" when no answer came. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly body: ProblemBody,
  ) {
    super(body.detail ?? body.title ?? slug);
    this.name = "ApiProblem";
  }

  static from(status: number, body: unknown): ApiProblem {
    const known = (typeof body === "object" && body !== null ? body : {}) as ProblemBody;
    return new ApiProblem(status, known.type?.split("/").at(-1) || "internal", known);
  }

  static offline(): ApiProblem {
    return new ApiProblem(0, "offline", {});
  }

  /** The sentence for a field, or undefined. */
  field(name: string): string | undefined {
    const found = this.body.errors?.find((error) => error.field === name || error.field.startsWith(`${name}.`));
    return found && [found.reason, found.hint].filter(Boolean).join(" ");
  }
}
