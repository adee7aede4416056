import { sameBytes } from './bytes.ts'
import { openCheckpoint } from './checkpoint.ts'
import { finding } from './findings.ts'
import type { Finding } from './findings.ts'
import type { NoteVerifier } from './note.ts'

/** A row of stored checkpoints. `note` is what was signed; size and root repeat it for searching. */
export type StoredCheckpoint = { readonly size: number; readonly root: Uint8Array; readonly note: string }

/** A head that our key did sign. `inside`: it stands in the database; otherwise it was kept outside. */
export type SignedHead = { readonly size: number; readonly root: Uint8Array; readonly inside: boolean }

/** Why a checkpoint is not believed, in words. */
export const unbelieved = {
  malformed: 'it is malformed',
  'unknown-key': 'it is not signed with the key of this ledger',
  'bad-signature': 'its signature is wrong',
  'other-origin': 'it belongs to another ledger',
} as const

/** Opens all checkpoints and gives those our key signed, smallest first; all others are told as findings. */
export async function readSignedHeads(
  { verifier, known = [] }: { readonly verifier: NoteVerifier; readonly known?: readonly string[] },
  stored: readonly StoredCheckpoint[],
  tell: (found: Finding) => void,
): Promise<readonly SignedHead[]> {
  const heads: SignedHead[] = []
  for (const { size, root, note } of stored) {
    const opened = await openCheckpoint(note, verifier)
    if (!opened.opened) {
      tell(finding('checkpoint-unreadable', { detail: `size ${size}: ${unbelieved[opened.because]}` }))
      continue
    }
    const { checkpoint } = opened
    if (checkpoint.size !== size || !sameBytes(checkpoint.root, root))
      tell(finding('checkpoint-changed', { detail: `size ${size}, signed for ${checkpoint.size}` }))
    heads.push({ size: checkpoint.size, root: checkpoint.root, inside: true })
  }
  for (const note of known) {
    const opened = await openCheckpoint(note, verifier)
    if (opened.opened) heads.push({ ...opened.checkpoint, inside: false })
    else
      tell(
        finding('checkpoint-unreadable', {
          detail: `kept outside the database: ${unbelieved[opened.because]}`,
        }),
      )
  }
  return heads.toSorted((a, b) => a.size - b.size)
}
