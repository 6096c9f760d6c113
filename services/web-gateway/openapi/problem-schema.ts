import { errorCatalogue } from "../../../shared/errors";
import type { JsonSchema } from "./types";

/** A problem (RFC 9457) as every operation may answer with. */
export const problemSchema: JsonSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "request_id"],
  properties: {
    type: {
      type: "string",
      format: "uri",
      description: "Names the kind of problem and explains it.",
    },
    title: { type: "string" },
    status: { type: "integer" },
    code: {
      type: "string",
      enum: Object.keys(errorCatalogue),
      description: "A stable word for programs.",
    },
    detail: { type: "string" },
    request_id: { type: "string", description: "Quote it when you report the problem." },
    errors: {
      type: "array",
      description: "Which fields are wrong.",
      items: {
        type: "object",
        required: ["pointer", "code", "detail"],
        properties: {
          pointer: { type: "string", description: "A JSON pointer into the params, e.g. /email." },
          code: { type: "string" },
          detail: { type: "string" },
        },
      },
    },
  },
};
