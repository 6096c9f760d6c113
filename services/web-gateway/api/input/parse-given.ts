import { parseParams } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import type { NamedAction } from "../operations";
import { requireStorable } from "./storable";

/** Parses the params of an action. Throws `validation_failed`, or `not_found` when only what the path names is wrong. */
export function parseGiven({ action, pathParams }: NamedAction, given: object): object {
  requireStorable(given);
  try {
    return parseParams(action.params, given);
  } catch (error) {
    const wrong = error instanceof AppError ? (error.errors ?? []) : [];
    const ofPath = ({ pointer }: { pointer: string }) => pathParams.includes(pointer.slice(1));
    if (wrong.length > 0 && wrong.every(ofPath)) throw new AppError("not_found");
    throw error;
  }
}
