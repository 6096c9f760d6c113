import { brokerApp } from "./broker";
import { brokerCertificates, databaseCertificates, secretFiles } from "./certificates";
import { databaseCluster, databaseGrowth, databaseLogins } from "./database";
import { deployService, deployServices, publicAddress, serviceApps } from "./services";
import { appOf, SERVICES, type Place, type Step } from "./step";

/** A plan's parts: done once, in this order; then what is done again and again. */
export interface Plan {
  setup: Step[];
  access: Step[];
  updating: Step[];
}

/** Every command that brings the platform to Fly.io, each service as an app of its own. */
export function planDeployment(place: Place): Plan {
  const others = SERVICES.filter((service) => service !== "accounts");
  return {
    setup: [
      secretFiles(),
      databaseCertificates(place),
      brokerCertificates(place),
      ...databaseCluster(place),
      ...brokerApp(place),
      serviceApps(place),
      deployServices(place, ["accounts"], {
        name: "Accounts, which migrates the database",
        why: "Its release command is `jumar migrate`: it makes the tables and the services' roles.",
      }),
      databaseLogins(place),
      databaseGrowth(place),
      deployServices(place, others, {
        name: "The other services",
        why: "The gateway last: what it calls is there by then.",
      }),
      publicAddress(place),
      firstAdministrator(place),
    ],
    access: access(place),
    updating: updating(place),
  };
}

function firstAdministrator(place: Place): Step {
  return {
    name: "The first administrator",
    why: "It asks for the password on standard input. Without AMQP_URL the command acts on the database itself.",
    commands: [
      `fly ssh console --app ${appOf(place, "accounts")} --pty --command "env --unset=AMQP_URL jumar users create admin@${place.domain} --role admin --confirmed --password-stdin"`,
    ],
  };
}

function access(place: Place): Step[] {
  return [
    {
      name: "The database's console",
      why: "Then https://localhost:8080, as operator with the password in secrets/console-password; the certificate is your own authority's.",
      commands: [`fly proxy 8080:8080 --app ${appOf(place, "cockroach")}`],
    },
    {
      name: "The broker's queues",
      why: "How many events wait, and for whom.",
      commands: [
        `fly ssh console --app ${appOf(place, "rabbitmq")} --command "rabbitmqctl list_queues --vhost jumar name messages consumers"`,
      ],
    },
    {
      name: "Health and metrics",
      why: "Each app's operator port, which has no public address; then http://localhost:9464/metrics.",
      commands: [`fly proxy 9464:9464 --app ${appOf(place, "web-gateway")}`],
    },
  ];
}

function updating(place: Place): Step[] {
  return [
    {
      name: "Jumar",
      why: "Accounts first, as it migrates. Old and new versions work side by side meanwhile; the next version's changes never break this one's.",
      commands: SERVICES.map((service) => deployService(place, service)),
    },
    {
      name: "The database",
      why: "After changing the image in deploy/cockroachdb/Dockerfile: one node after the other.",
      commands: [
        `fly deploy deploy/cockroachdb --config deploy/cockroachdb/fly.toml --app ${appOf(place, "cockroach")} --primary-region ${place.regions[0]}`,
      ],
    },
    {
      name: "The broker",
      why: "Events wait in the database while it restarts.",
      commands: [
        `fly deploy deploy/rabbitmq --config deploy/rabbitmq/fly.toml --app ${appOf(place, "rabbitmq")} --primary-region ${place.regions[0]}`,
      ],
    },
  ];
}
