/** The part of `@zxcvbn-ts/language-common` that is read: passwords by how common they are. */
interface Dictionaries {
  dictionary: { "passwords-common": readonly string[] };
}

let list: ReadonlySet<string> | undefined;

/** The most common passwords, in small letters. Read at the first call: it takes some 25 ms and 7 MB. */
export function commonList(): ReadonlySet<string> {
  if (list) return list;
  // oxlint-disable-next-line typescript/no-require-imports -- not before somebody chooses a password
  const { dictionary } = require("@zxcvbn-ts/language-common") as Dictionaries;
  return (list = new Set(dictionary["passwords-common"]));
}
