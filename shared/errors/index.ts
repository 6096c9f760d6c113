export { AppError, type AppErrorOptions, type FieldError } from "./app-error";
export { errorCatalogue, isErrorCode, type ErrorCode } from "./catalogue";
export { isOutage } from "./is-outage";
