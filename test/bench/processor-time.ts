import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Database } from "../../shared/database";
import type { Fleet } from "../support/fleet";

/** Of a second: what Linux counts processor time in. */
const TICK = 0.01;

/** Processor seconds that a process (or its threads together) has had so far; 0 when there is none. */
export function processorTimeOf(pid: number): number {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === "") return 0;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** The process that listens on a port of this machine; undefined when it is not to be seen. */
export function processAt(port: number): number | undefined {
  const LISTENING = "0A";
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const socket = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((table) => textOf(table).split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .find(([, address, , state]) => address?.endsWith(local) && state === LISTENING)?.[9];
  if (socket === undefined) return undefined;
  return allProcesses().find((pid) =>
    filesIn(`/proc/${pid}/fd`).some((fd) => linkOf(fd) === `socket:[${socket}]`),
  );
}

function allProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

/**
 * Begins to measure; resolves with a function that answers the processor seconds since then of each
 * process of a fleet, of the database's connections by their service, and of RabbitMQ, with all that
 * others do there.
 */
export async function timeByProcess(
  fleet: Fleet,
  db: Database,
): Promise<() => Promise<Record<string, number>>> {
  const broker = processAt(Number(new URL(fleet.env.AMQP_URL ?? "").port || 5672));
  const read = async (): Promise<Map<number, [name: string, seconds: number]>> => {
    const { rows } = await db.raw<{ rows: { pid: number; name: string }[] }>(
      "select pid, application_name as name from pg_stat_activity where datname = current_database()",
    );
    const own = fleet.names().map((name) => ({ pid: fleet.process(name).child.pid ?? 0, name }));
    const all = [
      ...own,
      ...rows.map(({ pid, name }) => ({
        pid,
        name: `PostgreSQL for ${name.replace("jumar-", "")}`,
      })),
      ...(broker === undefined ? [] : [{ pid: broker, name: "RabbitMQ" }]),
    ];
    return new Map(all.map(({ pid, name }) => [pid, [name, processorTimeOf(pid)]]));
  };
  const before = await read();
  return async () => {
    const sums: Record<string, number> = {};
    for (const [pid, [name, seconds]] of await read()) {
      sums[name] = (sums[name] ?? 0) + seconds - (before.get(pid)?.[1] ?? 0);
    }
    return sums;
  };
}
