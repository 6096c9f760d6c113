import type { Database } from "../../shared/database";

/**
 * Makes a PostgreSQL database give ids as CockroachDB does: from now on every SERIAL and every identity
 * has 64 bits and starts above 2^53.
 */
export async function startHighSequences(db: Database): Promise<void> {
  await db.raw(`create function public.raise_sequences() returns event_trigger language plpgsql as $$
    declare made record;
    begin
      for made in
        select a.attrelid::regclass as owner, a.attname as name, d.objid::regclass as sequence
        from pg_depend d
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        join pg_sequence s on s.seqrelid = d.objid
        where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
          and s.seqstart < 9007199254740993
      loop
        execute format('alter table %s alter column %I type int8', made.owner, made.name);
        execute format('alter sequence %s as int8 start 9007199254740993 restart', made.sequence);
      end loop;
    end $$`);
  await db.raw(`create event trigger raise_sequences on ddl_command_end
    when tag in ('CREATE TABLE', 'CREATE SEQUENCE') execute function public.raise_sequences()`);
}
