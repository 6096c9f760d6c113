import auditService from "../../../services/audit/service";
import { entryList } from "../../../services/audit/store/entry-list";
import searchService from "../../../services/search/service";
import { documentList } from "../../../services/search/store/document-list";
import { contracts } from "../../../shared/contracts";
import { createListAdapter, type ListSource } from "../../../shared/service/list-adapter";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { type ServiceOnBroker, serviceOnBroker } from "../../support/service-on-broker";

/* What moleculer-db offers by itself, nobody gets. */

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const BY_ITSELF = ["find", "count", "list", "create", "insert", "get", "update", "remove"];

describe.each([
  { name: "search" as const, definition: searchService, source: documentList, table: "documents" },
  { name: "audit" as const, definition: auditService, source: entryList, table: "entries" },
])("the list of $name", ({ name, definition, source, table }) => {
  let service: ServiceOnBroker;
  beforeAll(async () => {
    service = await serviceOnBroker(definition, database);
  });
  afterAll(() => service.stop());

  it("adds no action to those of the contract", async () => {
    const { broker } = service;
    const actions = (await broker.call("$node.actions")) as { name: string }[];
    expect(
      actions
        .map((action) => action.name)
        .filter((action) => action.startsWith(`${name}.`))
        .sort(),
    ).toEqual(
      Object.keys(contracts[name].actions)
        .map((action) => `${name}.${action}`)
        .sort(),
    );
    for (const action of BY_ITSELF.filter((each) => !(each in contracts[name].actions))) {
      await expect(
        broker.call(`${name}.${action}`, { id: "x", query: {}, entity: {} }),
      ).rejects.toMatchObject({ name: "ServiceNotFoundError" });
    }
  });

  it("shows nothing in its settings but what a row has", async () => {
    const services = (await service.broker.call("$node.services")) as {
      name: string;
      settings: Record<string, unknown>;
    }[];
    const { settings } = services.find((each) => each.name === name)!;
    expect(settings).toEqual({
      ...{ idField: "id", fields: source.columns },
      ...{ excludeFields: null, populates: null, entityValidator: null },
      ...{ pageSize: 10, maxPageSize: 100, maxLimit: -1 },
      ...{ useDotNotation: false, cacheCleanEventType: "broadcast" },
    });
  });

  it("cannot be written to, not even by the service itself", async () => {
    const inside = service.broker.getLocalService(name) as unknown as Record<
      string,
      (ctx: object, params: object) => Promise<unknown>
    >;
    const refused = /read only: \w+ is refused/;
    const params = { id: "00000000-0000-0000-0000-000000000000", entity: { id: "x" } };
    for (const method of ["_create", "_insert", "_update", "_remove"]) {
      await expect(inside[method]!({}, params)).rejects.toThrow(refused);
    }
    const adapter = createListAdapter(service.deps.db, name, source) as Record<string, unknown>;
    for (const method of [
      ...["insert", "insertMany", "updateMany", "updateById"],
      ...["removeMany", "removeById", "clear"],
    ]) {
      await expect((adapter[method] as () => Promise<unknown>)()).rejects.toThrow(refused);
    }
    const [{ rows } = {}] = await service.deps.db.withSchema(name).table(table).count("* as rows");
    expect(Number(rows)).toBe(0);
  });
});

describe("the adapter", () => {
  const source: ListSource = { ...documentList, countedRows: 2 };
  const adapter = () => createListAdapter(database.of("search"), "search", source);

  it.each<{ sort?: string; query: Record<string, string> }>([
    { sort: "id", query: {} },
    { sort: "__proto__", query: {} },
    { sort: "toString", query: {} },
    { query: {} },
    { sort: "email", query: { email: "x" } },
    { sort: "email", query: { constructor: "x" } },
    { sort: "email", query: { "confirmed = true or 1=1 --": "x" } },
  ])("knows no order and no filter but its own: %j", async (wanted) => {
    const known = /no order or filter/;
    await expect(adapter().find({ ...wanted, limit: 1 })).rejects.toThrow(known);
    await expect(adapter().count(wanted)).rejects.toThrow(known);
  });

  it("counts one more than its bound at most, and finds rows by id with their columns alone", async () => {
    const db = database.of("search");
    const ids = [1, 2, 3, 4].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
    for (const id of ids) {
      await db.raw(
        `insert into search.documents
           (id, version, deleted, email, email_version, email_key, search_text, role, role_version,
            confirmed, confirmed_version, disabled_version, created_at, updated_at)
         values (?, 1, false, 'a@b', 1, 'a@b', 'a@b', 'user', 1, false, 0, 0, now(), now())`,
        [id],
      );
    }
    expect(await adapter().count({ sort: "email" })).toBe(3);
    expect(Object.keys((await adapter().findById(ids[0]!))!)).toEqual(source.columns);
    expect(await adapter().findByIds(ids.slice(2))).toHaveLength(2);
    expect(await adapter().findOne({ sort: "-email" })).toMatchObject({ id: ids[3] });
    expect(await adapter().find({ sort: "email" })).toEqual([]);
  });
});
