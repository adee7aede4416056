import { fromBase64, toBase64 } from './bytes.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Checkpoint, OpenedCheckpoint } from './checkpoint.ts'
import type { NoteVerifier } from './note.ts'
import { verifyInclusion } from './proofs.ts'
import type { Hash } from './tree.ts'

const header = 'c2sp.org/tlog-proof@v1'

/** Most hashes in an inclusion proof: no tree of ours is higher. */
export const PROOF_HASHES_MAX = 64

/** A self-contained proof of inclusion (C2SP tlog-proof). `checkpoint` is the signed note, `extra` is not covered by it. */
export type ProofText = {
  readonly extra?: Uint8Array
  readonly index: number
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: string
}

/** Writes a proof as C2SP tlog-proof text; files end in `.tlog-proof`. */
export function formatProof({ extra, index, proof, checkpoint }: ProofText): string {
  const lines = [
    header,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(toBase64),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads C2SP tlog-proof text, or gives `null` when it is malformed. Nothing in it is believed yet. */
export function parseProof(text: string): ProofText | null {
  const blank = text.indexOf('\n\n')
  if (blank < 0) return null
  const [first, ...lines] = text.slice(0, blank).split('\n')
  if (first !== header) return null
  const extraText =
    lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice('extra '.length) : undefined
  const extra = extraText === undefined ? undefined : fromBase64(extraText)
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === 32)
  if (extra === null || index === undefined || proof.length !== lines.length) return null
  if (lines.length > PROOF_HASHES_MAX) return null
  const hashes = proof.filter((hash) => hash !== null)
  return {
    ...(extra === undefined ? {} : { extra }),
    index: Number(index),
    proof: hashes,
    checkpoint: text.slice(blank + 2),
  }
}

/** A proof that holds, with the checkpoint it stands on; or why it does not. */
export type CheckedProof =
  | { readonly holds: true; readonly index: number; readonly checkpoint: Checkpoint }
  | {
      readonly holds: false
      readonly because: Extract<OpenedCheckpoint, { opened: false }>['because'] | 'not-included'
    }

/** Checks C2SP tlog-proof text for one leaf hash against the log's key: needs no server and no network. */
export async function verifyProof(
  hash: Hash,
  {
    text,
    leaf,
    verifier,
  }: { readonly text: string; readonly leaf: Uint8Array; readonly verifier: NoteVerifier },
): Promise<CheckedProof> {
  const parsed = parseProof(text)
  if (parsed === null) return { holds: false, because: 'malformed' }
  const opened = await openCheckpoint(parsed.checkpoint, verifier)
  if (!opened.opened) return { holds: false, because: opened.because }
  const { size, root } = opened.checkpoint
  const included = verifyInclusion(hash, { index: parsed.index, size, leaf, proof: parsed.proof, root })
  return included
    ? { holds: true, index: parsed.index, checkpoint: opened.checkpoint }
    : { holds: false, because: 'not-included' }
}
