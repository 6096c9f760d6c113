import { appOf, base64Of, SERVICES, setSecrets, type Place, type Step } from "./step";

/** RabbitMQ, with a user for each service. */
export function brokerApp(place: Place): Step[] {
  const app = appOf(place, "rabbitmq");
  const users = [...SERVICES, "operator"];
  const passwords = Object.fromEntries(
    users.map((user) => [
      `PASSWORD_OF_${user.toUpperCase().replaceAll("-", "_")}`,
      `cat secrets/mq-${user}`,
    ]),
  );
  return [
    {
      name: "The broker's app and its secrets",
      why: "It turns the passwords into hashes when it starts, and keeps no others.",
      commands: [
        `fly apps create ${app} --org ${place.org}`,
        setSecrets(app, {
          MQ_CA_CRT: base64Of("certs/mq-ca.crt"),
          MQ_NODE_CRT: base64Of("certs/mq-node.crt"),
          MQ_NODE_KEY: base64Of("certs/mq-node.key"),
          ...passwords,
        }),
      ],
    },
    {
      name: "The broker",
      why: "One node: while it is away, events wait in the database and calls between apps are answered with 503.",
      commands: [
        `fly volumes create mq_data --app ${app} --region ${place.regions[0]} --size 3 --yes`,
        `fly deploy deploy/rabbitmq --config deploy/rabbitmq/fly.toml --app ${app} --primary-region ${place.regions[0]} --ha=false`,
      ],
    },
  ];
}
