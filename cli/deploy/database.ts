import { roleOf } from "../../shared/database";
import {
  appOf,
  base64Of,
  loginOf,
  perRegion,
  SERVICES,
  setSecrets,
  type Place,
  type Step,
} from "./step";

/** Three replicas of everything need three nodes. */
const NODES = 3;
const HOME = "/root/.cockroach-certs";

/** SQL on a node, as root, while root's key is there. */
function sql(app: string, ...statements: string[]): string {
  const executes = statements.map((statement) => `--execute='${statement}'`).join(" ");
  return `fly ssh console --app ${app} --command "cockroach sql --certs-dir=${HOME} --host=localhost ${executes}"`;
}

/** The database's cluster, from an empty app to its first node. */
export function databaseCluster(place: Place): Step[] {
  const app = appOf(place, "cockroach");
  const each = perRegion(place, NODES);
  return [
    {
      name: "The database's app and its secrets",
      why: "An app without machines, so that the secrets are there before the first of them.",
      commands: [
        `fly apps create ${app} --org ${place.org}`,
        setSecrets(app, {
          DB_CA_CRT: base64Of("certs/ca.crt"),
          DB_NODE_CRT: base64Of("certs/node.crt"),
          DB_NODE_KEY: base64Of("certs/node.key"),
        }),
      ],
    },
    {
      name: "The database's volumes",
      why: "Where a volume is, a node will be. One region survives the loss of a node, three the loss of a region.",
      commands: place.regions.map(
        (region) =>
          `fly volumes create crdb_data --app ${app} --region ${region} --size 10 --count ${each} --yes`,
      ),
    },
    {
      name: "The database's first node",
      why: "4 GB of memory are advised, 1 GB is the least. It says that it waits to be initialised.",
      commands: [
        `fly deploy deploy/cockroachdb --config deploy/cockroachdb/fly.toml --app ${app} --primary-region ${place.regions[0]} --ha=false --detach`,
        `fly scale vm shared-cpu-2x --vm-memory 4096 --app ${app}`,
      ],
    },
    {
      name: "Initialise the cluster",
      why: "Root's certificate goes to the node for as long as it takes, and the password of its console.",
      commands: [
        `printf 'put certs/client.root.crt ${HOME}/client.root.crt\\nput certs/client.root.key ${HOME}/client.root.key\\nput secrets/console.sql /root/console.sql\\n' | fly ssh sftp shell --app ${app}`,
        `fly ssh console --app ${app} --command "chmod 600 ${HOME}/client.root.key"`,
        `fly ssh console --app ${app} --command "cockroach init --certs-dir=${HOME} --cluster-name=${app} --host=${app}.internal"`,
      ],
    },
    {
      name: "The database, its owner, and who looks after it",
      why: "The owner makes the services' roles when it migrates, so it may make roles. The console wants a password.",
      commands: [
        sql(
          app,
          "CREATE DATABASE jumar",
          "CREATE USER jumar WITH CREATEROLE",
          "GRANT ALL ON DATABASE jumar TO jumar",
        ),
        `fly ssh console --app ${app} --command "cockroach sql --certs-dir=${HOME} --host=localhost --file=/root/console.sql"`,
      ],
    },
  ];
}

/** After the first migration has made the roles: a login for each service that is a member of its role only. */
export function databaseLogins(place: Place): Step {
  const app = appOf(place, "cockroach");
  return {
    name: "A login for each service",
    why: "Each is a member of its service's role and of no other. They have certificates, so no passwords.",
    commands: [sql(app, ...loginStatements())],
  };
}

/** The SQL of that, which is PostgreSQL's too. */
export function loginStatements(database = "jumar"): string[] {
  return SERVICES.filter((service) => service !== "accounts").flatMap((service) => [
    `CREATE USER ${loginOf(service)}`,
    `GRANT ${roleOf(service, database)} TO ${loginOf(service)}`,
  ]);
}

/** Takes root's key off the node again, then lets the cluster grow to where its volumes are. */
export function databaseGrowth(place: Place): Step {
  const app = appOf(place, "cockroach");
  const each = perRegion(place, NODES);
  return {
    name: "Forget root's key, and grow",
    why: "A restart empties the file system. The others find the first node and join.",
    commands: [
      `fly apps restart ${app}`,
      ...place.regions.map(
        (region) => `fly scale count ${each} --app ${app} --region ${region} --yes`,
      ),
    ],
  };
}
