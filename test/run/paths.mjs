import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The path of a file inside an installed package. */
export const installed = (path) => join(root, "node_modules", path);
