import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  const { rows } = await db.raw<{ rows: { version: string }[] }>("select version()");
  const isPostgres = rows[0]?.version.startsWith("PostgreSQL") ?? false;
  // CockroachDB has trigrams built in and compares bytes anyway; PostgreSQL is asked to do both.
  if (isPostgres) await db.raw("create extension if not exists pg_trgm with schema public");
  const bytewise = isPostgres ? 'text collate "C"' : "text";
  const trigrams = isPostgres ? "public.gin_trgm_ops" : "gin_trgm_ops";
  // Otherwise every search reads through a list of what is not in the index yet.
  const options = isPostgres ? "with (fastupdate = off)" : "";

  await db.raw(`create table if not exists search.documents (
    id uuid primary key,
    version int4 not null,
    deleted bool not null,
    email text,
    email_version int4 not null,
    email_key ${bytewise},
    search_text ${bytewise},
    role text not null,
    role_version int4 not null,
    confirmed bool not null,
    confirmed_at timestamptz,
    confirmed_version int4 not null,
    disabled_at timestamptz,
    disabled_version int4 not null,
    created_at timestamptz,
    updated_at timestamptz
  )`);
  for (const order of ["created_at", "email_key"]) {
    await db.raw(
      `create index if not exists documents_${order} on search.documents (${order}, id)`,
    );
    await db.raw(
      `create index if not exists documents_confirmed_${order} on search.documents (confirmed, ${order}, id)`,
    );
  }
  await db.raw(
    "create index if not exists documents_address on search.documents (search_text, id)",
  );
  await db.raw(
    `create index if not exists documents_trigrams on search.documents using gin (search_text ${trigrams}) ${options}`,
  );

  await db.raw(`create table if not exists search.terms (
    term ${bytewise} not null,
    document_id uuid not null,
    inside bool not null,
    primary key (term, document_id)
  )`);
  await db.raw(
    "create index if not exists terms_inner on search.terms (term, document_id) where inside",
  );
  await db.raw("create index if not exists terms_document on search.terms (document_id, term)");

  await db.raw(`create table if not exists search.words (word ${bytewise} primary key)`);
  await db.raw(
    `create index if not exists words_trigrams on search.words using gin (word ${trigrams}) ${options}`,
  );
}

export async function down(db: Database): Promise<void> {
  for (const table of ["words", "terms", "documents"]) {
    await db.raw(`drop table if exists search.${table}`);
  }
}
