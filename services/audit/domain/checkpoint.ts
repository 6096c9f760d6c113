import type { Checkpoint } from "../../../shared/contracts";
import { readNow, transaction } from "../../../shared/database";
import type { Deps } from "../../../shared/service";
import { signDetached, signingKey, verifyDetached } from "../../../shared/signing";
import { readHeads } from "../store/chains";
import { findHashes } from "../store/entries";
import type { ChainProblem } from "./chain-problem";
import { GENESIS } from "./entry-hash";

type CheckpointDeps = Pick<Deps, "db" | "signer" | "config">;

/** A checkpoint: the head of each chain now, signed with a key derived from SECRET_KEY_BASE. */
export async function checkpoint({ db, signer, config }: CheckpointDeps): Promise<Checkpoint> {
  const { heads, time } = await transaction(db, async (trx) => ({
    heads: await readHeads(trx),
    time: await readNow(trx, "down"),
  }));
  const { secret, key } = ownKey(signer);
  const unsigned = {
    type: "jumar.audit-checkpoint" as const,
    version: 1 as const,
    issuer: config.publicUrl,
    time: time.toISOString(),
    chains: heads.map(({ chain, seq, hash }) => ({ chain, seq, hash: hash.toString("hex") })),
    key,
  };
  return { ...unsigned, signature: signDetached(secret, key, unsigned) };
}

/**
 * Checks that each chain still has the entry that was its head when the checkpoint was made. The hash
 * of that entry depends on all entries before it, so a chain that was rewritten cannot have it.
 */
export async function verifyCheckpoint(
  { db, signer }: Pick<Deps, "db" | "signer">,
  params: { checkpoint: Checkpoint },
) {
  const { signature, ...unsigned } = params.checkpoint;
  if (!verifyDetached(unsigned.key, unsigned, signature)) {
    return { signature: "wrong" as const, problems: [] };
  }
  const ours = [signer, ...(signer.previous ? [signer.previous] : [])];
  const isOurs = ours.some((one) => ownKey(one).key.x === unsigned.key.x);
  const hashes = await transaction(db, (trx) => findHashes(trx, unsigned.chains));
  const problems = unsigned.chains.flatMap(({ chain, seq, hash }): ChainProblem[] => {
    const now = seq === 0 ? GENESIS : hashes.get(chain);
    if (now?.toString("hex") === hash) return [];
    const problem = now
      ? "the chain was written anew: the checkpoint saw another entry here"
      : "the chain was cut off: the checkpoint saw an entry here";
    return [{ chain, seq, problem }];
  });
  return { signature: isOurs ? ("valid" as const) : ("unknown" as const), problems };
}

function ownKey(signer: Deps["signer"]) {
  return signingKey(signer.derive("audit-checkpoint", "ed25519"));
}
