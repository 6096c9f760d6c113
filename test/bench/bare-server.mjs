// The baseline: http and pg, the same select by token hash, nothing else. Prints its port.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ ...JSON.parse(process.argv[2]), max: 10 });
const text = process.argv[3];

const server = createServer(async (request, response) => {
  const token = request.headers.authorization.slice("Bearer ".length);
  const hash = createHash("sha256").update(Buffer.from(token, "base64url")).digest();
  const { rows } = await pool.query({ name: "find", text, values: [hash] });
  const body = JSON.stringify(rows[0]);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.once("SIGTERM", () => process.exit(0));
