/** Addresses of made-up people: few have a rare name, most a frequent one, as it is among real ones. */
export interface Addresses {
  /** All different, in the order in which these people sign up. */
  all: string[];
  /** Words of letters that somebody may be looked for by: a frequent one with each rarer one after it. */
  words: string[];
}

const SYLLABLES = (
  "an ber chi dan el fre gar hil in jo kar lin mar nor ol pet qui ros san tom ur vic wal xan yo zim " +
  "da le mi ra so ti va ne ko bu ston ter man son sen ski ler ner der ger"
).split(" ");
const PROVIDERS = ["mail", "inbox", "post", "letters", "webmail", "freemail", "hello", "fastpost"];
const FIRST_NAMES = 4_000;
const LAST_NAMES = 60_000;
const COMPANIES = 40_000;
const ASKED = 200;

/** So many addresses, the same ones each time. */
export function makeAddresses(count: number): Addresses {
  const random = numbersFrom(20_261_130);
  const words = distinctWords(random, FIRST_NAMES + LAST_NAMES + COMPANIES);
  const first = words.slice(0, FIRST_NAMES);
  const last = words.slice(FIRST_NAMES, FIRST_NAMES + LAST_NAMES);
  const companies = words.slice(FIRST_NAMES + LAST_NAMES);
  const pick = (from: readonly string[]): string => from[ranked(random, from.length)] ?? "";

  const all = new Set<string>();
  while (all.size < count) {
    const [given, family, number] = [pick(first), pick(last), Math.floor(random() * 10_000)];
    const locals = [
      `${given}.${family}`,
      `${given}.${family}${number % 100}`,
      `${given[0]}${family}`,
      `${given}${family}`,
      `${given}${number}`,
      `${family}_${given}${number % 1_000}`,
    ];
    const domain =
      random() < 0.7
        ? `${pick(PROVIDERS)}.example`
        : `${pick(companies)}.${random() < 0.5 ? "example" : "test"}`;
    all.add(`${locals[Math.floor(random() * locals.length)]}@${domain}`);
  }
  // The rarer ones are asked for more and more seldom.
  const asked = Array.from({ length: ASKED }, (_, n) => last[n * n] ?? "");
  return { all: [...all], words: asked };
}

function distinctWords(random: () => number, count: number): string[] {
  const words = new Set<string>();
  while (words.size < count) {
    const length = 2 + Math.floor(random() * 2.5);
    const syllables = Array.from(
      { length },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
    );
    words.add(syllables.join(""));
  }
  return [...words];
}

/** A place of so many, the n-th about n times rarer than the first. */
function ranked(random: () => number, count: number): number {
  return Math.min(count - 1, Math.floor(count ** random()) - 1);
}

/** Numbers from 0 to 1 that look random (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
