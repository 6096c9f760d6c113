/** The AsyncAPI 3 document of the events, made from their catalogue. */
export { createAsyncApi } from "./document";
export { dataFieldsOf, type DataField } from "./data-fields";
export type { AsyncApiDocument } from "./types";
