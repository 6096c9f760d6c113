import {
  appOf,
  base64Of,
  loginOf,
  perRegion,
  SERVICES,
  setSecrets,
  type Place,
  type Service,
  type Step,
} from "./step";

/** An app for each service with its secrets, none of them started yet. */
export function serviceApps(place: Place): Step {
  return {
    name: "The services' apps and their secrets",
    why: "All share SECRET_KEY_BASE, by which they know each other's calls; logins are each one's own.",
    commands: SERVICES.flatMap((service) => [
      `fly apps create ${appOf(place, service)} --org ${place.org}`,
      setSecrets(appOf(place, service), secretsOf(place, service)),
    ]),
  };
}

function secretsOf(place: Place, service: Service): Record<string, string> {
  const database = `${appOf(place, "cockroach")}.internal:26257`;
  const broker = `${appOf(place, "rabbitmq")}.internal:5671`;
  const login = loginOf(service);
  return {
    SECRET_KEY_BASE: "cat secrets/secret-key-base",
    SMTP_URL: "cat secrets/smtp-url",
    PUBLIC_URL: `echo https://${place.domain}`,
    MAIL_FROM: `echo 'Jumar <accounts@${place.domain}>'`,
    DATABASE_URL: `echo postgresql://${login}@top1.nearest.of.${database},${database}/jumar`,
    AMQP_URL: `echo amqps://${service}:$(cat secrets/mq-${service})@${broker}/jumar`,
    DB_CA_CRT: base64Of("certs/ca.crt"),
    DB_CLIENT_CRT: base64Of(`certs/client.${login}.crt`),
    DB_CLIENT_KEY: base64Of(`certs/client.${login}.key`),
    MQ_CA_CRT: base64Of("certs/mq-ca.crt"),
  };
}

/** Deploys services, and has at least two of each run, spread over the regions. */
export function deployServices(
  place: Place,
  services: readonly Service[],
  about: Pick<Step, "name" | "why">,
): Step {
  return {
    ...about,
    commands: services.flatMap((service) => [
      deployService(place, service),
      ...place.regions.map(
        (region) =>
          `fly scale count ${perRegion(place, 2)} --app ${appOf(place, service)} --region ${region} --yes`,
      ),
    ]),
  };
}

/**
 * The command that builds and deploys a service, rolling when it runs already. Without `--ha=false` an app
 * that nobody reaches from outside would get a second machine that stays stopped and counts.
 */
export function deployService(place: Place, service: Service): string {
  return `fly deploy . --config deploy/fly/${service}.toml --dockerfile deploy/Dockerfile --app ${appOf(place, service)} --ha=false --primary-region ${place.regions[0]}`;
}

/** The way in for people. */
export function publicAddress(place: Place): Step {
  const app = appOf(place, "web-gateway");
  return {
    name: "The domain",
    why: "The only app with a public address. The command says which DNS records to set; then look.",
    commands: [
      `fly ips allocate-v6 --app ${app}`,
      `fly ips allocate-v4 --shared --app ${app}`,
      `fly certs add ${place.domain} --app ${app}`,
      `curl --fail https://${place.domain}/health/ready`,
    ],
  };
}
