import { z } from "zod";
import { contrastOf, mixed } from "./contrast";

/** What people see where Jumar would say its own name. */
export interface Brand {
  name: string;
  /** For light and dark pages; undefined: Jumar's. */
  logo?: { light: Logo; dark: Logo } | undefined;
  /** The colour of buttons and links on light and on dark pages, `#rrggbb`; undefined: Jumar's. */
  colours?: { light: string; dark: string } | undefined;
  /** Where people find help, a mail address. */
  support?: string | undefined;
  /** Where "home" leads, such as the app whose accounts these are; undefined: the page of accounts itself. */
  home?: string | undefined;
  /** Links at the end of each page, such as terms and privacy. */
  legal: { label: Wording; url: string }[];
  /** Texts of mails that say something else: by language and key, such as `confirmation.subject`. */
  mails: { en?: Record<string, string>; de?: Record<string, string> };
}

/** A text in each language. */
export interface Wording {
  en: string;
  de: string;
}

/** A picture, read. */
export interface Logo {
  type: "svg" | "png";
  content: Buffer;
}

/** Jumar as it is. */
export const JUMAR: Brand = { name: "Jumar", legal: [], mails: {} };

/** What buttons and links lie on: cards, and the page itself. WCAG 2.2 asks for 4.5 to 1 for text. */
const GROUNDS = { light: ["#ffffff", "#f6f7f4"], dark: ["#171e1b", "#0f1412"] };
/** How much of the colour is in the tint that marks are on. */
const TINT = 0.08;
const LEAST_CONTRAST = 4.5;

/** The least contrast that a colour has with what it lies on. */
function leastContrast(colour: string, on: keyof typeof GROUNDS): number {
  const [card = ""] = GROUNDS[on];
  const grounds = [...GROUNDS[on], mixed(colour, card, TINT)];
  return Math.min(...grounds.map((ground) => contrastOf(colour, ground)));
}

const line = (most: number) =>
  z
    .string({ error: "must be a text" })
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} characters`)
    .refine((text) => text === "" || text.trim() !== "", "must not be blank")
    .refine((text) => !/\p{Cc}|\p{Cs}|\p{Cf}/u.test(text), "must be one line of visible text");

const link = z
  .string({ error: "must be a URL" })
  .refine(
    (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
    "must be a URL such as https://app.example.com",
  );

const colour = (on: keyof typeof GROUNDS) =>
  z
    .string({ error: "must be a colour such as #1d6a56" })
    .regex(/^#[0-9a-f]{6}$/i, { error: "must be a colour such as #1d6a56", abort: true })
    .refine((text) => leastContrast(text, on) >= LEAST_CONTRAST, {
      error: ({ input }) =>
        `has a contrast of ${leastContrast(String(input), on).toFixed(1)} to 1 on ${on} pages; ${LEAST_CONTRAST} are needed to read it`,
    });

const file = line(1000).optional();
const texts = z.record(z.string(), line(500)).optional();

/** A brand as its file says it, with the paths of pictures. */
export const brandSchema = z.strictObject(
  {
    name: line(40),
    logo: z.strictObject({ light: line(1000), dark: file }).optional(),
    colours: z.strictObject({ light: colour("light"), dark: colour("dark") }).optional(),
    support: z.email("must be a mail address").optional(),
    home: link.optional(),
    legal: z
      .array(z.strictObject({ label: z.strictObject({ en: line(60), de: line(60) }), url: link }))
      .max(6, "must have at most 6 links")
      .default([]),
    mails: z.strictObject({ en: texts, de: texts }).default({}),
  },
  { error: (issue) => (issue.code === "invalid_type" ? "must be an object" : undefined) },
);
