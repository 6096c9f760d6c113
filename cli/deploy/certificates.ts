import { appOf, loginOf, SERVICES, type Place, type Step } from "./step";

const KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

/** Secrets that are made here, in files that only you can read. */
export function secretFiles(): Step {
  return {
    name: "Secrets",
    why: "Made into the folder secrets/, shown nowhere. Keep it as you keep keys, and out of Git.",
    commands: [
      "umask 077; mkdir -p secrets certs",
      "openssl rand -hex 48 > secrets/secret-key-base",
      "openssl rand -hex 24 > secrets/console-password",
      'printf "CREATE USER operator WITH PASSWORD \'%s\'; GRANT SYSTEM ALL TO operator;" "$(cat secrets/console-password)" > secrets/console.sql',
      `for user in ${[...SERVICES, "operator"].join(" ")}; do openssl rand -hex 24 > secrets/mq-$user; done`,
      "test -s secrets/smtp-url || { read -rsp 'SMTP_URL, e.g. smtps://user:password@host:465: ' url && echo \"$url\" > secrets/smtp-url; }",
    ],
  };
}

/** An authority for the database; certificates for its nodes, for root and for each login. */
export function databaseCertificates(place: Place): Step {
  const app = appOf(place, "cockroach");
  const names = [
    "127.0.0.1", "localhost", `${app}.internal`, `"*.${app}.internal"`, `"*.vm.${app}.internal"`,
    `"*.nearest.of.${app}.internal"`, `${app}.fly.dev`,
  ]; // prettier-ignore
  const users = ["root", ...SERVICES.map(loginOf)];
  return {
    name: "Certificates of the database",
    why: "By CockroachDB's own tool, in the image that will run. Where Docker may not write to the folder, add --privileged.",
    commands: [
      "docker build --tag jumar-cockroach deploy/cockroachdb",
      'cert() { docker run --rm --volume "$PWD/certs:/certs" --entrypoint cockroach jumar-cockroach cert "$@" --certs-dir=/certs --ca-key=/certs/ca.key; }',
      "cert create-ca",
      `cert create-node ${names.join(" ")}`,
      ...users.map((user) => `cert create-client ${user}`),
    ],
  };
}

/** An authority of its own for the broker: a node of one must not pass for a node of the other. */
export function brokerCertificates(place: Place): Step {
  const host = `${appOf(place, "rabbitmq")}.internal`;
  return {
    name: "Certificates of the broker",
    why: "An authority of its own, so that the broker cannot pass for a node of the database.",
    commands: [
      `openssl req -x509 ${KEY} -days 3650 -subj "/CN=Authority of ${host}" -keyout certs/mq-ca.key -out certs/mq-ca.crt`,
      `openssl req ${KEY} -subj "/CN=${host}" -keyout certs/mq-node.key -out certs/mq-node.csr`,
      `printf 'subjectAltName=DNS:${host},DNS:localhost\\nextendedKeyUsage=serverAuth\\n' > certs/mq-node.ext`,
      "openssl x509 -req -in certs/mq-node.csr -CA certs/mq-ca.crt -CAkey certs/mq-ca.key -CAcreateserial -days 825 -extfile certs/mq-node.ext -out certs/mq-node.crt",
    ],
  };
}
