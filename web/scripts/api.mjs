// shared/api.d.ts from the scheduler's OpenAPI document: `write` makes it, `check` says whether it is up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = fileURLToPath(new URL("../shared/api.d.ts", import.meta.url));
const own = `${root}/.visavis/venv/bin/python`;
const python = process.env.PYTHON || (existsSync(own) ? own : "python3");

const document = execFileSync(python, ["-m", "scheduler", "openapi"], {
  cwd: root,
  maxBuffer: 64 << 20,
  encoding: "utf8",
});
const header = "// Made from the scheduler's OpenAPI document by `npm run api`; not to be edited.\n\n";
const text =
  header + astToString(await openapi(JSON.parse(document), { alphabetize: true, defaultNonNullable: false }));

if (process.argv[2] === "check") {
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error(
      "shared/api.d.ts is not what the scheduler describes now: run `npm run api` and look at the difference.",
    );
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
