// Pure parts of the pages of one's account: QR codes, passkeys' JSON, hours as people type them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { collide, instantOf, pastMidnight, wallOf } from "@shared/hours";
import { qrCode, qrPath } from "@shared/qr";
import { creationOptions, fromBase64Url, requestOptions, toBase64Url } from "@shared/webauthn";

const print = (text: string, mask?: number) =>
  createHash("sha256")
    .update(
      qrCode(text, mask)
        .flat()
        .map((dark) => (dark ? "1" : "0"))
        .join(""),
    )
    .digest("hex")
    .slice(0, 16);

describe("QR codes", () => {
  it("are those another maker draws (python-qrcode, level M, mask 3), in versions of every shape", () => {
    const uri =
      "otpauth://totp/Visavis:ada%40demo.visavis.test?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Visavis";
    assert.equal(print("HI there", 3), "4598afd4cb51f1bf");
    assert.equal(print(uri, 3), "3fa5e1e87f65f6e2");
    assert.equal(print("x".repeat(213), 3), "c0aa0b25790b3844");
    assert.equal(print("ü".repeat(100), 3), "142ef71d07c1fee5");
    assert.equal(print("y".repeat(300), 3), "50593ce6eaa0835b");
    assert.equal(print("z".repeat(412), 3), "92d0fea4cb6498f8");
  });
  it("take one of the eight masks, the same each time", () => {
    const masks = Array.from({ length: 8 }, (_, mask) => print("Visavis", mask));
    assert.equal(new Set(masks).size, 8);
    assert.ok(masks.includes(print("Visavis")));
  });
  it("refuse what does not fit, and leave four modules of quiet around", () => {
    assert.throws(() => qrCode("z".repeat(413)), RangeError);
    const { path, size } = qrPath(qrCode("HI there"));
    assert.equal(size, 29);
    assert.ok(path.startsWith("M4 4h1v1h-1z"));
  });
});

describe("passkeys", () => {
  it("turn base64url into bytes and back, whatever its length", () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + length) % 256);
      const text = toBase64Url(bytes);
      assert.match(text, /^[A-Za-z0-9_-]*$/);
      assert.deepEqual(fromBase64Url(text), bytes);
    }
  });
  it("give the browser buffers where it wants them, and the rest as it came", () => {
    const made = creationOptions({
      challenge: "AQID",
      rp: { id: "localhost", name: "Visavis" },
      user: { id: "BAU", name: "ada@example.org", displayName: "" },
      excludeCredentials: [{ id: "Bg", type: "public-key" }],
      timeout: 60000,
    });
    assert.deepEqual(made.challenge, new Uint8Array([1, 2, 3]));
    assert.deepEqual(made.user.id, new Uint8Array([4, 5]));
    assert.deepEqual(made.excludeCredentials?.[0]?.id, new Uint8Array([6]));
    assert.equal(made.timeout, 60000);
    assert.deepEqual(requestOptions({ challenge: "AQID" }).allowCredentials, []);
  });
});

describe("hours as typed", () => {
  const range = (start: string, end: string) => ({ start, end });
  it("collide when they overlap, also with what runs past midnight from the day before", () => {
    assert.equal(collide([]), false);
    assert.equal(collide([range("13:00", "17:00"), range("09:00", "13:00")]), false);
    assert.equal(collide([range("09:00", "13:00"), range("12:45", "17:00")]), true);
    assert.equal(collide([range("09:00", "09:00")]), true);
    assert.equal(collide([range("22:00", "02:00")]), false);
    assert.equal(collide([range("20:00", "01:00"), range("23:00", "24:00")]), true);
    assert.equal(collide([range("01:00", "03:00")], [range("22:00", "02:00")]), true);
    assert.equal(collide([range("02:00", "03:00")], [range("22:00", "02:00")]), false);
    assert.equal(pastMidnight(range("22:00", "24:00")), false);
    assert.equal(pastMidnight(range("22:00", "00:30")), true);
  });
  it("become instants: the first of a doubled hour, none of a missing one", () => {
    const at = (wall: string, zone: string) => instantOf(wall, zone)?.toISOString() ?? null;
    assert.equal(at("2027-03-11T09:30", "Asia/Kathmandu"), "2027-03-11T03:45:00.000Z");
    assert.equal(at("2027-03-28T02:30", "Europe/Berlin"), null);
    assert.equal(at("2027-03-28T03:00", "Europe/Berlin"), "2027-03-28T01:00:00.000Z");
    assert.equal(at("2027-10-31T02:30", "Europe/Berlin"), "2027-10-31T00:30:00.000Z");
    assert.equal(at("2027-04-04T01:45", "Australia/Lord_Howe"), "2027-04-03T14:45:00.000Z");
    assert.equal(at("2027-03-11T09:30:00", "UTC"), null);
    assert.equal(at("2027-13-11T09:30", "UTC"), null);
    assert.equal(wallOf("2027-03-11T03:45:00Z", "Asia/Kathmandu"), "2027-03-11T09:30");
  });
  it("come back from the instant they became, in zones of many kinds", () => {
    for (const zone of ["Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "UTC"])
      for (let hour = 0; hour < 24 * 366; hour += 7) {
        const wall = new Date(Date.UTC(2027, 0, 1, hour, 30)).toISOString().slice(0, 16);
        const at = instantOf(wall, zone);
        if (at) assert.equal(wallOf(at, zone), wall, zone);
      }
  });
});
