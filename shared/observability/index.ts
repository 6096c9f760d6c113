export { createLogger, type Logger } from "./logger";
export { startOpsServer, type OpsServer } from "./ops-server";
export { report } from "./report";
