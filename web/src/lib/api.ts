// How page scripts ask: always through our own handlers, the role said explicitly.
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";

type Query = Record<string, string | number | undefined | null>;
export interface Ask {
  role?: Role;
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
}

/** The JSON of an answer; throws ApiProblem for every refusal and for no answer at all. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  ask: Ask = {},
): Promise<T> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(ask.query ?? {}))
    if (value != null && value !== "") search.set(key, String(value));
  const headers: Record<string, string> = {};
  if (ask.role) headers["X-Visavis-Role"] = ask.role;
  if (ask.idempotencyKey) headers["Idempotency-Key"] = ask.idempotencyKey;
  if (ask.body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`/api/backend${path}${search.size ? `?${search}` : ""}`, {
      method,
      headers,
      body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
      signal: ask.signal,
    });
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw ApiProblem.offline();
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ApiProblem.from(response.status, answer);
  return answer as T;
}
