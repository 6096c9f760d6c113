import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The paths of a certificate and its key. */
export interface Certified {
  cert: string;
  key: string;
}

/** An authority of a test's own that certifies servers and clients. */
export interface Authority {
  /** The path of its certificate. */
  ca: string;
  /** Certifies a server that is reached by this name. */
  server(host: string): Certified;
  /** Certifies a user of a database. */
  client(user: string): Certified;
  remove(): void;
}

/** Why no certificates can be made here, or undefined when they can. */
export function whyNoCertificates(): string | undefined {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "openssl is not installed";
  }
}

/** Makes one with openssl, in a folder of its own. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "jumar-certificates-"));
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const ca = { cert: path("ca.crt"), key: path("ca.key") };
  openssl(
    "req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=Authority", "-out", ca.cert, "-keyout", ca.key,
  ); // prettier-ignore

  const certify = (name: string, subject: string, extension: string): Certified => {
    const made = { cert: path(`${name}.crt`), key: path(`${name}.key`) };
    const [request, extensions] = [path(`${name}.csr`), path(`${name}.ext`)];
    writeFileSync(extensions, extension);
    openssl("req", ...newKey, "-subj", `/CN=${subject}`, "-out", request, "-keyout", made.key);
    openssl(
      "x509", "-req", "-in", request, "-CA", ca.cert, "-CAkey", ca.key, "-CAcreateserial",
      "-days", "2", "-extfile", extensions, "-out", made.cert,
    ); // prettier-ignore
    return made;
  };
  return {
    ca: ca.cert,
    server: (host) => certify(`server-${host}`, host, `subjectAltName=DNS:${host}`),
    client: (user) => certify(`client-${user}`, user, "extendedKeyUsage=clientAuth"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What is in the files of a certificate and its key. */
export function readCertified({ cert, key }: Certified): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}
