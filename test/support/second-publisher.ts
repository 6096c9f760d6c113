import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, runInProcess } from "../cli/in-process";

const ROOT = join(__dirname, "../..");

/** What somebody adds who wants a service that publishes: a contract, the service, a line. */
const ADDED: Record<string, string> = {
  "shared/contracts/ledger.js": `
    const { defineContract } = require("./define-contract");
    const { eventLogActions } = require("./parts/event-log-actions");
    const { subscriberActions } = require("./parts/subscriber-actions");
    exports.ledger = defineContract("ledger", { ...eventLogActions, ...subscriberActions });`,
  "services/ledger/service.js": `
    const { ledger } = require("../../shared/contracts/ledger");
    const { eventLogActions } = require("../../shared/event-log");
    const { defineService, subscriberActions } = require("../../shared/service");
    exports.default = defineService(ledger, {
      publishes: true,
      actions: { ...eventLogActions, ...subscriberActions },
    });`,
  // The line in the list of contracts, in front of all there are.
  "shared/contracts/contracts.js": `
    const { callable, contracts } = require("./shipped-contracts");
    const { ledger } = require("./ledger");
    exports.contracts = { ...contracts, ledger };
    exports.callable = { ...callable, ledger };`,
};

/** A `jumar` with one more service that publishes, `ledger`. */
export interface Extended {
  /** As a process of its own. */
  start(args: string[]): { child: ChildProcess; stdout(): string; ended: Promise<Outcome> };
  /** To its end, in this process. */
  run(args: string[], input?: string): Promise<Outcome>;
  remove(): void;
}

/** Copies the built program and adds a service to it, which is not shipped. */
export function extendProgram(env: Record<string, string>): Extended {
  const folder = mkdtempSync(join(tmpdir(), "jumar-ledger-"));
  const dist = join(folder, "dist");
  cpSync(join(ROOT, "dist"), dist, { recursive: true });
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const contracts = join(dist, "shared/contracts");
  renameSync(join(contracts, "contracts.js"), join(contracts, "shipped-contracts.js"));
  mkdirSync(join(dist, "services/ledger"), { recursive: true });
  for (const [file, text] of Object.entries(ADDED)) writeFileSync(join(dist, file), text);

  const surroundings = {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    PORT: "0",
    OPS_PORT: "0",
    SHUTDOWN_DELAY: "0",
    JUMAR_ARGON2_MEMORY: "8",
    JUMAR_ARGON2_TIME: "1",
    JUMAR_DATA_DIR: join(folder, "data"),
    ...env,
  };
  const start: Extended["start"] = (args) => {
    const child = spawn(process.execPath, [join(dist, "cli/bin/run.js"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: surroundings,
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => (output[stream] += chunk));
    }
    const ended = new Promise<Outcome>((resolve) => {
      child.once("close", (code) => resolve({ code, ...output }));
    });
    return { child, stdout: () => output.stdout, ended };
  };
  return {
    start,
    run: (args, input) => runInProcess(args, surroundings, Buffer.from(input ?? ""), dist),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
