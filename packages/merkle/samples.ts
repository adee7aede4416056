import { generateKeyPairSync, hash, sign } from 'node:crypto'
import {
  appendLeaf,
  bundleHead,
  bundleLine,
  commitment,
  emptyFrontier,
  formatCheckpoint,
  formatVerifierKey,
  frontierRoot,
  keyIdOf,
  leafHash,
  leafText,
  signNote,
  toHex,
  utf8,
} from './index.ts'
import type { LedgerData, NoteSigner, Receipt } from './index.ts'

const proof = { method: 'password', id: 'p-1' }
const second = { method: 'totp', id: 'p-2', memberId: 'm-2' }

/** SHA-256 by the runtime. */
export const digest = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')

/** A key pair named for a ledger. */
export function signerNamed(name: string): { readonly signer: NoteSigner; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const keyId = keyIdOf(digest, name, raw)
  return {
    signer: { name, keyId, sign: (text) => new Uint8Array(sign(null, text, privateKey)) },
    key: formatVerifierKey({ name, keyId, publicKey: raw }),
  }
}

type Wanted = {
  readonly size: number
  /** A checkpoint after each so many entries, and one at the end. */
  readonly signedEvery: number
  readonly texts?: boolean
  readonly signer: NoteSigner
  readonly key: string
  /** Entry whose words are others than usual. */
  readonly changed?: number
}

const workspace = 'w-1'
const at = '2026-07-03T09:30:00.250Z'

/** The name of the key of the ledger these files are of. */
export const bundleOrigin = `hufu/${workspace}/authority`

/** The lines of an exported ledger, entry by entry. `notes` is told each checkpoint. */
export async function* bundleLines(
  { size, signedEvery, texts = true, signer, key, changed }: Wanted,
  notes: (note: string) => void = () => {},
): AsyncGenerator<string> {
  yield bundleHead({ workspace, tree: 'authority', size, texts, key, at })
  let frontier = emptyFrontier
  let link = digest(new Uint8Array())
  let checkpoints = 0
  for (let index = 0; index < size; index += 1) {
    const salt = digest(utf8(`salt ${index}`)).slice(0, 16)
    const sealed = { because: index === changed ? '另有原因' : `因项目需要临时授权 ${index}` }
    const leaf = leafText({
      v: 1,
      workspace,
      tree: 'authority',
      revision: 1 + Math.floor(index / 3),
      at,
      actor: { type: 'member', id: `m-${index % 17}` },
      // Some acts were proved, and some of those took a second person.
      ...(index % 7 === 3 ? { proof: index % 2 === 0 ? proof : { ...proof, second } } : {}),
      channel: 'http',
      request: `q-${index}`,
      event: 'grant.given@1',
      data: {
        grantId: `g-${index}`,
        subject: { type: 'member', id: `m-${index % 1009}` },
        from: null,
        until: at,
      },
      sealed: { because: commitment(digest, salt, 'because', sealed.because) },
    })
    const hashed = leafHash(digest, utf8(leaf))
    frontier = appendLeaf(digest, frontier, hashed)
    link = digest(Buffer.concat([link, hashed]))
    const shown = { index, leaf, link: toHex(link) }
    yield bundleLine({ kind: 'entry', entry: texts ? { ...shown, salt: toHex(salt), sealed } : shown })
    if ((index + 1) % signedEvery !== 0 && index + 1 !== size) continue
    const root = frontierRoot(digest, frontier)
    const note = await signNote(formatCheckpoint({ origin: bundleOrigin, size: index + 1, root }), [signer])
    checkpoints += 1
    notes(note)
    yield bundleLine({ kind: 'checkpoint', checkpoint: note })
  }
  yield bundleLine({ kind: 'end', end: size, checkpoints })
}

/** All lines of a file. */
export async function allOf(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

/** What the ledger's entry holds when it agrees with a receipt. */
export const dataOf = ({ revocation, rights, remaining }: Receipt): LedgerData => ({
  revocationId: revocation.id,
  memberId: revocation.member.id,
  what: revocation.what,
  reason: revocation.reason,
  ended: rights.flatMap(({ permission, ended }) => ended.map((grantId) => ({ grantId, permission }))),
  restricted: rights.flatMap(({ permission, restricted }) =>
    restricted === null ? [] : [{ restrictionId: restricted, permission }],
  ),
  left: rights.flatMap(({ permission, left }) => left.map((groupId) => ({ groupId, permission }))),
  kept: remaining.flatMap(({ permission, how }, place) =>
    how === 'kept' ? [{ grantId: `g-${place}`, permission }] : [],
  ),
})

/** The leaf of a receipt's revocation. */
export const leafOf = (receipt: Receipt, data: LedgerData = dataOf(receipt)): string =>
  leafText({
    v: 1,
    workspace: receipt.workspace.id,
    tree: 'authority',
    revision: receipt.revocation.revision,
    at: receipt.revocation.at,
    actor: { type: 'member', id: receipt.revocation.by.id },
    channel: 'http',
    request: 'q-1',
    event: 'revocation.applied@1',
    data,
    sealed: { because: '00' },
  })
