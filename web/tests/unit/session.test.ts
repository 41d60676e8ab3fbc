import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { type SessionToken, forwardedFor, renew } from "@/lib/session";

// A scheduler's refresh endpoint: hands out successors, or says what `status` tells.
let status = 200;
let asked: string[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const old = (JSON.parse(body) as { refresh_token: string }).refresh_token;
    asked.push(old);
    const answer = {
      access_token: `access after ${old}`,
      refresh_token: `${old}+`,
      expires_in: 600,
      account: { id: "1" },
    };
    setTimeout(
      () => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer)),
      20,
    );
  });
});
const session = (refresh: string) => ({ access: "old", refresh, renewAt: 0 }) as SessionToken;

describe("renewing a session", () => {
  before(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    process.env.VISAVIS_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    asked = [];
    status = 200;
  });

  it("asks once for all that need it at the same time, and for late ones", async () => {
    const answers = await Promise.all([renew(session("a")), renew(session("a")), renew(session("a"))]);
    answers.push(await renew(session("a")));
    assert.deepEqual(asked, ["a"]);
    for (const answer of answers) {
      assert.ok(typeof answer === "object");
      assert.equal(answer.refresh, "a+");
      assert.equal(answer.access, "access after a");
      assert.ok(answer.renewAt > Date.now() / 1000 + 500 && answer.renewAt < Date.now() / 1000 + 600);
    }
  });
  it("keeps people apart", async () => {
    const [b, c] = await Promise.all([renew(session("b")), renew(session("c"))]);
    assert.ok(typeof b === "object" && typeof c === "object");
    assert.deepEqual([b.refresh, c.refresh], ["b+", "c+"]);
  });
  it("tells a refusal from trouble, and asks again after trouble", async () => {
    status = 401;
    assert.equal(await renew(session("d")), "refused");
    status = 503;
    assert.equal(await renew(session("e")), "unreachable");
    status = 200;
    assert.equal(typeof (await renew(session("e"))), "object");
  });
});

describe("the caller's address", () => {
  const of = (value: string | null) => forwardedFor({ get: () => value });
  it("is the nearest hop", () => {
    assert.deepEqual(of("203.0.113.9, 198.51.100.7"), { Forwarded: "for=198.51.100.7" });
    assert.deepEqual(of("2001:db8::1"), { Forwarded: 'for="[2001:db8::1]"' });
  });
  it("is left out where it is none", () => {
    assert.deepEqual(of(null), {});
    assert.deepEqual(of('1.2.3.4";evil'), {});
  });
});
