import { assert } from '@hufu/kit'
import { fromBase64, toBase64 } from './bytes.ts'
import { openNote } from './note.ts'
import type { NoteVerifier } from './note.ts'

/** A tree head as C2SP tlog-checkpoint tells it: whose log, how many leaves, which root (32 bytes). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

/** A signed checkpoint that was checked, or why it is not believed. */
export type OpenedCheckpoint =
  | { readonly opened: true; readonly checkpoint: Checkpoint }
  | {
      readonly opened: false
      readonly because: 'malformed' | 'unknown-key' | 'bad-signature' | 'other-origin'
    }

/** The text of a checkpoint, ready to be signed as a note. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  assert(origin !== '' && !origin.includes('\n'), 'an origin is one line')
  assert(
    Number.isSafeInteger(size) && size >= 0 && root.length === 32,
    'a checkpoint has a size and 32 bytes',
  )
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

const decimal = /^(?:0|[1-9][0-9]{0,15})$/

/** Reads the text of a checkpoint (extension lines are passed over), or gives `null` when it is malformed. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null
  const [origin, size, encoded, ...extensions] = text.slice(0, -1).split('\n')
  if (origin === undefined || origin === '' || size === undefined || encoded === undefined) return null
  if (!decimal.test(size) || !Number.isSafeInteger(Number(size)) || extensions.includes('')) return null
  const root = fromBase64(encoded)
  return root === null || root.length !== 32 ? null : { origin, size: Number(size), root }
}

/** Opens a signed checkpoint with the one key of its log: the key's name is the origin. */
export async function openCheckpoint(note: string, verifier: NoteVerifier): Promise<OpenedCheckpoint> {
  const opened = await openNote(note, [verifier])
  if (!opened.opened) return opened
  const checkpoint = parseCheckpoint(opened.text)
  if (checkpoint === null) return { opened: false, because: 'malformed' }
  return checkpoint.origin === verifier.name
    ? { opened: true, checkpoint }
    : { opened: false, because: 'other-origin' }
}
