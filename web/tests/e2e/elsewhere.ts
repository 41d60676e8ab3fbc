// Starts what is outside of Visavis (elsewhere.py) and says how the stack is told of it.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Elsewhere {
  child: ChildProcess;
  env: Record<string, string>;
}

export async function startElsewhere(python: string, root: string): Promise<Elsewhere> {
  const child = spawn(python, ["web/tests/e2e/elsewhere.py"], {
    cwd: root,
    // Its input stays open as long as this process lives: it ends with it, however that ends.
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONPATH: root },
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`elsewhere.py ended with ${code}`)));
  });
  const { oidc, dav, google } = JSON.parse(line) as Record<"oidc" | "dav" | "google", string>;
  process.env.E2E_OIDC = oidc;
  process.env.E2E_DAV = dav;
  return {
    child,
    env: {
      VISAVIS_OIDC_MOCK_ISSUER: oidc,
      VISAVIS_OIDC_MOCK_CLIENT_ID: "visavis",
      VISAVIS_OIDC_MOCK_CLIENT_SECRET: "a secret of the tests",
      VISAVIS_GOOGLE_CALENDAR_CLIENT_ID: "client-id",
      VISAVIS_GOOGLE_CALENDAR_CLIENT_SECRET: "client-secret",
      VISAVIS_GOOGLE_CALENDAR_URL: google,
    },
  };
}
