import { bearerToken, createClient } from "../../../../shared/client";

/* The TypeScript samples of the API's description, as code-samples.test.ts compares them: here they are compiled. */

declare const sessionToken: string;

async function confirmUser() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.put("/users/{id}/confirmation", {
    id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
  });
  console.log(user);
}

async function createAuthentication() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user, session, token } = await jumar.post("/session/authentications", {
    password: "correct horse battery staple",
  });
  console.log(user, session, token);
}

async function createConfirmation() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  const { user } = await jumar.post("/confirmations", {
    token: "mI0nq7vVSbHbYwD1fV3dJ6n0C0sN2x1eR8uQ5tZk4aE",
  });
  console.log(user);
}

async function createConfirmationRequest() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  await jumar.post("/confirmation-requests", { email: "erika@example.com" });
}

async function createEmailChange() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user, session, token } = await jumar.post("/email-changes", {
    token: "mI0nq7vVSbHbYwD1fV3dJ6n0C0sN2x1eR8uQ5tZk4aE",
  });
  console.log(user, session, token);
}

async function createEmailChangeRequest() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.post("/email-change-requests", {
    email: "erika@example.com",
    current_password: "correct horse battery staple",
  });
}

async function createFactorConfirmation() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { factor, recovery_codes } = await jumar.post("/me/factors/{id}/confirmation", {
    id: "factor_01jd8gq4xqfa3v3ywd3pkz2w1e",
    code: "492039",
  });
  console.log(factor, recovery_codes);
}

async function createPasswordReset() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  await jumar.post("/password-resets", {
    token: "mI0nq7vVSbHbYwD1fV3dJ6n0C0sN2x1eR8uQ5tZk4aE",
    password: "correct horse battery staple",
    password_confirmation: "correct horse battery staple",
  });
}

async function createPasswordResetRequest() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  await jumar.post("/password-reset-requests", { email: "erika@example.com" });
}

async function createRecoveryCodes() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { recovery_codes } = await jumar.post("/me/recovery-codes");
  console.log(recovery_codes);
}

async function createSession() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  const answer = await jumar.post("/sessions", {
    email: "erika@example.com",
    password: "correct horse battery staple",
    credential: "bearer",
  });
  console.log(answer);
}

async function createSessionWithFactor() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  const { user, session, token, remembered } = await jumar.post("/sessions/factors", {
    login_id: "mI0nq7vVSbHbYwD1fV3dJ6n0C0sN2x1eR8uQ5tZk4aE",
    totp: "492039",
    credential: "bearer",
  });
  console.log(user, session, token, remembered);
}

async function createTotpFactor() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { factor, secret, uri, qr_svg } = await jumar.post("/me/factors/totp", { label: "Phone" });
  console.log(factor, secret, uri, qr_svg);
}

async function createUser() {
  const jumar = createClient({ baseUrl: "http://localhost:4000" });
  const { user } = await jumar.post("/users", {
    email: "erika@example.com",
    password: "correct horse battery staple",
  });
  console.log(user);
}

async function createUserAsAdmin() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.post("/admin/users", {
    email: "erika@example.com",
    password: "correct horse battery staple",
  });
  console.log(user);
}

async function createUserMail() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.post("/users/{id}/mails", {
    id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    kind: "confirmation",
  });
}

async function deleteCurrentSession() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/session");
}

async function deleteFactor() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/me/factors/{id}", { id: "factor_01jd8gq4xqfa3v3ywd3pkz2w1e" });
}

async function deleteMe() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/me", { current_password: "correct horse battery staple" });
}

async function deleteOtherSessions() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/sessions");
}

async function deleteSession() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/sessions/{id}", { id: "session_01jd8gq4xqfa3v3ywd3pkz2w1e" });
}

async function deleteUser() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/users/{id}", { id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" });
}

async function deleteUserFactors() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/users/{user_id}/factors", { user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" });
}

async function deleteUserSession() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/users/{user_id}/sessions/{id}", {
    user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    id: "session_01jd8gq4xqfa3v3ywd3pkz2w1e",
  });
}

async function deleteUserSessions() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.delete("/users/{user_id}/sessions", { user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" });
}

async function getCurrentSession() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user, session } = await jumar.get("/session");
  console.log(user, session);
}

async function getMe() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.get("/me");
  console.log(user);
}

async function getOverview() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  await jumar.get("/overview");
}

async function getUser() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.get("/users/{id}", { id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" });
  console.log(user);
}

async function listAuditEntries() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data, next_cursor } = await jumar.get("/audit-entries");
  console.log(data, next_cursor);
}

async function listEvents() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data, next_cursor } = await jumar.get("/events");
  console.log(data, next_cursor);
}

async function listFactors() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data, recovery_codes } = await jumar.get("/me/factors");
  console.log(data, recovery_codes);
}

async function listMyActivity() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data, next_cursor } = await jumar.get("/me/activity");
  console.log(data, next_cursor);
}

async function listSessions() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data } = await jumar.get("/sessions");
  console.log(data);
}

async function listUserFactors() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data } = await jumar.get("/users/{user_id}/factors", {
    user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
  });
  console.log(data);
}

async function listUserSessions() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data } = await jumar.get("/users/{user_id}/sessions", {
    user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
  });
  console.log(data);
}

async function listUsers() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { data, next_cursor } = await jumar.get("/users");
  console.log(data, next_cursor);
}

async function streamMyEvents() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  for await (const event of jumar.stream("/me/stream")) console.log(event);
}

async function updatePassword() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user, session, token } = await jumar.put("/me/password", {
    current_password: "correct horse battery staple",
    password: "correct horse battery staple",
    password_confirmation: "correct horse battery staple",
  });
  console.log(user, session, token);
}

async function updateUser() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.patch("/users/{id}", {
    id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    disabled: true,
  });
  console.log(user);
}

async function updateUserRole() {
  const jumar = createClient({
    baseUrl: "http://localhost:4000",
    credential: bearerToken(sessionToken),
  });
  const { user } = await jumar.put("/users/{id}/role", {
    id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    role: "user",
  });
  console.log(user);
}

/** By the ids of the operations. */
export const samples = {
  confirmUser,
  createAuthentication,
  createConfirmation,
  createConfirmationRequest,
  createEmailChange,
  createEmailChangeRequest,
  createFactorConfirmation,
  createPasswordReset,
  createPasswordResetRequest,
  createRecoveryCodes,
  createSession,
  createSessionWithFactor,
  createTotpFactor,
  createUser,
  createUserAsAdmin,
  createUserMail,
  deleteCurrentSession,
  deleteFactor,
  deleteMe,
  deleteOtherSessions,
  deleteSession,
  deleteUser,
  deleteUserFactors,
  deleteUserSession,
  deleteUserSessions,
  getCurrentSession,
  getMe,
  getOverview,
  getUser,
  listAuditEntries,
  listEvents,
  listFactors,
  listMyActivity,
  listSessions,
  listUserFactors,
  listUserSessions,
  listUsers,
  streamMyEvents,
  updatePassword,
  updateUser,
  updateUserRole,
};
