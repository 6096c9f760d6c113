import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDocument } from "../../../../services/web-gateway/openapi/document";
import type { OperationObject } from "../../../../services/web-gateway/openapi/types";
import { type Gateway, startGateway } from "../support";

const document = createDocument({
  publicUrl: "http://localhost:4000",
  cookieName: "jumar_session",
});
const described = Object.values(document.paths).flatMap((item) => Object.values(item));
const curlOf = (operation: OperationObject): string =>
  operation["x-codeSamples"].find(({ lang }) => lang === "Shell")!.source;

describe("the curl samples", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ services: ["accounts", "audit", "search"] });
  });
  afterAll(async () => {
    await gateway.stop();
  });

  const UNKNOWN = [
    ...["confirmUser", "createUserMail", "deleteUser", "getUser", "updateUser", "updateUserRole"],
    ...["deleteSession", "deleteUserSession", "deleteUserSessions", "listUserSessions"],
    ...["createFactorConfirmation", "deleteFactor", "deleteUserFactors", "listUserFactors"],
    "createRecoveryCodes",
  ];
  /**
   * Nobody mailed the token of a sample, nobody has its id, and the address to make or to move to is the one
   * there is, of the only administrator.
   */
  const ELSE: Record<string, { status: number; code: string }> = {
    createConfirmation: { status: 422, code: "token_invalid" },
    createEmailChange: { status: 422, code: "token_invalid" },
    createEmailChangeRequest: { status: 422, code: "validation_failed" },
    createPasswordReset: { status: 422, code: "token_invalid" },
    createSessionWithFactor: { status: 422, code: "log_in_expired" },
    createUserAsAdmin: { status: 422, code: "validation_failed" },
    deleteMe: { status: 422, code: "validation_failed" },
    ...Object.fromEntries(UNKNOWN.map((id) => [id, { status: 404, code: "not_found" }])),
  };
  const successOf = ({ responses }: OperationObject): number =>
    Number(Object.keys(responses).find((status) => status.startsWith("2")));

  async function run(source: string, token: string): Promise<{ status: number; text: string }> {
    const command = source
      .replace(/^curl/, "curl --silent --max-time 5 --write-out '\n%{http_code}'")
      .replace("http://localhost:4000", `http://127.0.0.1:${gateway.port}`);
    const env = { PATH: process.env.PATH, TOKEN: token };
    const { stdout } = await promisify(execFile)("bash", ["-c", command], { env });
    const at = stdout.lastIndexOf("\n");
    return { status: Number(stdout.slice(at + 1)), text: stdout.slice(0, at) };
  }
  const operationOf = (id: string): OperationObject =>
    described.find(({ operationId }) => operationId === id)!;
  const sampleOf = (id: string): string => curlOf(operationOf(id));

  it("do what they show", async () => {
    expect((await run(sampleOf("createUser"), "")).status).toBe(201);
    await gateway.owner.raw("update accounts.users set role = 'admin'");
    const last = ["deleteMe"];
    const others = described
      .map(({ operationId }) => operationId)
      .filter((id) => ![...last, "createUser", "streamMyEvents"].includes(id));
    for (const id of [...others, ...last]) {
      // Some end the session, or renew its token.
      const { text: opened } = await run(sampleOf("createSession"), "");
      const { token } = JSON.parse(opened) as { token: string };
      const { status, text } = await run(sampleOf(id), token);
      const { code } = (text === "" ? {} : JSON.parse(text)) as { code?: string };
      const expected = ELSE[id] ?? { status: successOf(operationOf(id)), code: undefined };
      expect({ id, status, code }).toEqual({ id, ...expected });
    }
  });
});
