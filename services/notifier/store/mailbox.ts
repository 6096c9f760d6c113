import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

const NEWEST = 500;

/** Where mails are caught when there is no SMTP_URL. Files, not rows: they hold raw tokens. */
export function mailboxFolder(dataDir: string): string {
  return join(dataDir, "mailbox");
}

/** Stores a mail under its Message-ID, whole or not at all; the same one again replaces it. */
export async function writeToMailbox(
  folder: string,
  messageId: string,
  message: Buffer,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${fileNameOf(messageId)}.eml`);
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(message);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** A mail in the mailbox. */
export interface CaughtMail {
  file: string;
  caughtAt: Date;
}

/** The newest mails first. */
export async function findCaught(folder: string): Promise<CaughtMail[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const mails = await Promise.all(
    names
      .filter((name) => name.endsWith(".eml"))
      .map(async (name) => {
        const file = join(folder, name);
        return { file, caughtAt: (await stat(file)).mtime };
      }),
  );
  return mails.sort((a, b) => b.caughtAt.getTime() - a.caughtAt.getTime()).slice(0, NEWEST);
}

/** A mail as it was caught. */
export async function readCaught({ file }: CaughtMail): Promise<Buffer> {
  return await readFile(file);
}

function fileNameOf(messageId: string): string {
  return messageId.replaceAll(/[^A-Za-z0-9_.@-]/g, "");
}
