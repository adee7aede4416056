import { generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson } from '@hufu/kit'
import { concat, utf8 } from './bytes.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { naive } from './naive-fixture.ts'
import { formatVerifierKey, keyIdOf, signNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note.ts'
import { formatProof } from './proof-text.ts'
import { receiptSurfaces } from './receipt-shape.ts'
import type { Receipt, ReceiptFile, ReceiptSurface } from './receipt-shape.ts'
import { sha256 } from './sha256.ts'

export const workspaceId = '019a6e0c-0000-7000-8000-00000000c0de'
export const origin = `hufu/${workspaceId}/authority`

/** A key with a name, made now. */
export function keyNamed(name: string): { readonly signer: NoteSigner; readonly verifier: NoteVerifier } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  const keyId = keyIdOf(sha256, name, raw)
  const signer = { name, keyId, sign: (text: Uint8Array) => new Uint8Array(sign(null, text, privateKey)) }
  return { signer, verifier: { name, keyId, publicKey: raw } }
}

const at = '2026-07-03T09:30:00.250Z'
const company = { type: 'workspace', id: null, name: null } as const
const finance = { type: 'department', id: 'd-finance', name: '财务部' } as const

/** What came of every way in, where so many decisions were tried and so many of them failed. */
export const surfacesOf = (tried: number, failed = 0): readonly ReceiptSurface[] =>
  receiptSurfaces.map((kind) =>
    kind === 'decision'
      ? { kind, tried, refused: tried - failed, notTried: 0, failed }
      : { kind, tried: 2, refused: 2, notTried: 1, failed: 0 },
  )

/** Li Na loses two rights: one by two grants that ended, one by a restriction beside a grant. */
export const lina: Receipt = {
  v: 1,
  origin,
  workspace: { id: workspaceId, name: '虎符科技' },
  revocation: {
    id: 'r-1',
    member: { id: 'm-li', name: '李娜' },
    by: { id: 'm-chen', name: 'Chen “the creator”' },
    at,
    what: 'rights',
    reason: 'move',
    because: 'changes jobs\nsee the letter of Friday',
    revision: 812,
    finishing: null,
  },
  rights: [
    {
      permission: 'file.download',
      zh: '下载文件',
      en: 'Download files',
      ended: ['g-1', 'g-2'],
      left: [],
      restricted: null,
    },
    {
      permission: 'msg.dm',
      zh: '发起单聊',
      en: 'Start chats',
      ended: ['g-3'],
      left: ['u-1'],
      restricted: 'x-1',
    },
  ],
  before: [
    { place: company, permissions: ['file.download', 'file.upload', 'msg.dm'] },
    { place: finance, permissions: ['file.download', 'msg.dm'] },
  ],
  after: [
    { place: company, permissions: ['file.upload'] },
    { place: finance, permissions: [] },
  ],
  applied: {
    state: 'applied',
    tookMs: 41,
    nodes: [
      { node: 'n-1', outcome: 'acknowledged', afterMs: 4 },
      { node: 'n-2', outcome: 'acknowledged', afterMs: 41 },
      { node: 'n-3', outcome: 'lease-ran-out', afterMs: 0 },
    ],
  },
  checks: [
    {
      round: 1,
      node: 'n-1',
      at: '2026-07-03T09:30:00.301Z',
      tookMs: 2,
      tried: 4,
      failed: [{ permission: 'msg.dm', place: finance }],
      surfaces: surfacesOf(4, 1),
    },
    {
      round: 2,
      node: 'n-1',
      at: '2026-07-03T09:31:00.000Z',
      tookMs: 2,
      tried: 4,
      failed: [],
      surfaces: surfacesOf(4),
    },
    {
      round: 2,
      node: 'n-2',
      at: '2026-07-03T09:31:00.004Z',
      tookMs: 3,
      tried: 5,
      failed: [],
      surfaces: surfacesOf(5),
    },
  ],
  remaining: [{ permission: 'msg.dm', label: '全员', how: 'stopped', because: '' }],
  handover: {
    given: [{ kind: 'group', to: '王芳', how: 'accepted', count: 3, at }],
    backups: [{ at, sha256: '00ff', things: 7 }],
  },
  issuedAt: '2026-07-03T09:32:00.000Z',
}

/** Puts a leaf as the sixth of eleven, and proves it under a checkpoint of the signer. */
export async function entryOf(
  leaf: string,
  signer: NoteSigner,
  name: string = signer.name,
): Promise<ReceiptFile['entry']> {
  const others = Array.from({ length: 10 }, (_, index) => utf8(`leaf ${index}`))
  const tree = naive(sha256, others.toSpliced(5, 0, concat(utf8(leaf))))
  const text = formatCheckpoint({ origin: name, size: 11, root: tree.root(11) })
  const checkpoint = await signNote(text, [signer])
  return { leaf, proof: formatProof({ index: 5, proof: tree.path(5, 11), checkpoint }) }
}

/** A receipt file signed without asking whether what it says is true: what a server that lies could hand out. */
export async function lying(receipt: Receipt, signer: NoteSigner, verifier: NoteVerifier, leaf: string) {
  // The fixture speaks of values that a test has changed, so their type says nothing.
  const digest = Buffer.from(sha256(utf8(canonicalJson(receipt as never)))).toString('base64')
  return {
    format: 'hufu-receipt-v1',
    receipt,
    note: await signNote(`${origin}\nhufu receipt v1\n${digest}\n`, [signer]),
    entry: await entryOf(leaf, signer),
    key: formatVerifierKey(verifier),
  }
}
