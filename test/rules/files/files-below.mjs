import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const notOurs = new Set(["node_modules", "dist", "coverage", ".git", ".jumar"]);

/** The paths of all files below a folder that are kept in the repository, from that folder on. */
export function filesBelow(folder, place = folder) {
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(place, entry.name);
      if (entry.isDirectory()) return filesBelow(folder, path);
      return entry.isFile() ? [relative(folder, path)] : [];
    })
    .sort();
}

/** Whether a file is for a shell: by its name, or by its first line when the name says nothing. */
export function isShell(folder, file) {
  if (/\.(sh|bash)$/.test(file)) return true;
  if (/\.[^/.]+$/.test(file.replace(/^.*\//, "").slice(1))) return false;
  return /^#!.*\b(ba|da)?sh\b/.test(readFileSync(join(folder, file), "latin1").slice(0, 80));
}

/** Whether a file describes an image. */
export const isDockerfile = (file) =>
  /(^|\/)(Dockerfile|Containerfile)$|\.(Dockerfile|Containerfile)$/i.test(file);
