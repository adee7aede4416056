import { createHash } from 'node:crypto'
import { CLAIM_FILE_BYTES_MAX } from '@hufu/contract'
import { refuse } from '@hufu/kit'

/** One thing put forward: words, and a file where there is one. */
export type Evidence = { readonly words: string; readonly file: EvidenceFile | null }
export type EvidenceFile = {
  readonly name: string
  readonly type: 'application/pdf' | 'image/png' | 'image/jpeg'
  readonly sha256: Buffer
  readonly content: Buffer
}

const marks = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
] as const

/** What a file is by its bytes, whatever it is called; null for what is not taken. */
export const typeOf = (content: Buffer): EvidenceFile['type'] | null =>
  marks.find(([, mark]) => content.subarray(0, mark.length).equals(mark))?.[0] ?? null

/** Reads what was sent. Refuses `claim/file-too-large` and `claim/file-kind`. */
export function readEvidence(sent: {
  readonly words: string
  readonly file?: { readonly name: string; readonly content: string } | undefined
}): Evidence {
  if (sent.file === undefined) return { words: sent.words, file: null }
  const content = Buffer.from(sent.file.content, 'base64')
  if (content.length > CLAIM_FILE_BYTES_MAX) throw refuse('claim/file-too-large')
  const type = typeOf(content)
  if (type === null) throw refuse('claim/file-kind')
  const sha256 = createHash('sha256').update(content).digest()
  return { words: sent.words, file: { name: sent.file.name, type, sha256, content } }
}
