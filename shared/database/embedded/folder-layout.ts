import { join } from "node:path";

/** The only port of the socket; it is part of the socket's name and nothing listens on TCP. */
export const socketPort = 5432;

/** PostgreSQL's name for that socket. */
export const socketName = `.s.PGSQL.${socketPort}`;

export interface FolderLayout {
  dataDir: string;
  /** PostgreSQL's own folder, which also holds the socket: it is 0700 and owned by the server's user */
  cluster: string;
  log: string;
  owner: string;
  supervisor: string;
}

/** Where everything of one data folder lives. */
export function folderLayout(dataDir: string): FolderLayout {
  return {
    dataDir,
    cluster: join(dataDir, "postgres"),
    log: join(dataDir, "postgres.log"),
    owner: join(dataDir, "postgres.owner"),
    supervisor: join(dataDir, "postgres.supervisor"),
  };
}
