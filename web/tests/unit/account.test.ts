// Pure parts of the pages of one's account: QR codes, passkeys' JSON, hours as people type them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
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
