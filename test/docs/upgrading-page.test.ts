import { loadMigrations, serviceNames } from "../../services/load";
import { isContracting } from "../../shared/database/migrations/migration";
import { readPage } from "./blocks/markdown";

const page = readPage("docs/upgrading.md");

/** Its commands and the files it names are held by blocks.test.ts, its links by the build of the site. */
describe("docs/upgrading.md", () => {
  it("is led to from deployment, the database and the readme", () => {
    for (const [path, link] of [
      ["docs/deployment.md", "(upgrading.md)"],
      ["docs/database.md", "(upgrading.md)"],
      ["README.md", "(docs/upgrading.md)"],
    ] as const) {
      expect(readPage(path)).toContain(link);
    }
  });

  it("has every service in the order of replacing, and names of migrations that mean what it says", () => {
    const [, order = ""] = /usual order is ([^]+?): what/.exec(page) ?? [];
    expect(order.split(/,\s+/).sort()).toEqual(serviceNames);
    expect(order.split(/,\s+/).at(-1)).toBe("web-gateway");
    expect(order.split(/,\s+/).at(0)).toBe("audit");
    const names = [...page.matchAll(/`(\d{4}-[\w-]+)`/g)].map(([, name = ""]) => name);
    expect(names).toHaveLength(1);
    expect(names.filter(isContracting)).toEqual(names);
    const all = loadMigrations().flatMap(({ migrations }) => migrations.map(({ name }) => name));
    expect(all.filter(isContracting)).toEqual([]);
  });
});
