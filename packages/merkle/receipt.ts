import { assert, canonicalJson } from '@hufu/kit'
import { sameBytes, toBase64, utf8 } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { formatVerifierKey, openNote, parseVerifierKey, signNote, splitNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note.ts'
import { parseProof, verifyProof } from './proof-text.ts'
import { otherInEntry, stillHeld, unnamed, untried } from './receipt-claims.ts'
import { parseReceipt, wrongInReceipt } from './receipt-shape.ts'
import type { Receipt, ReceiptFile } from './receipt-shape.ts'
import { leafHash } from './tree.ts'
import type { Hash } from './tree.ts'

/** What can be wrong with a receipt. Each is enough not to believe it. */
export type ReceiptFindingCode =
  | 'not-a-receipt'
  | 'key'
  | 'signature'
  | 'receipt-changed'
  | 'wrong-origin'
  | 'not-in-ledger'
  | 'other-entry'
  | 'still-held'
  | 'not-tried'

/** One finding. `detail` names the field, permission or node it is about; empty where the code says it all. */
export type ReceiptFinding = { readonly code: ReceiptFindingCode; readonly detail: string }

/** What verification found. `receipt` and `key` are told as soon as they can be read: only `ok` says they are to be believed. */
export type ReceiptReport = {
  readonly ok: boolean
  readonly findings: readonly ReceiptFinding[]
  readonly receipt: Receipt | null
  readonly key: string | null
  /** The checkpoint under which the entry was proved; null when it was not. */
  readonly checkpoint: Checkpoint | null
}

// Keeps a signed receipt from passing for a checkpoint of the same key, whose second line is a number.
const kind = 'hufu receipt v1'

function digestOf(hash: Hash, receipt: Receipt): string {
  return toBase64(hash(utf8(canonicalJson(receipt))))
}

/** Signs a receipt. `key` is the signer's verifier key as text; `entry` the leaf of the revocation with its proof. */
export async function signReceipt(
  hash: Hash,
  receipt: Receipt,
  signer: NoteSigner,
  key: string,
  entry: ReceiptFile['entry'],
): Promise<ReceiptFile> {
  const wrong = wrongInReceipt(receipt)
  assert(wrong === null, `a receipt has its form; wrong is ${wrong ?? 'nothing'}`)
  const verifier = parseVerifierKey(hash, key)
  assert(
    verifier?.name === signer.name && sameBytes(verifier.keyId, signer.keyId),
    'a receipt names the key that signs it',
  )
  assert(receipt.origin === signer.name, 'a receipt is signed by the key of its ledger')
  const note = await signNote(`${receipt.origin}\n${kind}\n${digestOf(hash, receipt)}\n`, [signer])
  return { format: 'hufu-receipt-v1', receipt, note, entry, key }
}

/**
 * Verifies the text of a receipt file (L27 to L30). Needs no server and no network. Without a `trusted` key it says only that the
 * file agrees with itself: whose key it names is then for the reader to judge. Takes hostile input and never throws.
 */
export async function verifyReceipt(
  hash: Hash,
  text: string,
  { trusted }: { readonly trusted?: NoteVerifier | undefined } = {},
): Promise<ReceiptReport> {
  const parsed = parseReceipt(text)
  if ('wrong' in parsed) return report([{ code: 'not-a-receipt', detail: parsed.wrong }], null, null)
  const { receipt, key, entry } = parsed.file
  const findings: ReceiptFinding[] = []
  const verifier = parseVerifierKey(hash, key)
  if (verifier === null || (trusted !== undefined && formatVerifierKey(trusted) !== key))
    findings.push({ code: 'key', detail: key })
  findings.push(...(await wrongInNote(hash, parsed.file, verifier)))
  if (verifier?.name !== receipt.origin || receipt.origin !== `hufu/${receipt.workspace.id}/authority`)
    findings.push({ code: 'wrong-origin', detail: receipt.origin })
  const checkpoint = verifier === null ? null : await provedUnder(hash, entry, verifier)
  if (checkpoint === null) findings.push({ code: 'not-in-ledger', detail: '' })
  for (const detail of otherInEntry(receipt, entry.leaf)) findings.push({ code: 'other-entry', detail })
  for (const detail of unnamed(receipt)) findings.push({ code: 'other-entry', detail })
  for (const detail of stillHeld(receipt)) findings.push({ code: 'still-held', detail })
  for (const detail of untried(receipt)) findings.push({ code: 'not-tried', detail })
  return report(findings, parsed.file, checkpoint)
}

function report(
  findings: readonly ReceiptFinding[],
  file: ReceiptFile | null,
  checkpoint: Checkpoint | null,
): ReceiptReport {
  return {
    ok: findings.length === 0,
    findings,
    receipt: file?.receipt ?? null,
    key: file?.key ?? null,
    checkpoint,
  }
}

/** What is wrong with the signed note: who signed it, and of what it speaks. */
async function wrongInNote(
  hash: Hash,
  { note, receipt }: ReceiptFile,
  verifier: NoteVerifier | null,
): Promise<readonly ReceiptFinding[]> {
  const findings: ReceiptFinding[] = []
  const opened = verifier === null ? null : await openNote(note, [verifier])
  const lines = splitNote(note)?.text.split('\n') ?? []
  // The text ends in a newline, so three lines are four parts.
  const isReceipt = lines.length === 4 && lines[1] === kind
  if (opened?.opened !== true || !isReceipt) findings.push({ code: 'signature', detail: '' })
  if (!isReceipt) return findings
  if (lines[0] !== receipt.origin) findings.push({ code: 'wrong-origin', detail: lines[0] ?? '' })
  if (lines[2] !== digestOf(hash, receipt)) findings.push({ code: 'receipt-changed', detail: '' })
  return findings
}

async function provedUnder(
  hash: Hash,
  { leaf, proof }: ReceiptFile['entry'],
  verifier: NoteVerifier,
): Promise<Checkpoint | null> {
  const checked = await verifyProof(hash, { text: proof, leaf: leafHash(hash, utf8(leaf)), verifier })
  // An `extra` line is covered by nothing: in a receipt it could only mislead.
  return checked.holds && parseProof(proof)?.extra === undefined ? checked.checkpoint : null
}
