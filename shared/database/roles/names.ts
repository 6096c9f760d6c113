import { createHash } from "node:crypto";

/** Both engines cut longer names of roles off, or refuse them. */
const LONGEST = 63;

/**
 * The role of a service in a database, since roles belong to the whole server: `jumar_acme_web_gateway`
 * for web-gateway in acme. Both engines take its letters without quotes; a name of a database that has
 * others, or is too long, is told from all others by a hash.
 */
export function roleOf(service: string, database: string): string {
  const end = `_${underscored(service)}`;
  const room = LONGEST - "jumar_".length - end.length;
  if (/^[a-z0-9_]+$/.test(database) && database.length <= room) return `jumar_${database}${end}`;
  const hash = createHash("sha256").update(database).digest("hex").slice(0, 12);
  const plain = database.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");
  return `jumar_${plain.slice(0, room - hash.length - 1)}_${hash}${end}`;
}

/** The role of a service that earlier releases shared between all databases of a server. */
export function sharedRoleOf(service: string): string {
  return `jumar_${underscored(service)}`;
}

/**
 * In which roles a service acts, in this order: a login that is a member of the shared one only goes on
 * in that, as long as it has rights.
 */
export function rolesOf(service: string): (database: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (database) => {
    const names = known.get(database) ?? [roleOf(service, database), sharedRoleOf(service)];
    known.set(database, names);
    return names;
  };
}

function underscored(service: string): string {
  return service.replaceAll("-", "_");
}
