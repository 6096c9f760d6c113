import fc from "fast-check";
import { createTransport } from "nodemailer";
import {
  accounts,
  emailKeyOf,
  mailToOf,
  parseParams,
  readAddress,
} from "../../../shared/contracts";

const read = (text: string) => {
  const found = readAddress(text);
  if (typeof found === "string") throw new Error(`${text} is ${found}`);
  return found;
};

describe("an address", () => {
  it.each([
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.example", "xn--bcher-kva.example"],
    ["bu\u0308cher.example", "xn--bcher-kva.example"],
    ["XN--BCHER-KVA.Example", "xn--bcher-kva.example"],
    ["bücher。example", "xn--bcher-kva.example"],
    ["straße.de", "xn--strae-oqa.de"],
    ["STRAẞE.de", "xn--strae-oqa.de"],
    ["strasse.de", "strasse.de"],
    ["βόλος.com", "xn--nxasmm1c.com"],
    ["نامه\u200cای.com", "xn--mgba3gch31f060k.com"],
    ["localhost", "localhost"],
  ])("at %s is of the domain %s", (domain, ascii) => {
    expect(read(`t@${domain}`)).toMatchObject({ key: `t@${ascii}`, mailTo: `t@${ascii}` });
  });

  it.each([
    ["of every character of RFC 5322", "o'malley!#$%&*+-/=?^_`{|}~@example.com"],
    ["of 64 octets before the @", `${"a".repeat(64)}@example.com`],
    ["of 254 octets", `a@${"b.".repeat(121)}example.co`],
    ["of a label of 63", `a@${"b".repeat(63)}.com`],
    ["in other letters", "\u{5bb6}\u{65cf}@example.com"],
  ])("may be one %s", (_, text) => {
    expect(readAddress(text)).toMatchObject({ shown: text });
  });

  it.each([
    ["nothing before the @", "@example.com"],
    ["two @", "a@b@example.com"],
    ["a space", "a b@example.com"],
    ["quotes", '"a b"@example.com'],
    ["a dot at the end of its name", "a.@example.com"],
    ["two dots in its name", "a..b@example.com"],
    ["a hyphen before its domain", "a@-x.com"],
    ["a hyphen behind a label", "a@x-.com"],
    ["a query", "a@x.com?y"],
    ["a path", "a@x.com/y"],
    ["a port", "a@x.com:25"],
    ["an encoded letter", "a@x%41.com"],
    ["an underscore in its domain", "a@x_y.com"],
    ["a dot at the end", "a@example.com."],
    ["an IP address", "a@192.0.2.1"],
    ["an IP address in brackets", "a@[192.0.2.1]"],
    ["an A-label that stands for nothing", "a@xn--a.example"],
    ["an A-label that stands for ASCII", "a@xn--example-.com"],
    ["a label of 64", `a@${"b".repeat(64)}.com`],
    ["a variation selector in its domain", "t@exam\ufe0fple.com"],
    ["a grapheme joiner in its domain", "t@exam\u034fple.com"],
    ["a Mongolian selector in its domain", "t@exam\u180bple.com"],
    ["a joiner in its domain where none belongs", "t@exam\u200dple.com"],
    ["a joiner in its name", "t\u200dt@example.com"],
    ["a Hangul filler", "t\u3164@example.com"],
    ["a Hangul filler of the choseong", "t\u115f@example.com"],
    ["a Khmer vowel that is not seen", "t\u17b4@example.com"],
    ["a soft hyphen", "t\u00adt@example.com"],
    ["a noncharacter", "t\ufdd0@example.com"],
    ["a noncharacter of another plane", "t\u{2fffe}@example.com"],
    ["a lone surrogate", "t\ud800@example.com"],
    ["a control character", "t\u0085@example.com"],
  ])("has not %s", (_, text) => {
    expect(readAddress(text)).toBe("invalid");
  });

  it("is as long as a path of RFC 5321 may be, in octets", () => {
    expect(readAddress(`${"a".repeat(65)}@example.com`)).toBe("local_too_long");
    expect(readAddress(`${"ü".repeat(33)}@example.com`)).toBe("local_too_long");
    expect(readAddress(`a@${"b.".repeat(121)}example.com`)).toBe("too_long");
  });

  it("is shown in its own letters", () => {
    expect(read("Erika@Example.com").shown).toBe("Erika@Example.com");
    expect(read("Erika@XN--BCHER-KVA.example").shown).toBe("Erika@XN--BCHER-KVA.example");
    expect(read("Erika@BU\u0308CHER.example").shown).toBe("Erika@bücher.example");
  });
});

describe("the key of an address", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
  const label = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    fc.constantFrom("bücher", "straße", "βόλος", "例え", "xn--bcher-kva", "пример", "faß"),
  );
  const address = fc
    .tuple(word, label, label)
    .map(([name, one, two]) => `${name}@${one}.${two}`)
    .filter((text) => typeof readAddress(text) !== "string");

  it("is its own key, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.string({ unit: "binary" }), word), (text) => {
        expect(emailKeyOf(emailKeyOf(text))).toBe(emailKeyOf(text));
      }),
    );
  });

  /** The other case of each letter that has one letter as its other case. */
  const otherCases = (text: string): string[] =>
    (["toUpperCase", "toLowerCase"] as const).map((to) =>
      Array.from(text, (letter) => {
        const other = letter[to]();
        const isOne =
          Array.from(other).length === 1 &&
          other[to === "toUpperCase" ? "toLowerCase" : "toUpperCase"]() === letter;
        return isOne ? other : letter;
      }).join(""),
    );

  it("is the same for every spelling", () => {
    fc.assert(
      fc.property(address, (text) => {
        const { shown, mailTo, key } = read(text);
        const at = shown.lastIndexOf("@");
        const forms = [shown, mailTo].flatMap((one) => [
          one,
          one.normalize("NFD"),
          one.normalize("NFC"),
          ...otherCases(one.slice(0, at)).map((name) => name + one.slice(at)),
        ]);
        for (const form of forms) expect(emailKeyOf(form)).toBe(key);
      }),
    );
  });

  it("is the same if and only if the mail goes to the same mailbox, but for the case of its name", () => {
    fc.assert(
      fc.property(address, address, (one, other) => {
        const [a, b] = [read(one), read(other)];
        const mailbox = ({ mailTo }: typeof a) => emailKeyOf(mailTo);
        expect(a.key === b.key).toBe(mailbox(a) === mailbox(b));
        const domainOf = (text: string) => text.slice(text.lastIndexOf("@"));
        expect(domainOf(a.key)).toBe(domainOf(a.mailTo));
      }),
    );
  });

  it("folds case: a sigma is a sigma, and ß is not ss", () => {
    const keys = ["ΣΊΣΥΦΟΣ", "σίσυφος", "σίσυφοσ"].map((name) => emailKeyOf(`${name}@x.example`));
    expect(new Set(keys).size).toBe(1);
    expect(emailKeyOf("straße@x.example")).not.toBe(emailKeyOf("strasse@x.example"));
    expect(emailKeyOf("ı@x.example")).not.toBe(emailKeyOf("i@x.example"));
  });
});

it("is mailed to where its key says, by what nodemailer makes of it", async () => {
  const transport = createTransport({ streamTransport: true, buffer: true });
  for (const text of ["t@bücher.example", "T@BÜCHER。example", "t@STRAẞE.de", "o'malley@faß.de"]) {
    const sent = await transport.sendMail({
      from: "jumar@example.com",
      to: { name: "", address: mailToOf(text) },
      text: "",
    });
    expect(sent.envelope.to.map((to) => to.toLowerCase())).toEqual([emailKeyOf(text)]);
  }
});

it("is asked for when it is empty, as every text that has to be there", () => {
  const { register, changePassword } = accounts.actions;
  const wrong = (schema: typeof register.params | typeof changePassword.params, fields: object) => {
    try {
      return parseParams(schema, fields);
    } catch (error) {
      return (error as { errors: { pointer: string; detail: string }[] }).errors.map(
        ({ pointer, detail }) => `${pointer} ${detail}`,
      );
    }
  };
  expect(wrong(register.params, { email: "", password: "" })).toEqual([
    "/email is required",
    "/password is required",
  ]);
  const changed = { current_password: "", password: "", password_confirmation: "" };
  expect(wrong(changePassword.params, changed)).toEqual([
    "/current_password is required",
    "/password is required",
  ]);
});
