import { randomBytes } from "node:crypto";
import { bearerToken, type Client, createClient } from "../client";
import type { User } from "../contracts";
import type { Role } from "../principal";
import { type Authenticator, createAuthenticator } from "./authenticator";
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
  /** Whether they have an authenticator app, so that logging in takes a code of it; false when absent. */
  totp?: boolean;
}

/** An account and the password that was chosen for it, with their authenticator app if they have one. */
export type TestUser = User & { password: string; authenticator?: Authenticator };

/** A client that is logged in, and its token for other programs to use. */
export type LoggedIn = Client & { readonly token: string };

/** What makes accounts on a platform. */
export interface Accounts {
  /** Makes an account as people do, by signing up; an administrator as operators do. */
  createUser(user?: NewUser): Promise<TestUser>;
  /** Logs a user in, with a session of its own each time; with their app where it is asked for. */
  logIn(user: {
    email: string;
    password: string;
    authenticator?: Authenticator | undefined;
  }): Promise<LoggedIn>;
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

  const made = async ({ email, password, confirmed, role }: Wanted): Promise<User> => {
    if (role === "admin") {
      return await make(email, password, ["--role", role, ...(confirmed ? ["--confirmed"] : [])]);
    }
    const user = await signUp(email, password);
    return confirmed ? await confirm(email) : user;
  };

  const logIn: Accounts["logIn"] = async ({ email, password, authenticator }) => {
    const credential = bearerToken();
    const own = createClient({ baseUrl: url, credential });
    const answer = await own.post("/sessions", { email, password, credential: "bearer" });
    if ("login" in answer) {
      if (!authenticator) throw new Error(`${email} has a second factor, which was not given`);
      const proof = await authenticator.prove();
      await own.post("/sessions/factors", {
        login_id: answer.login.id,
        ...proof,
        credential: "bearer",
      });
    }
    return {
      ...own,
      get token() {
        return credential.token ?? "";
      },
    };
  };

  const enrol = async (user: { email: string; password: string }): Promise<Authenticator> => {
    const own = await logIn(user);
    const { factor, secret } = await own.post("/me/factors/totp", {});
    const authenticator = createAuthenticator(secret);
    const proof = await authenticator.prove();
    const { recovery_codes = [] } = await own.post("/me/factors/{id}/confirmation", {
      id: factor.id,
      code: "totp" in proof ? proof.totp : "",
    });
    await own.delete("/session");
    authenticator.keep(recovery_codes);
    return authenticator;
  };

  return {
    async createUser({
      email = uniqueEmail(),
      password = PASSWORD,
      confirmed = false,
      role = "user",
      totp = false,
    } = {}) {
      const user = await made({ email, password, confirmed, role });
      if (!totp) return { ...user, password };
      return { ...user, password, authenticator: await enrol({ email, password }) };
    },
    logIn,
  };
}

type Wanted = Required<Omit<NewUser, "totp">>;
