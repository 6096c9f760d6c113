import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "../../docs/decisions");
const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");

it("the list of decisions is what the folder says, by number and title", () => {
  const records = readdirSync(FOLDER).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const listed = [...read("README.md").matchAll(/^- \[(\d{4}): (.+)\]\((.+)\)$/gm)];
  expect(records.length).toBeGreaterThan(20);
  expect(listed.map(([, , , file]) => file)).toEqual(records.sort());
  for (const [, number, title = "", file = ""] of listed) {
    const [, own, heading = ""] = /^# (\d{4}): (.+)$/m.exec(read(file)) ?? [];
    expect({ file, number }).toEqual({ file, number: own });
    expect({ file, title: title.toLowerCase() }).toEqual({ file, title: heading.toLowerCase() });
  }
});
