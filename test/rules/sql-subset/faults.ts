/* oxlint-disable no-template-curly-in-string -- some strings are sources that have templates */
/** A statement for each rule about texts, which breaks it, and what else it breaks by its nature. */
export const faults: Record<string, string[]> = {
  "no-listen": ["listen jumar", "notify jumar", "unlisten jumar"],
  "no-code-in-the-database": [
    "do $$ begin perform 1; end $$",
    "create trigger t before insert on a for each row execute function f()",
    "call tidy()",
  ],
  "no-upkeep": ["lock table a", "vacuum a", "reindex table a", "copy a from stdin"],
  "no-merge": ["merge into a using b on a.id = b.id when matched then delete"],
  "no-transaction-by-hand": ["begin", "commit", "savepoint a"],
  "no-unknown-setting": ["set local work_mem = '64MB'"],
  "no-skip-locked": [
    "select id from a for update skip locked",
    "select id from a where id in (select id from b for update nowait)",
  ],
  "no-expression-as-arbiter": [
    "insert into a (email) values (?) on conflict (lower(email)) do nothing",
  ],
  "no-grouping-sets": ["select a, count(*) from t group by rollup (a)"],
  "no-sample": ["select a from t tablesample system (1)"],
  "no-json-table": ["select x from json_table(?::jsonb, '$[*]' columns (x text path '$'))"],
  "no-with-ties": ["select a from t order by a fetch first 3 rows with ties"],
  "one-change-of-a-table": [
    "with gone as (delete from a where id = ? returning id) insert into a (id) select id from gone",
  ],
  "no-select-star": ["select * from a", "select a.* from a", "delete from a returning *"],
  "no-like-escape": ["select a from t where a like ? escape '!'"],
  "no-division-of-integers": ["select a / 2 from t", "update t set a = a / b"],
  "no-parameter-times-interval": [
    "select now() + ? * interval '1 second'",
    "update t set a = now() - interval '1 day' * ?",
    "insert into t (a) values (now() + :seconds * interval '1 second')",
  ],
  "no-jsonpath": ["select a from t where a @\\? '$.b'"],
  "no-system-columns": ["delete from t where ctid = any(?)"],
  "no-advisory-locks": ["select pg_advisory_xact_lock(1)", "select pg_try_advisory_lock(?)"],
  "no-notify-function": ["select pg_notify('jumar', ?)"],
  "no-uuid-functions": ["insert into a (id) values (uuidv7())"],
  "no-ranked-text-search": [
    "select websearch_to_tsquery(?)",
    "select setweight(to_tsvector(a), 'A') from t",
  ],
  "no-word-similarity": ["select word_similarity(a, ?) from t"],
  "no-make-interval": ["select now() + make_interval(secs => ?)"],
  "no-hashes-in-the-database": ["select digest(a, 'sha256') from t"],
  "no-sequences-by-hand": ["select nextval('a')"],
  "no-server-functions": ["select pg_terminate_backend(?)"],
  "no-jsonpath-functions": ["select jsonb_path_query(a, '$.b') from t"],
  "no-xml": ["select query_to_xml(?, true, true, '')"],
  "repeatable-ddl": [
    "create table a (id uuid primary key)",
    "create index a_b on a (b)",
    "drop table a",
    "alter table a add column b text",
    "alter table a drop column b",
    "alter table a rename column b to c",
    "alter table a add constraint c check (b > 0)",
    "create schema a",
  ],
  "one-change-a-statement": [
    "alter table a add column if not exists b text, add column if not exists c text",
  ],
  "no-change-of-type": ["alter table a alter column b type text"],
  "no-serial": ["create table if not exists a (id bigserial primary key, b serial)"],
  "no-identity": [
    "create table if not exists a (id int8 generated always as identity primary key)",
  ],
  "no-plain-integer": ["create table if not exists a (b integer)", "select a::int from t"],
  "no-type-of-one-engine": ["create table if not exists a (b citext)", "select ?::json"],
  "no-own-types": ["create type mood as enum ('good', 'bad')", "create domain d as text"],
  "no-other-index-method": ["create index if not exists a_b on a using hash (b)"],
  "no-concurrent-index": ["create index concurrently if not exists a_b on a (b)"],
  "no-nulls-not-distinct": ["create unique index if not exists a_b on a (b) nulls not distinct"],
  "no-unique-json": [
    "create table if not exists a (b jsonb unique)",
    "create table if not exists a (b jsonb, unique (b))",
    "create unique index if not exists a_b on a ((b->'c'))",
  ],
  "no-constraint-of-one-engine": [
    "create table if not exists a (b text, exclude (b with =))",
    "create table if not exists a (b uuid references c (id) deferrable initially deferred)",
  ],
  "no-table-of-one-engine": [
    "create table if not exists a (b text) partition by list (b)",
    "create unlogged table if not exists a (b text)",
    "create temporary table if not exists a (b text)",
  ],
  "no-policies": ["alter table a enable row level security"],
  "not-on-cockroachdb": [
    "create extension if not exists pg_trgm",
    'select a from t order by a collate "C"',
    "create index if not exists a_b on a using gin (b) with (fastupdate = off)",
  ],
  "own-schema": ["select email from accounts.users", "drop table if exists audit.entries"],
  "one-statement-a-query": ["select 1; select 2"],
  "readable-sql": ["select from where \\'"],
};

/** What Knex's builders would make, as code on `db`. */
export const builderFaults: Record<string, string[]> = {
  "builder-one-engine": [
    'db.schema.alterTable("a", (t) => { t.dropUnique(["b"]); })',
    'db.schema.alterTable("a", (t) => { t.text("b").alter(); })',
  ],
  "builder-serial": ['db.schema.createTable("a", (t) => { t.increments("id"); })'],
  "builder-enum": ['db.schema.createTable("a", (t) => { t.enu("b", ["c"]); })'],
  "builder-skip-locked": ['db.table("a").forUpdate().skipLocked().select("id")'],
  "builder-transaction": ["db.transactionProvider()"],
  "builder-select-star": [
    'db.table("a").select()',
    'db.table("a").where({ b: 1 }).first()',
    'db.table("a").delete().returning("*")',
  ],
  "builder-expression-as-arbiter": ['db.table("a").insert({}).onConflict(lower(b)).ignore()'],
  "builder-own-schema": ['db.withSchema("audit").table("entries").select("id")'],
  "text-in-sight": ["db.raw(somewhere.else())"],
};

/** Nothing here may be found. */
export const clean: string[] = [
  'db.raw("select count(*) as n from planted.things where id = ? -- select * from accounts.users")',
  `db.raw("select 'pg_advisory_lock(1); listen x' as text, data->>'a' from ??.outbox", [schema])`,
  "db.raw(`select id /* skip locked */ from planted.things where ${condition} order by id limit ?`)",
  'db.raw("select (a::float8 / b) as share, b / 2.5 from planted.things")',
  "db.raw(\"now() + cast(? as float8) * interval '1 day'\")",
  "db.raw(\"select now() + seconds * interval '1 second' from planted.things\")",
  'db.whereRaw("a = any(?::uuid[]) and b < now()")',
  'db.withSchema("planted").table("things").max("a as b").first()',
  'db.withSchema("planted").table("things").first("a", "b")',
  "db.raw(`insert into :schema:.things (id) values (:id) on conflict (id) do nothing`)",
  "String.raw({ raw: strings })",
];
