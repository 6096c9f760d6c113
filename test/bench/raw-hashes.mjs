// The ceiling: argon2 alone, checking one hash over and over, `atOnce` at a time. Told how many
// seconds on its input, it prints how many checks it made in a second.
import { createInterface } from "node:readline";
import argon2 from "argon2";

const { atOnce, password, ...options } = JSON.parse(process.argv[2]);
const stored = await argon2.hash(password, { type: argon2.argon2id, ...options });

async function measure(seconds) {
  const since = performance.now();
  const until = since + seconds * 1_000;
  let checks = 0;
  const one = async () => {
    while (performance.now() < until) {
      await argon2.verify(stored, password);
      checks += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return (checks * 1_000) / (performance.now() - since);
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  console.log(await measure(Number(line)));
}
