export { loadConfig, type Config } from "./load-config";
export { ConfigError, type ConfigProblem } from "./config-error";
export { loadSecretKeyBase } from "./secret-key-base";
