// Every language says the same: the same sentences with the same parts; and what a button shows is in the name it is read by.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { type MessageFormatElement, TYPE, parse } from "@formatjs/icu-messageformat-parser";
import { createTranslator } from "use-intl/core";
import { LOCALES, accepted, directionOf } from "@shared/locales";

const FOLDERS = ["more", "account"].map((name) => path.resolve(import.meta.dirname, "../../shared/messages", name));
type Tree = { [key: string]: string | Tree };
const read = (locale: string): Tree =>
  Object.assign(
    {},
    ...FOLDERS.map((folder) => JSON.parse(readFileSync(path.join(folder, `${locale}.json`), "utf8")) as Tree),
  ) as Tree;

function flat(tree: Tree, before = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = before + key;
    if (typeof value === "string") found.set(name, value);
    else flat(value, `${name}.`).forEach((text, each) => found.set(each, text));
  }
  return found;
}

/** The names of what is put into a sentence, in each of its branches. */
function argumentsOf(text: string): string[] {
  const found = new Set<string>();
  const look = (parts: MessageFormatElement[]): void =>
    parts.forEach((part) => {
      if (part.type !== TYPE.literal && part.type !== TYPE.pound) found.add(part.value);
      if (part.type === TYPE.select || part.type === TYPE.plural)
        Object.values(part.options).forEach((each) => look(each.value));
    });
  look(parse(text));
  return [...found].sort();
}
const english = flat(read("en"));

describe("messages", () => {
  it("are there in each language, and in no other", () => {
    for (const folder of FOLDERS) {
      const files = readdirSync(folder).filter((name) => /^[a-z]+\.json$/.test(name));
      assert.deepEqual(files.sort(), LOCALES.map((locale) => `${locale}.json`).sort());
    }
  });
  for (const locale of LOCALES) {
    const own = flat(read(locale));
    it(`${locale}: the same sentences with the same parts`, () => {
      assert.deepEqual([...own.keys()].sort(), [...english.keys()].sort());
      for (const [key, text] of english) assert.deepEqual(argumentsOf(own.get(key)!), argumentsOf(text), key);
    });
    it(`${locale}: every sentence can be said`, () => {
      const wrong: string[] = [];
      const say = createTranslator({
        locale,
        messages: read(locale),
        onError: (error) => wrong.push(error.message),
      }) as unknown as (key: string, values: Record<string, string | number>) => string;
      for (const [key, text] of own)
        for (const count of [0, 1, 2, 3, 11, 100])
          say(key, Object.fromEntries(argumentsOf(text).map((each) => [each, count])));
      assert.deepEqual(wrong, []);
    });
    it(`${locale}: what a button shows is in its name`, () => {
      for (const [key, text] of own)
        if (key.endsWith("Named")) {
          const shown = own.get(key.replace(/Named$/, ""))!;
          assert.ok(text.toLowerCase().includes(shown.toLowerCase()), `${key}: “${text}” without “${shown}”`);
        }
    });
  }
});

describe("messages of the site before these", () => {
  const site = path.resolve(FOLDERS[0]!, "..");
  const first = flat(JSON.parse(readFileSync(path.join(site, "en.json"), "utf8")) as Tree);
  for (const locale of LOCALES.filter((each) => each !== "en"))
    it(`${locale}: what is translated of them has the same parts`, () => {
      const own = flat(JSON.parse(readFileSync(path.join(site, `${locale}.json`), "utf8")) as Tree);
      for (const [key, text] of own) {
        assert.ok(first.has(key), `${key} is not in the English file`);
        const parts = (sentence: string) => argumentsOf(sentence).filter((each) => each !== "b");
        assert.deepEqual(parts(text), parts(first.get(key)!), key);
      }
    });
});

describe("languages", () => {
  it("are chosen by what the browser asks for first and there is", () => {
    assert.equal(accepted("pt-BR, ar;q=0.8, de;q=0.9"), "de");
    assert.equal(accepted("FR-ca"), "fr");
    assert.equal(accepted("pt, *;q=0.1"), null);
    assert.equal(accepted("de;q=0, es"), "es");
    assert.equal(accepted(null), null);
  });
  it("are written from the right only where they are", () => {
    assert.deepEqual(LOCALES.map(directionOf), ["ltr", "ltr", "ltr", "ltr", "rtl"]);
  });
});
