import { withPart } from "./left-out";

/**
 * Tests that need RabbitMQ and PostgreSQL. Where one is absent they are skipped and the run says so;
 * with CI=true that is a failure. What is there was found out by the global setup.
 */
export function withRealParts(what: string, tests: () => void): void {
  const absent = process.env.TEST_ABSENT_PARTS ?? "not looked for";
  withPart(what, absent === "" ? undefined : absent, tests);
}
