// Bringing a file to the scheduler, with its progress. XMLHttpRequest: fetch cannot tell how much was sent.
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";
import type { KeptFile, PhotoView } from "@shared/types";

interface Bring {
  role: Role;
  signal?: AbortSignal;
  progress?: (share: number) => void;
}

/** The file as it was kept. `id` is ours: the same file again with it is the same file. Throws ApiProblem. */
export const bringFile = (id: string, file: File, how: Bring) =>
  bring<KeptFile>(`/api/files/${id}?name=${encodeURIComponent(file.name.slice(-300))}`, file, how);

/** One's photo in a role from now on, as it was drawn from this file. Throws ApiProblem. */
export const bringPhoto = (file: File, role: Role) => bring<PhotoView>("/api/photo", file, { role });

function bring<T>(url: string, file: File, { role, signal, progress }: Bring): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Visavis-Role", role);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress?.(event.loaded / event.total);
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as T)
        : reject(ApiProblem.from(request.status, request.response));
    request.onerror = () => reject(ApiProblem.offline());
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
