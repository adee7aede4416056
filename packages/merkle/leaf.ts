import { assert, canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import { concat, toHex, utf8 } from './bytes.ts'
import type { Hash } from './tree.ts'

/** The two trees of a workspace: `authority` is written inside the change, `activity` in batches within a second. */
export type LedgerTree = 'authority' | 'activity'

/** Who acted. `nobody` is a visitor who has not signed in, e.g. a failed sign-in. */
export type LedgerActor =
  | { readonly type: 'member'; readonly id: string }
  | { readonly type: 'bot'; readonly id: string }
  | { readonly type: 'system'; readonly name: string }
  | { readonly type: 'operator' }
  | { readonly type: 'nobody' }

/** By which way an act came in. */
export type LedgerChannel = 'http' | 'socket' | 'cli' | 'job' | 'import' | 'setup'

/** Data of an event: ids, keys, dates and numbers. Free text and personal data stand in `sealed`. */
export type LedgerData = { readonly [key: string]: Json | undefined }

/** By what a member proved once more, for this act, who they are: the method, and the id under which it was given. */
type Proven = { readonly method: string; readonly id: string }

/** `second`: whoever stood behind the act, where it took two, with what they proved themselves by. Leaves before had none. */
export type LeafProof = Proven & { readonly second?: Proven & { readonly memberId: string } }

/** One leaf. `at` is ISO-8601 UTC with milliseconds, `sealed` holds a commitment (hex) for each field of clear text. */
export type Leaf = {
  readonly v: 1
  readonly workspace: string
  readonly tree: LedgerTree
  readonly revision: number
  readonly at: string
  readonly actor: LedgerActor
  /** When the decision took effect in the world, on imports and replays of an older history. ISO-8601 UTC. */
  readonly effectiveAt?: string
  readonly onBehalfOf?: LedgerActor
  readonly proof?: LeafProof
  readonly channel: LedgerChannel
  readonly request: string
  readonly event: string
  readonly data: LedgerData
  readonly sealed: Readonly<Record<string, string>>
}

/** Bytes in the salt of an entry. */
export const SALT_BYTES = 16

const fieldName = /^[A-Za-z][A-Za-z0-9.-]*$/
const eventName = /^[a-z][a-z-]*(?:\.[a-z][a-z-]*)+@[1-9][0-9]*$/

/** The text that is hashed for a leaf: canonical JSON of RFC 8785. */
export function leafText(leaf: Leaf): string {
  assert(eventName.test(leaf.event), `an event is named thing.happened@version, not ${leaf.event}`)
  return canonicalJson(leaf)
}

/** Commitment to a clear text: hex SHA-256 of salt, field name, a zero byte and the UTF-8 text. */
export function commitment(hash: Hash, salt: Uint8Array, field: string, text: string): string {
  assert(salt.length === SALT_BYTES, `a salt has ${SALT_BYTES} bytes`)
  // A name with a zero byte in it could move the border between name and text.
  assert(fieldName.test(field), `a sealed field is named by letters and digits, not ${field}`)
  return toHex(hash(concat(salt, utf8(`${field}\0${text}`))))
}

/** True when the stored clear value is what a leaf committed to. Takes hostile input and never throws. */
export function commitmentHolds(
  hash: Hash,
  {
    salt,
    field,
    text,
    told,
  }: { readonly salt: Uint8Array; readonly field: string; readonly text: unknown; readonly told: unknown },
): boolean {
  if (typeof text !== 'string' || salt.length !== SALT_BYTES || !fieldName.test(field)) return false
  return commitment(hash, salt, field, text) === told
}
