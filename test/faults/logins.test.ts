import { Client } from "pg";
import { loginStatements } from "../../cli/deploy/database";
import { loginOf, type Service } from "../../cli/deploy/step";
import { roleOf } from "../../shared/database";
import { adminFlow } from "../flows/admin-flow";
import { mainFlow } from "../flows/main-flow";
import { type DatabaseNode, startDatabaseNode } from "../support/faults/database-node";
import { type Fleet, startFleet } from "../support/fleet";
import { runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";

withRealParts("a fleet whose services each log in to the database as themselves", () => {
  let database: DatabaseNode;
  let fleet: Fleet;
  const name = (): string => new URL(database.url).pathname.slice(1);
  const urlOf = (service: Service): string => {
    const url = new URL(database.url);
    // The one of accounts owns the database.
    if (service !== "accounts") url.username = loginOf(service);
    return url.href;
  };
  beforeAll(async () => {
    database = await startDatabaseNode();
    const migrated = await runJumar(["migrate"], { DATABASE_URL: database.url });
    expect(migrated).toMatchObject({ code: 0 });
    await asOwner(async (client) => {
      for (const statement of loginStatements(name())) await client.query(statement);
    });
    fleet = await startFleet({
      topology: "split",
      databaseUrl: database.url,
      envOf: (name) => ({ DATABASE_URL: urlOf(name as Service) }),
    });
  });
  afterAll(async () => {
    try {
      await fleet.stop();
    } finally {
      await database.drop();
    }
  });

  async function asOwner(
    work: (client: Client) => Promise<void>,
    url = database.url,
  ): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  mainFlow(() => fleet);
  adminFlow(() => fleet);

  it.each<[Service, string]>([
    ["notifier", "select email from accounts.users"],
    ["search", "select * from audit.entries"],
    ["web-gateway", "delete from accounts.users"],
    ["audit", "delete from audit.entries"],
    ["notifier", "set role %role"],
  ])("lets %s not so much as try: %s", async (service, statement) => {
    await asOwner(async (client) => {
      const asked = statement.replace("%role", roleOf("accounts", name()));
      await expect(client.query(asked)).rejects.toMatchObject({ code: "42501" });
    }, urlOf(service));
  });
});
