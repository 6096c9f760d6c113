/*
 * A small service of one's own beside Jumar: it greets whoever shows a session of Jumar's, and asks
 * Jumar whose it is.
 */
import { bearerToken, createClient, ProblemError } from "jumar/client";
import { createServer, type Server } from "node:http";

/** Serves the members' area; `jumarUrl` is where the platform is. */
export function membersArea(jumarUrl: string): Server {
  return createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    const jumar = createClient({ baseUrl: jumarUrl, credential: bearerToken(token) });
    jumar.get("/session").then(
      ({ user }) => response.end(`Welcome, ${user.email}`),
      (error: unknown) => {
        response.statusCode = error instanceof ProblemError && error.status === 401 ? 401 : 502;
        response.end();
      },
    );
  });
}
