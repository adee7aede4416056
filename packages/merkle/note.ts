import { assert } from '@hufu/kit'
import { concat, fromBase64, sameBytes, toBase64, toHex, utf8 } from './bytes.ts'
import { verifyEd25519 } from './ed25519.ts'
import type { Hash } from './tree.ts'

/** Most signature lines read in one note; C2SP asks for at least 16. */
export const NOTE_SIGNATURES_MAX = 64

/** Longest note read, in UTF-16 units. */
export const NOTE_LENGTH_MAX = 1_000_000

const ed25519Type = 1
const publicKeyBytes = 32

/** One key that may sign notes. `sign` gives the 64 bytes of an Ed25519 signature over the text. */
export type NoteSigner = {
  readonly name: string
  readonly keyId: Uint8Array
  readonly sign: (text: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/** One key whose signatures are believed. */
export type NoteVerifier = {
  readonly name: string
  readonly keyId: Uint8Array
  readonly publicKey: Uint8Array
}

/** A note read with care: its text only once a known key signed it. */
export type OpenedNote =
  | { readonly opened: true; readonly text: string; readonly by: readonly NoteVerifier[] }
  | { readonly opened: false; readonly because: 'malformed' | 'unknown-key' | 'bad-signature' }

/** Key id of C2SP signed-note: the first four bytes of SHA-256(name, newline, 0x01, public key). */
export function keyIdOf(hash: Hash, name: string, publicKey: Uint8Array): Uint8Array {
  assert(isKeyName(name), `“${name}” cannot name a key`)
  assert(publicKey.length === publicKeyBytes, 'an Ed25519 public key has 32 bytes')
  return hash(concat(utf8(`${name}\n`), Uint8Array.of(ed25519Type), publicKey)).slice(0, 4)
}

/** The verifier key as one line of text, to be handed out: `name+keyid+base64(0x01 ‖ public key)`. */
export function formatVerifierKey({ name, keyId, publicKey }: NoteVerifier): string {
  return `${name}+${toHex(keyId)}+${toBase64(concat(Uint8Array.of(ed25519Type), publicKey))}`
}

/** Reads a verifier key, or gives `null` when it is malformed, of another kind, or its id is not its own. */
export function parseVerifierKey(hash: Hash, text: string): NoteVerifier | null {
  // Base64 may hold "+" itself, so only the first two are separators.
  const [name, id, ...rest] = text.split('+')
  const key = fromBase64(rest.join('+'))
  if (name === undefined || id === undefined || !isKeyName(name) || key === null) return null
  if (key.length !== 1 + publicKeyBytes || key[0] !== ed25519Type) return null
  const publicKey = key.slice(1)
  const keyId = keyIdOf(hash, name, publicKey)
  return toHex(keyId) === id ? { name, keyId, publicKey } : null
}

/** Signs `text`, which must end in a newline, with each of the signers in turn. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  assert(
    text.endsWith('\n') && isNoteText(text),
    'a note is text without control characters, ending in a newline',
  )
  const signatures = await Promise.all(signers.map(async (signer) => await signatureLine(text, signer)))
  return `${text}\n${signatures.join('')}`
}

async function signatureLine(text: string, { name, keyId, sign }: NoteSigner): Promise<string> {
  assert(isKeyName(name), `“${name}” cannot name a key`)
  return `— ${name} ${toBase64(concat(keyId, await sign(utf8(text))))}\n`
}

/** Opens a note: believed only if at least one known key signed it and no known key's signature is wrong. */
export async function openNote(note: string, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const parts = splitNote(note)
  if (parts === null) return { opened: false, because: 'malformed' }
  const by = new Set<NoteVerifier>()
  for (const { name, keyId, signature } of parts.signatures) {
    const known = verifiers.find((verifier) => verifier.name === name && sameBytes(verifier.keyId, keyId))
    if (known === undefined || by.has(known)) continue
    if (!(await verifySignature(known.publicKey, signature, utf8(parts.text))))
      return { opened: false, because: 'bad-signature' }
    by.add(known)
  }
  return by.size === 0
    ? { opened: false, because: 'unknown-key' }
    : { opened: true, text: parts.text, by: [...by] }
}

type Signature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array }

/** Takes a note apart without believing it, or gives `null` when it is malformed. */
export function splitNote(
  note: string,
): { readonly text: string; readonly signatures: readonly Signature[] } | null {
  if (note.length > NOTE_LENGTH_MAX || !isNoteText(note) || !note.endsWith('\n')) return null
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0) return null
  const lines = note.slice(blank + 2, -1).split('\n')
  if (lines.length > NOTE_SIGNATURES_MAX) return null
  const signatures = lines.map(parseSignature).filter((signature) => signature !== null)
  if (signatures.length !== lines.length) return null
  return { text: note.slice(0, blank + 1), signatures }
}

function parseSignature(line: string): Signature | null {
  const [dash, name, encoded, ...rest] = line.split(' ')
  if (dash !== '—' || name === undefined || encoded === undefined || rest.length > 0) return null
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || bytes === null || bytes.length <= 4) return null
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** Checked by the runtime; by our own where it has no Ed25519: older browsers, and pages that came over plain HTTP. */
async function verifySignature(
  publicKey: Uint8Array,
  signature: Uint8Array,
  text: Uint8Array,
): Promise<boolean> {
  if (!('subtle' in crypto)) return verifyEd25519(publicKey, signature, text)
  const { subtle } = crypto
  // WebCrypto wants bytes of its own, not a view into memory that others may share.
  const key = await subtle
    .importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
    .catch(() => null)
  // Not known there, or no key at all, which our own then says by itself.
  if (key === null) return verifyEd25519(publicKey, signature, text)
  return await subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(text))
}

const isKeyName = (name: string): boolean => name !== '' && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name)

const isNoteText = (text: string): boolean =>
  text.isWellFormed() &&
  Array.prototype.every.call(text, (letter: string) => letter >= ' ' || letter === '\n')
