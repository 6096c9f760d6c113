import type { ConfigProblem } from "./config-error";
import type { Variables } from "./variables";

/** Settings of TLS that contradict each other; used as they are, less would be proved than was meant. */
export function tlsProblems(vars: Variables): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const pairs = [
    ["DATABASE_SSL_CERT", "DATABASE_SSL_KEY"],
    ["AMQP_SSL_CERT", "AMQP_SSL_KEY"],
  ] as const;
  for (const [cert, key] of pairs) {
    if ((vars[cert] === undefined) === (vars[key] === undefined)) continue;
    const [absent, present] = vars[cert] === undefined ? [cert, key] : [key, cert];
    problems.push({ variable: absent, problem: `is missing beside ${present}; set both or none` });
  }
  const given = (["AMQP_SSL_CA", "AMQP_SSL_CERT"] as const).find((name) => vars[name]);
  if (given !== undefined && !vars.AMQP_URL?.toLowerCase().startsWith("amqps:")) {
    problems.push({
      variable: given,
      problem: "has no effect without TLS; AMQP_URL has to start with amqps://",
    });
  }
  return problems;
}
