// Before all browser tests: the whole of Visavis on free ports, with a state folder of its own; after them: nothing left.
// E2E_URL set from outside means that it runs already.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { startElsewhere } from "./elsewhere";

const ROOT = path.resolve(__dirname, "../../..");
const RESULTS = path.resolve(__dirname, "../../test-results");
const OWN = path.join(ROOT, ".visavis/venv/bin/python");
const PYTHON = process.env.PYTHON || (existsSync(OWN) ? OWN : "python3");
const START_MS = 420_000; // With a build on a busy machine.

const freeTcp = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
const freeUdp = () =>
  new Promise<number>((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.on("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}

export default async function stack(): Promise<(() => Promise<void>) | void> {
  if (process.env.E2E_URL) return;
  mkdirSync(RESULTS, { recursive: true });
  const state = mkdtempSync(path.join(tmpdir(), "visavis-e2e-"));
  const web = await freeTcp();
  const sfu = await freeTcp();
  const url = `http://localhost:${web}`;
  const secret = randomBytes(32).toString("hex");
  const elsewhere = await startElsewhere(PYTHON, ROOT);
  const child = spawn(PYTHON, ["-m", "deploy.supervisor", "run"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...elsewhere.env,
      VISAVIS_ENV: "test",
      VISAVIS_STATE_DIR: state,
      VISAVIS_WEB_PORT: String(web),
      VISAVIS_WEB_URL: url,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: secret,
      VISAVIS_SCHEDULER_PORT: String(await freeTcp()),
      VISAVIS_TEST_GATEWAY_PORT: String(await freeTcp()),
      VISAVIS_SFU_HTTP_PORT: String(sfu),
      VISAVIS_SFU_TCP_PORT: String(await freeTcp()),
      VISAVIS_SFU_UDP_PORT: String(await freeUdp()),
      VISAVIS_SFU_PUBLIC_URL: `ws://localhost:${sfu}`,
      VISAVIS_SFU_ADVERTISE: "127.0.0.1",
      DATABASE_URL: "",
    },
  });
  const log = createWriteStream(path.join(RESULTS, "stack.log"));
  let tail = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => {
      log.write(data);
      tail = (tail + data.toString()).slice(-4000);
    });
  const stop = async () => {
    child.kill("SIGTERM");
    elsewhere.child.stdin?.end();
    await Promise.all([ended(child), ended(elsewhere.child)]);
    log.end();
    rmSync(state, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MS;
  // The home page and, through it, the scheduler with its demo people.
  while (!(await answers(`${url}/api/backend/professionals?limit=1`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Visavis did not start. Its last words:\n${tail}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  process.env.E2E_URL = url;
  process.env.E2E_SECRET = secret;
  process.env.E2E_STATE = state;
  process.env.E2E_PYTHON = PYTHON;
  process.env.E2E_SUPERVISOR = String(child.pid);
  return stop;
}
