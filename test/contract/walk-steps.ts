import {
  type Account,
  freshPassword,
  type Ground,
  newAccount,
  ownerOf,
  type Purpose,
  type Walk,
} from "../support/api/walk";

/** So many wrong passwords are evaluated for each account, come what may. */
const FEW = 4;

/** What a step expects of the platform, by the model. */
export type Taken = (walk: Walk, ground: Ground) => Promise<"allowed" | "refused" | undefined>;

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length]!;
}

/** A bearer token, live or not. */
function pickSession({ accounts, sessions }: Walk, index: number, aim: boolean): string {
  const live = accounts.flatMap((account) => [...account.live]);
  return pick(aim && live.length > 0 ? live : sessions, index);
}

/** A mailed token of any purpose, or one that works for a purpose. */
function pickMailed({ accounts, mailTokens }: Walk, index: number, purpose?: Purpose): string {
  const working = accounts.flatMap(({ works }) => {
    const token = purpose && works.get(purpose);
    return token === undefined ? [] : [token];
  });
  return pick(working.length > 0 ? working : mailTokens, index);
}

export function register(a: number): Taken {
  return async ({ accounts, mailTokens }, { ask, world }) => {
    const account = pick(accounts, a);
    const { email, password } = account;
    const { status, json } = await ask("createUser", { body: { email, password } });
    if (account.exists) {
      expect([status, json.errors?.[0]?.code]).toEqual([422, "email_taken"]);
      return "refused";
    }
    expect(status).toBe(201);
    expect(json.user.confirmed_at).toBeNull();
    account.exists = true;
    account.userId = json.user.id as string;
    account.confirmed = false;
    receive(account, mailTokens, "confirmation", await world.mailToken(email, "/users/confirm/"));
    return "allowed";
  };
}

/** With the present password, an old one, or that of another account. */
export function logIn(a: number, b: number, aim: boolean): Taken {
  return async ({ accounts, sessions }, { ask }) => {
    const there = accounts.filter(({ exists, disabled }) => exists && !disabled);
    const account = pick(aim && there.length > 0 ? there : accounts, a);
    const password = pick([account.password, ...accounts.flatMap(({ passwords }) => passwords)], b);
    const fits = account.exists && !account.disabled && password === account.password;
    if (!fits && (account.wrong += 1) > FEW) return undefined;
    const body = { email: account.email, password, credential: "bearer" };
    const { status, json } = await ask("createSession", { body });
    expect([status, json.code]).toEqual(fits ? [201, undefined] : [401, "invalid_credentials"]);
    if (!fits) return "refused";
    account.live.add(json.token as string);
    sessions.push(json.token as string);
    return "allowed";
  };
}

/** Who one is, whether one is confirmed, and that one is no administrator. */
export function look(a: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    const { status, json } = await ask("getCurrentSession", { as: { token } });
    const users = await ask("listUsers", { as: { token } });
    expect([status, users.status]).toEqual(owner ? [200, 403] : [401, 401]);
    if (!owner) return "refused";
    expect(json.user).toMatchObject({ email: owner.email, role: "user" });
    expect(json.user.confirmed_at !== null).toBe(owner.confirmed);
    return "allowed";
  };
}

export function logOut(a: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    expect((await ask("deleteCurrentSession", { as: { token } })).status).toBe(owner ? 204 : 401);
    owner?.live.delete(token);
    return owner ? "allowed" : "refused";
  };
}

export function revokeOthers(a: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    const { status } = await ask("deleteOtherSessions", { as: { token } });
    expect(status).toBe(owner ? 204 : 401);
    if (owner) owner.live = new Set([token]);
    return owner ? "allowed" : "refused";
  };
}

/** With a token of any purpose and anybody, used or not. */
export function confirm(b: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickMailed(walk, b, aim ? "confirmation" : undefined);
    const owner = walk.accounts.find(({ works }) => works.get("confirmation") === token);
    const { status, json } = await ask("createConfirmation", { body: { token } });
    expect([status, json.code]).toEqual(owner ? [200, undefined] : [422, "token_invalid"]);
    if (!owner) return "refused";
    owner.works.delete("confirmation");
    owner.confirmed = true;
    return "allowed";
  };
}

export function askForReset(a: number): Taken {
  return async ({ accounts, mailTokens }, { ask, world }) => {
    const account = pick(accounts, a);
    const { email } = account;
    if (account.asked.has("password_reset") || account.disabled) return undefined;
    expect((await ask("createPasswordResetRequest", { body: { email } })).status).toBe(202);
    // The answer tells nothing; no mail comes to who has no account.
    if (!account.exists) return "refused";
    const token = await world.mailToken(email, "/users/reset_password/");
    receive(account, mailTokens, "password_reset", token);
    return "allowed";
  };
}

export function reset(b: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickMailed(walk, b, aim ? "password_reset" : undefined);
    const owner = walk.accounts.find(({ works }) => works.get("password_reset") === token);
    const password = freshPassword();
    const body = { token, password, password_confirmation: password };
    const { status, json } = await ask("createPasswordReset", { body });
    expect([status, json?.code]).toEqual(owner ? [204, undefined] : [422, "token_invalid"]);
    if (!owner) return "refused";
    newPassword(owner, password);
    // Whoever holds the link holds the mailbox.
    owner.confirmed = true;
    owner.live.clear();
    owner.wrong = 0;
    return "allowed";
  };
}

export function changePassword(a: number, b: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    const right = b % 3 > 0;
    if (owner && !right && (owner.wrong += 1) > FEW) return undefined;
    const password = freshPassword();
    const { status, json } = await ask("updatePassword", {
      as: { token },
      body: {
        current_password: right ? (owner?.password ?? "") : "not the password",
        password,
        password_confirmation: password,
      },
    });
    expect(status).toBe(!owner ? 401 : right ? 200 : 422);
    if (!owner || !right) return "refused";
    newPassword(owner, password);
    renew(walk, owner, json.token as string);
    return "allowed";
  };
}

export function askToMove(a: number, b: number, aim: boolean): Taken {
  return async (walk, { ask, world }) => {
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    const right = b % 3 > 0;
    if (owner && (!right ? (owner.wrong += 1) > FEW : owner.asked.has("email_change"))) {
      return undefined;
    }
    const email = world.newEmail();
    const body = { email, current_password: right ? (owner?.password ?? "") : "not the password" };
    const { status } = await ask("createEmailChangeRequest", { as: { token }, body });
    expect(status).toBe(!owner ? 401 : right ? 202 : 422);
    if (!owner || !right) return "refused";
    const mailed = await world.mailToken(email, "/users/settings/confirm_email/");
    receive(owner, walk.mailTokens, "email_change", mailed);
    owner.moveTo = email;
    return "allowed";
  };
}

/** With any session and any token: both have to be of the same account. */
export function move(a: number, b: number, aim: boolean): Taken {
  return async (walk, { ask }) => {
    const about =
      aim && walk.accounts.find(({ works, live }) => works.has("email_change") && live.size > 0);
    const token = about ? pick([...about.live], a) : pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    const mailed = pickMailed(walk, b, aim ? "email_change" : undefined);
    const fits = owner?.works.get("email_change") === mailed;
    const { status, json } = await ask("createEmailChange", {
      as: { token },
      body: { token: mailed },
    });
    expect(status).toBe(!owner ? 401 : fits ? 200 : 422);
    if (!owner || !fits) return "refused";
    expect(json.user.email).toBe(owner.moveTo);
    owner.email = owner.moveTo;
    owner.confirmed = true;
    owner.works.clear();
    renew(walk, owner, json.token as string);
    return "allowed";
  };
}

/** Seldom, or little would be left to walk on. */
export function deleteMe(a: number, b: number, aim: boolean): Taken {
  return async (walk, { ask, world }) => {
    if (b % 2 > 0) return undefined;
    const right = aim || b % 4 > 0;
    const token = pickSession(walk, a, aim);
    const owner = ownerOf(walk, token);
    if (owner && !right && (owner.wrong += 1) > FEW) return undefined;
    const current = right ? (owner?.password ?? "") : "not the password";
    const { status } = await ask("deleteMe", {
      as: { token },
      body: { current_password: current },
    });
    expect(status).toBe(!owner ? 401 : right ? 204 : 422);
    if (!owner || !right) return "refused";
    // Nobody is left to whom its sessions and links belong; the mailbox is full of the old ones.
    Object.assign(owner, newAccount(world.newEmail()));
    return "allowed";
  };
}

/** By the administrator who aims, else by whoever has a session: an account is disabled or enabled. */
export function setDisabled(a: number, b: number, aim: boolean): Taken {
  return async (walk, { ask, world }) => {
    const account = pick(walk.accounts, b);
    if (account.userId === undefined) return undefined;
    const as = aim ? await world.admin() : { token: pickSession(walk, a, a % 2 > 0) };
    const { status } = await ask("updateUser", {
      as,
      path: { id: account.userId },
      body: { disabled: !account.disabled },
    });
    expect(status).toBe(aim ? 200 : ownerOf(walk, as.token) ? 403 : 401);
    if (!aim) return "refused";
    account.disabled = !account.disabled;
    account.live.clear();
    account.works.clear();
    return "allowed";
  };
}

function receive(account: Account, seen: string[], purpose: Purpose, token: string): void {
  account.works.set(purpose, token);
  account.asked.add(purpose);
  seen.push(token);
}

/** Every link ends with the old password. */
function newPassword(account: Account, password: string): void {
  account.password = password;
  account.passwords.push(password);
  account.works.clear();
}

/** All sessions end but the one that asked, and that goes on under another token. */
function renew({ sessions }: Walk, account: Account, token: string): void {
  account.live = new Set([token]);
  sessions.push(token);
}
