import { randomBytes } from "node:crypto";
import { bearerToken, type Client, createClient } from "../client";
import type { User } from "../contracts";
import type { Role } from "../principal";
import { runJumar } from "./jumar-process";
import type { MailInbox } from "./mail-inbox";

export interface NewUser {
  /** One that nobody has when absent. */
  email?: string;
  password?: string;
  /** Whether the address was shown to be theirs, by the link of their mail; false when absent. */
  confirmed?: boolean;
  /** What they may do; `user` when absent. */
  role?: Role;
}

/** An account and the password that was chosen for it. */
export type TestUser = User & { password: string };

/** A client that is logged in, and its token for other programs to use. */
export type LoggedIn = Client & { readonly token: string };

/** What makes accounts on a platform. */
export interface Accounts {
  /** Makes an account as people do, by signing up; an administrator as operators do. */
  createUser(user?: NewUser): Promise<TestUser>;
  /** Logs a user in, with a session of its own each time. */
  logIn(user: { email: string; password: string }): Promise<LoggedIn>;
}

const PASSWORD = "correct horse battery staple";

/** An e-mail address that nobody has yet. */
function uniqueEmail(): string {
  return `user-${randomBytes(8).toString("hex")}@example.com`;
}

/** Makes accounts on the platform at `url`; `env` is what it was started with. */
export function accountsOf(
  url: string,
  env: Readonly<Record<string, string>>,
  mails: MailInbox,
): Accounts {
  const client = createClient({ baseUrl: url });

  const signUp = async (email: string, password: string): Promise<User> =>
    (await client.post("/users", { email, password })).user;

  const confirm = async (email: string): Promise<User> => {
    const [link] = (await mails.waitFor({ to: email })).links;
    const token = link?.split("/").at(-1) ?? "";
    return (await client.post("/confirmations", { token })).user;
  };

  /** Nobody can make themselves an administrator over HTTP, so this is the operator's command. */
  const make = async (email: string, password: string, options: string[]): Promise<User> => {
    const args = ["users", "create", email, "--password-stdin", "--json", ...options];
    const { code, output } = await runJumar(args, { ...env, LOG_LEVEL: "silent" }, password);
    if (code !== 0) throw new Error(`\`jumar users create\` ended with ${code}: ${output}`);
    return JSON.parse(output.slice(output.indexOf("{"))) as User;
  };

  return {
    async createUser({
      email = uniqueEmail(),
      password = PASSWORD,
      confirmed = false,
      role = "user",
    } = {}) {
      if (role === "admin") {
        const options = ["--role", role, ...(confirmed ? ["--confirmed"] : [])];
        return { ...(await make(email, password, options)), password };
      }
      const user = await signUp(email, password);
      return { ...(confirmed ? await confirm(email) : user), password };
    },
    async logIn({ email, password }) {
      const credential = bearerToken();
      const own = createClient({ baseUrl: url, credential });
      await own.post("/sessions", { email, password, credential: "bearer" });
      return {
        ...own,
        get token() {
          return credential.token ?? "";
        },
      };
    },
  };
}
