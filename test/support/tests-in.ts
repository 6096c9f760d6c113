import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * Makes a folder a room: registers the test files in it and below, each in a group with its own hooks, so
 * that what they import is loaded once for all of them. A folder below with a room registers its own.
 */
export function testsIn(folder: string): void {
  for (const file of testFilesOf(folder)) {
    describe(relative(folder, file), () => {
      jest.requireActual(file);
    });
  }
}

function testFilesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isRoom(path) ? [] : testFilesOf(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

function isRoom(folder: string): boolean {
  return readdirSync(folder).some((file) => file.endsWith(".room.ts"));
}
