import type { Column } from "./table";

interface Failure {
  attempts: number;
  last_error: string | null;
}

/** How often something was tried. */
export const triesColumn: Column<Failure> = {
  header: "TRIES",
  value: ({ attempts }) => String(attempts),
};

/** What went wrong the last time, cut where the terminal is too narrow. */
export const errorColumn: Column<Failure> = {
  header: "ERROR",
  value: ({ last_error }) => last_error ?? "–",
  keep: true,
  cut: true,
  style: "red",
};
