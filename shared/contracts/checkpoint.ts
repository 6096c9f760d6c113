import { z } from "zod";
import { text, time } from "./fields";

/** The first thing that is wrong with a chain of the audit trail. */
export const chainProblem = z.object({
  chain: z.number().int(),
  seq: z.number().int(),
  id: z.string().optional(),
  problem: z.string(),
});
export type ChainProblem = z.output<typeof chainProblem>;

/**
 * How far each chain went and what its hash was. The signature is a detached JWS (RFC 7515, appendix
 * F) over the RFC 8785 form of the rest, by Ed25519 (RFC 8037): anybody can verify it with `key`.
 */
export const checkpoint = z.strictObject({
  type: z.literal("jumar.audit-checkpoint"),
  version: z.literal(1),
  issuer: text(1, 500),
  time,
  chains: z
    .array(
      z.strictObject({
        chain: z.number().int().min(0).max(32_767),
        seq: z.number().int().min(0),
        hash: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(1000),
  key: z.strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: z.string().regex(/^[\w-]{43}$/),
  }),
  signature: z.string().regex(/^[\w-]+\.\.[\w-]+$/),
});
export type Checkpoint = z.output<typeof checkpoint>;
