// QR codes (ISO/IEC 18004), drawn here so that a secret is shown to no other service: bytes, error correction M,
// versions 1 to 15. Pure.
// The rule kept here: of the eight masks the one with the fewest penalty points is taken, as the standard asks.

/** Of each version at level M: error correction bytes a block, and how many blocks. */
const BLOCKS: readonly (readonly [number, number])[] = [
  [10, 1],
  [16, 1],
  [26, 1],
  [18, 2],
  [24, 2],
  [16, 4],
  [18, 4],
  [22, 4],
  [22, 5],
  [26, 5],
  [30, 5],
  [22, 8],
  [22, 9],
  [24, 9],
  [24, 10],
];

/** Modules of a version that carry data, in bits. */
function rawBits(version: number): number {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    bits -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) bits -= 36;
  }
  return bits;
}

const dataBytes = (version: number): number => {
  const [check, blocks] = BLOCKS[version - 1]!;
  return Math.floor(rawBits(version) / 8) - check * blocks;
};

/** A product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

function divisor(degree: number): number[] {
  const result = Array<number>(degree - 1)
    .fill(0)
    .concat(1);
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], by: readonly number[]): number[] {
  const result = by.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift()!;
    result.push(0);
    by.forEach((each, i) => (result[i]! ^= times(each, factor)));
  }
  return result;
}

/** The text as code words with their correction, in the order they are drawn. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const capacity = dataBytes(version);
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, capacity * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity * 8; pad ^= 0xec ^ 0x11) push(pad, 8);
  const data = Array.from({ length: capacity }, (_, i) =>
    bits.slice(i * 8, i * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  );

  const [check, count] = BLOCKS[version - 1]!;
  const total = Math.floor(rawBits(version) / 8);
  const short = count - (total % count);
  const length = Math.floor(total / count) - check;
  const by = divisor(check);
  const blocks: { data: number[]; check: number[] }[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    const part = data.slice(at, (at += length + (i < short ? 0 : 1)));
    blocks.push({ data: part, check: remainder(part, by) });
  }
  const words: number[] = [];
  for (let i = 0; i <= length; i++) for (const each of blocks) if (i < each.data.length) words.push(each.data[i]!);
  for (let i = 0; i < check; i++) for (const each of blocks) words.push(each.check[i]!);
  return words;
}

function alignments(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const result = [6];
  for (let at = version * 4 + 10; result.length < count; at -= step) result.splice(1, 0, at);
  return result;
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

type Grid = boolean[][];

/** The parts that are the same whatever the text, and which modules they take. */
function frame(version: number): { dark: Grid; taken: Grid } {
  const size = version * 4 + 17;
  const dark = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const taken = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const set = (x: number, y: number, value: boolean) => {
    dark[y]![x] = value;
    taken[y]![x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const [x, y, ring] = [cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy))];
        if (x >= 0 && x < size && y >= 0 && y < size) set(x, y, ring !== 2 && ring !== 4);
      }
  const places = alignments(version);
  const last = places.length - 1;
  places.forEach((cx, i) =>
    places.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }),
  );
  if (version >= 7) {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const [a, b, on] = [size - 11 + (i % 3), Math.floor(i / 3), ((bits >>> i) & 1) === 1];
      set(a, b, on);
      set(b, a, on);
    }
  }
  format(set, size, 0);
  return { dark, taken };
}

/** Writes which level (M) and mask a code has. */
function format(set: (x: number, y: number, value: boolean) => void, size: number, mask: number): void {
  let rest = mask; // Level M is 00.
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const on = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(8, i, on(i));
  set(8, 7, on(6));
  set(8, 8, on(7));
  set(7, 8, on(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, on(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, on(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, on(i));
  set(8, size - 8, true);
}

function fill(dark: Grid, taken: Grid, words: readonly number[]): void {
  const size = dark.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (taken[y]![x] || at >= words.length * 8) continue;
        dark[y]![x] = ((words[at >>> 3]! >>> (7 - (at & 7))) & 1) === 1;
        at++;
      }
  }
}

/** The standard's penalty points of a code. */
function penalty(dark: Grid): number {
  const size = dark.length;
  let points = 0;
  let count = 0;
  const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]!))];
  for (const line of lines) {
    const text = line.map((each) => (each ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    for (let i = 0; i + 11 <= size; i++) {
      const part = text.slice(i, i + 11);
      if (part === "10111010000" || part === "00001011101") points += 40;
    }
  }
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (dark[y]![x]) count++;
      if (x && y && new Set([dark[y]![x], dark[y]![x - 1], dark[y - 1]![x], dark[y - 1]![x - 1]]).size === 1)
        points += 3;
    }
  return points + Math.floor(Math.abs((count * 20) / (size * size) - 10)) * 10;
}

/** The code of a text as rows of modules (true: dark), without its quiet zone. Throws RangeError for more than 15-M holds. */
export function qrCode(text: string, mask?: number): Grid {
  const bytes = new TextEncoder().encode(text);
  const fits = (version: number) => 4 + (version < 10 ? 8 : 16) + bytes.length * 8 <= dataBytes(version) * 8;
  const version = BLOCKS.map((_, i) => i + 1).find(fits);
  if (version === undefined) throw new RangeError("The text is too long for a QR code here.");
  const words = codewords(bytes, version);
  const masks = mask === undefined ? MASKS.map((_, i) => i) : [mask];
  const drawn = masks.map((which) => {
    const { dark, taken } = frame(version);
    fill(dark, taken, words);
    dark.forEach((row, y) =>
      row.forEach((value, x) => (row[x] = taken[y]![x] ? value : value !== MASKS[which]!(x, y))),
    );
    format((x, y, value) => (dark[y]![x] = value), dark.length, which);
    return { dark, points: masks.length > 1 ? penalty(dark) : 0 };
  });
  return drawn.reduce((best, each) => (each.points < best.points ? each : best)).dark;
}

/** The dark modules as an SVG path, in a box from 0 to size + 8 (four modules of quiet around). */
export function qrPath(code: Grid): { path: string; size: number } {
  const path = code
    .map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join(""))
    .join("");
  return { path, size: code.length + 8 };
}
