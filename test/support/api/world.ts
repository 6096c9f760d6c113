import { randomBytes } from "node:crypto";
import { bearerToken, type Client, createClient, type Credential } from "../../../shared/client";
import { elsewhere } from "../address";
import { eventually } from "../eventually";
import { opened } from "../opened";
import type { Target } from "../target";

export const PASSWORD = "correct horse battery staple";
export const NEW_PASSWORD = "tr0ub4dor and a horse";

/** Somebody with an account who is logged in. */
export interface Person {
  email: string;
  userId: string;
  sessionId: string;
  token: string;
}

/** Who lives on a platform, made as they are needed. */
export interface World {
  url: string;
  /** An address that nobody has. */
  newEmail(): string;
  /** Somebody new, logged in, not confirmed yet. */
  person(): Promise<Person>;
  /** A further session of somebody. */
  logIn(email: string): Promise<Person>;
  /** The administrator, the same one every time. */
  admin(): Promise<Person>;
  /** The token of the newest mail to an address whose link leads below a path. */
  mailToken(email: string, below: string): Promise<string>;
  /** Asks for a new password and takes the token from the mail. */
  resetToken(email: string): Promise<string>;
  /** Asks to move to another address and takes the token from the mail that goes there. */
  emailChangeToken(person: Person, to: string): Promise<string>;
  /** Headers as the proxy in front would send them for a client of an address nobody else has. */
  elsewhere(): Record<string, string>;
  /** Has something done when the world ends. */
  later(work: () => void): void;
  end(): void;
}

/** The world of a target that believes a proxy on this machine (`TRUSTED_PROXIES`). */
export function createWorld(target: Target): World {
  let people = 0;
  // Others may live on the same platform.
  const here = randomBytes(4).toString("hex");
  let admin: Promise<Person> | undefined;
  const atEnd: (() => void)[] = [];

  const clientOf = (credential?: Credential): Client =>
    createClient({
      baseUrl: target.url,
      headers: world.elsewhere(),
      ...(credential ? { credential } : {}),
    });

  const world: World = {
    url: target.url,
    newEmail: () => `somebody-${here}-${(people += 1)}@example.com`,
    async person() {
      const email = world.newEmail();
      await clientOf().post("/users", { email, password: PASSWORD });
      return await world.logIn(email);
    },
    async logIn(email) {
      const { user, session, token } = opened(
        await clientOf().post("/sessions", { email, password: PASSWORD, credential: "bearer" }),
      );
      if (token === undefined) throw new Error("a bearer was promised a token");
      return { email, userId: user.id, sessionId: session.id, token };
    },
    admin: () => (admin ??= logInAdmin(target)),
    async mailToken(email, below) {
      const [link] = await eventually(async () => {
        const mails = await target.mailTo(email);
        const links = mails.flatMap((mail) => mail.links).filter((link) => link.includes(below));
        return links.length > 0 && links;
      });
      return link!.slice(link!.lastIndexOf("/") + 1);
    },
    async resetToken(email) {
      await clientOf().post("/password-reset-requests", { email });
      return await world.mailToken(email, "/users/reset_password/");
    },
    async emailChangeToken({ token }, to) {
      const body = { email: to, current_password: PASSWORD };
      await clientOf(bearerToken(token)).post("/email-change-requests", body);
      return await world.mailToken(to, "/users/settings/confirm_email/");
    },
    later: (work) => atEnd.push(work),
    end: () => atEnd.forEach((work) => work()),
    elsewhere,
  };
  return world;
}

/** With the token of their cookie: it is the same, whatever carries it. */
async function logInAdmin(target: Target): Promise<Person> {
  const client = await target.admin();
  const [token = ""] = client.cookies.values();
  const { body } = await client.get("/api/v1/session");
  return {
    email: body.user.email as string,
    userId: body.user.id as string,
    sessionId: body.session.id as string,
    token,
  };
}
