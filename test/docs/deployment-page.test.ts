import { jumar } from "../cli/support";
import { readPage } from "./blocks/markdown";

const page = readPage("docs/deployment.md");

it("leaves no service with a standby instead of a second machine", () => {
  const [setup = ""] = page.split("\n## Kubernetes");
  const deployments = setup.replaceAll("\\\n", " ").match(/^ *fly deploy .*(?:\n.*){1}/gm) ?? [];
  const ofServices = deployments.filter((text) => text.includes("deploy/fly/"));
  expect(ofServices).toHaveLength(2);
  for (const text of ofServices) {
    expect(text).toMatch(/--ha=false *\n *fly scale count 2 --app /);
  }
});

/** Its commands and the files it names are held by blocks.test.ts. */
describe("the guide to deployment", () => {
  it("has every step of the plan: what one makes, creates or grants, the other does too", async () => {
    const { stdout } = await jumar([
      "deploy",
      "plan",
      "--region",
      "fra",
      "--domain",
      "accounts.example.com",
    ]);
    const kinds =
      /fly (apps|volumes|secrets|scale|ssh|ips|certs|deploy|proxy)(?: [a-z]+)?|create-(?:ca|node|client)|cockroach init|(?:CREATE|GRANT) \w+/g;
    const of = (text: string) => [...new Set(text.match(kinds) ?? [])].sort();
    const inGuide = of(page);
    expect(
      of(stdout).filter(
        (kind) =>
          !inGuide.includes(kind) && kind !== "GRANT SYSTEM" && !/^fly (deploy|proxy)/.test(kind),
      ),
    ).toEqual([]);
  });
});
