import type { Connection } from "./readiness";

export interface EmbeddedDatabase {
  /** what node-postgres takes */
  connection: Connection;
  /** true when this process started it (stop() ends the server); false when it attached to a live one */
  owned: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** fsync etc. off, for tests only */
  fast?: boolean;
  maxConnections?: number;
  onLog?: (line: string) => void;
}
