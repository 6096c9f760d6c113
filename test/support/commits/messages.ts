/** A message of PostgreSQL's protocol; the first of a connection has no type. */
export interface Message {
  /** One letter; empty for the first message of a client. */
  type: string;
  /** All of it, type and length included. */
  bytes: Buffer;
}

/** Cuts one direction of a connection into messages. Each call answers with those that are complete. */
export function createReader(side: "client" | "server"): (chunk: Buffer) => Message[] {
  let rest = Buffer.alloc(0);
  let isFirst = side === "client";
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return messages;
      messages.push({
        type: isFirst ? "" : String.fromCharCode(rest[0] ?? 0),
        bytes: rest.subarray(0, length),
      });
      isFirst = false;
      rest = rest.subarray(length);
    }
  };
}

/** A message from its type and its content. */
export function toMessage(type: string, ...content: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part as string)));
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** The zero-terminated strings at the beginning of a message. */
export function stringsOf({ bytes }: Message, count: number): string[] {
  return bytes.subarray(5).toString("utf8").split("\0", count);
}

/** An ErrorResponse. */
export function toError(code: string, text: string): Buffer {
  const fields = { S: "ERROR", V: "ERROR", C: code, M: text };
  const parts = Object.entries(fields).map(([field, value]) => `${field}${value}\0`);
  return toMessage("E", ...parts, "\0");
}

const SSL_REQUEST = 80877103;

/** Whether a client asks for TLS, which it does before anything else. */
export function isSslRequest({ type, bytes }: Message): boolean {
  return type === "" && bytes.readInt32BE(4) === SSL_REQUEST;
}
