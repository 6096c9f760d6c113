const FIRST = [
  "ada", "alan", "anita", "barbara", "bjarne", "brian", "claude", "dennis", "donald", "edsger",
  "evelyn", "frances", "grace", "guido", "hedy", "jean", "john", "katherine", "ken", "kathleen",
  "leslie", "linus", "lynn", "margaret", "mary", "niklaus", "radia", "shafi", "sophie", "tim",
] as const; // prettier-ignore

const LAST = [
  "allen", "babbage", "backus", "boole", "booth", "borg", "clarke", "conway", "dijkstra", "engelbart",
  "floyd", "goldberg", "goldwasser", "hamilton", "hoare", "hopper", "johnson", "kernighan", "knuth",
  "lamarr", "lamport", "liskov", "lovelace", "mccarthy", "naur", "perlman", "ritchie", "shannon",
  "thompson", "turing", "wilson", "wirth",
] as const; // prettier-ignore

/** Domains that never belong to anybody (RFC 2606), so that no mail goes astray. */
const DOMAINS = ["example.com", "example.net", "example.org"] as const;

/** The few users that demo data has unless more are asked for. */
export const FEW_EMAILS = [
  "ada.lovelace@example.com",
  "alan.turing@example.com",
  "grace.hopper@example.com",
  "katherine.johnson@example.com",
];

/** The address of the demo user of a number from 0, no two alike; neighbours do not look alike. */
export function demoEmail(index: number): string {
  const people = FIRST.length * LAST.length;
  // A step that shares no factor with the number of people visits each once.
  const person = (index * 397) % people;
  const round = Math.floor(index / people);
  const first = FIRST[person % FIRST.length];
  const last = LAST[Math.floor(person / FIRST.length)];
  const number = round === 0 ? "" : String(round + 1);
  return `${first}.${last}${number}@${DOMAINS[index % DOMAINS.length]}`;
}
