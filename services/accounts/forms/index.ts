import { validate } from "./validate";

export const actions = { validate };
