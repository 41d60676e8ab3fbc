// A voice for the fake microphone: the browser's own beeps are too short to count as speaking.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const RATE = 48_000;
const SECONDS = 6;

/** Writes the voice as a WAV file (16 bit, mono) and gives its path: vowels in syllables, with a breath between sentences. */
export function writeVoice(folder: string): string {
  const samples = Buffer.alloc(RATE * SECONDS * 2);
  let phase = 0;
  for (let i = 0; i < RATE * SECONDS; i++) {
    const t = i / RATE;
    phase +=
      (2 * Math.PI * (140 + 25 * Math.sin(2 * Math.PI * 0.9 * t) + 8 * Math.sin(2 * Math.PI * 5.3 * t))) / RATE;
    let value = 0;
    for (let harmonic = 1; harmonic <= 24; harmonic++) {
      const frequency = harmonic * 140;
      const formant =
        Math.exp(-(((frequency - 600 - 250 * Math.sin(2 * Math.PI * 1.7 * t)) / 300) ** 2)) +
        0.4 * Math.exp(-(((frequency - 1700) / 350) ** 2));
      value += (0.15 / harmonic + formant) * Math.sin(harmonic * phase);
    }
    const syllable = 0.35 + 0.65 * Math.max(0, Math.sin(2 * Math.PI * 3.1 * t));
    const breath = t % 3 > 2.6 ? 0 : 1;
    samples.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value * 0.12 * syllable * breath)) * 32_000), i * 2);
  }
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "voice.wav");
  writeFileSync(file, Buffer.concat([header, samples]));
  return file;
}
