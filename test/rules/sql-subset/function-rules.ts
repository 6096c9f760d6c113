import { lastName, type Rule, rule } from "./rule";

const functions = (name: string, instead: string, names: RegExp): Rule =>
  rule(
    name,
    instead,
    "FuncCall",
    ({ funcname }) => new RegExp(`^(${names.source})$`).test(lastName(funcname)),
    new RegExp(`\\b(${names.source}) \\(`),
  );

/** Functions that one of the two does not have, or has in name only. */
export const functionRules: readonly Rule[] = [
  functions(
    "no-advisory-locks",
    "a lease row (`withLease`): on CockroachDB these lock nothing and say nothing",
    /pg_(try_)?advisory_\w+/,
  ),
  functions("no-notify-function", "look again after an interval", /pg_notify/),
  functions(
    "no-uuid-functions",
    "generateUuidV7 of shared/ids",
    /uuidv[47]|uuid_generate_v\w+|uuid_extract_\w+/,
  ),
  functions(
    "no-ranked-text-search",
    "a `search_text` column made by the application, and trigrams",
    /(websearch|phraseto|plainto)_to_tsquery|setweight|ts_headline|ts_delete|ts_filter|ts_rewrite|unaccent/,
  ),
  functions(
    "no-word-similarity",
    "similarity, word by word",
    /(strict_)?word_similarity(_op|_commutator_op)?/,
  ),
  functions(
    "no-make-interval",
    "cast(? as float8) * interval '1 second'",
    /make_(interval|date|time|timestamp|timestamptz)|date_bin|justify_\w+/,
  ),
  functions(
    "no-hashes-in-the-database",
    "node:crypto: on PostgreSQL they are an extension",
    /digest|hmac|crypt|gen_salt|gen_random_bytes|levenshtein|soundex|metaphone/,
  ),
  functions(
    "no-sequences-by-hand",
    "ids of shared/ids, or a counter in a row of its own",
    /nextval|currval|lastval|setval/,
  ),
  functions(
    "no-server-functions",
    "what the platform knows itself, or information_schema",
    /pg_(terminate|cancel)_backend|pg_(current_)?(xact|snapshot)\w*|txid_\w+|pg_\w+_size|pg_stat_\w+|pg_export_snapshot|pg_read_\w+|lo_\w+|dblink\w*/,
  ),
  functions("no-jsonpath-functions", "-> and ->>", /jsonb_path_\w+/),
  functions("no-xml", "JSON", /xml\w+|xpath(_exists)?|query_to_xml/),
];
