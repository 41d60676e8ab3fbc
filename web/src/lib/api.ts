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

/** The answer, whatever it holds; throws ApiProblem for every refusal and for no answer at all. */
async function answerTo(method: string, path: string, ask: Ask): Promise<Response> {
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
  if (!response.ok) throw ApiProblem.from(response.status, await response.json().catch(() => null));
  return response;
}

/** The JSON of an answer; throws as `answerTo` does. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: Ask = {},
): Promise<T> {
  const response = await answerTo(method, path, options);
  return (response.status === 204 ? undefined : await response.json().catch(() => null)) as T;
}

/** Fetch a file and hand it to the browser to be saved under its name; throws as `answerTo` does. */
export async function save(path: string, name: string, role: Role): Promise<void> {
  const response = await answerTo("GET", path, { role });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
