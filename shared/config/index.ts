export { loadConfig, type Config } from "./load-config";
export { type Brand, JUMAR } from "./brand";
export { ConfigError, type ConfigProblem } from "./config-error";
export { parseDatabaseUrl, type Address } from "./database-url";
export { readPemFiles, type PemFiles } from "./pem-files";
export { findSecretKeyBase, loadSecretKeyBase } from "./secret-key-base";
export { hostProblem } from "./listening";
export { urlPerHost } from "./url-per-host";
