// Bringing a file to the scheduler, with its progress. XMLHttpRequest: fetch cannot tell how much was sent.
import { ApiProblem } from "@shared/problem";
import type { Role } from "@shared/roles";
import type { KeptFile } from "@shared/types";

interface Bring {
  role: Role;
  signal: AbortSignal;
  progress: (share: number) => void;
}

/** The file as it was kept. `id` is ours: the same file again with it is the same file. Throws ApiProblem. */
export function bringFile(id: string, file: File, { role, signal, progress }: Bring): Promise<KeptFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/files/${id}?name=${encodeURIComponent(file.name.slice(-300))}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Visavis-Role", role);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as KeptFile)
        : reject(ApiProblem.from(request.status, request.response));
    request.onerror = () => reject(ApiProblem.offline());
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
