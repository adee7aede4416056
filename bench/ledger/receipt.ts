/** Verifies the receipt of a large revocation as the saved page does it where the browser has no cryptography of its own. */
import {
  receiptSurfaces,
  formatCheckpoint,
  formatProof,
  leafHash,
  parseVerifierKey,
  rootOf,
  sha256,
  signNote,
  signReceipt,
  utf8,
  verifyReceipt,
} from '@hufu/merkle'
import type { Receipt } from '@hufu/merkle'
import { bundleOrigin as origin, digest, leafOf, signerNamed } from '../../packages/merkle/samples.ts'
import { quantile } from '../harness/suite.ts'
import type { Suite } from '../harness/suite.ts'

const at = '2026-07-03T09:30:00.250Z'
const rounds = 100
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number)
const keys = numbers(40).map((number) => `work.right-${number}`)
const places = numbers(50).map((number) => ({
  type: 'department' as const,
  id: `d-${number}`,
  name: `部门 ${number}`,
}))
const nodes = ['node-east', 'node-west', 'node-north']

/** Forty rights, held at fifty places, tried by three nodes. */
const receipt: Receipt = {
  v: 1,
  origin,
  workspace: { id: 'w-1', name: '虎符科技' },
  revocation: {
    id: 'r-1',
    member: { id: 'm-li', name: '李娜' },
    by: { id: 'm-chen', name: '陈立' },
    at,
    what: 'rights',
    reason: 'leave',
    because: '离职',
    revision: 8,
    finishing: null,
  },
  rights: keys.map((permission) => ({
    permission,
    zh: permission,
    en: permission,
    ended: [`g-${permission}`],
    left: [],
    restricted: null,
  })),
  before: places.map((place) => ({ place, permissions: keys })),
  after: places.map((place) => ({ place, permissions: [] })),
  applied: {
    state: 'applied',
    tookMs: 41,
    nodes: nodes.map((node) => ({ node, outcome: 'acknowledged', afterMs: 41 })),
  },
  checks: nodes.map((node) => ({
    round: 1,
    node,
    at,
    tookMs: 3,
    tried: keys.length * places.length,
    failed: [],
    surfaces: receiptSurfaces.map((kind) => {
      const tried = kind === 'decision' ? keys.length * places.length : 2
      return { kind, tried, refused: tried, notTried: 0, failed: 0 }
    }),
  })),
  remaining: [],
  handover: null,
  issuedAt: at,
}

async function receiptText({ signer, key }: ReturnType<typeof signerNamed>): Promise<string> {
  const leaf = leafOf(receipt)
  const root = rootOf(digest, [leafHash(digest, utf8(leaf))])
  const checkpoint = await signNote(formatCheckpoint({ origin, size: 1, root }), [signer])
  const proof = formatProof({ index: 0, proof: [], checkpoint })
  return JSON.stringify(await signReceipt(digest, receipt, signer, key, { leaf, proof }))
}

/** Milliseconds of most verifications. */
async function measured(text: string, key: string): Promise<number> {
  const trusted = parseVerifierKey(sha256, key) ?? undefined
  const took: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    const { ok, findings } = await verifyReceipt(sha256, text, { trusted })
    took.push(performance.now() - began)
    if (!ok) throw new Error(`the receipt of the benchmark is not good: ${JSON.stringify(findings)}`)
  }
  return quantile(took, 0.95)
}

/** With the runtime's signatures, then without any. */
export const part: Suite['run'] = async (report, { progress }) => {
  progress('verifying a receipt')
  const named = signerNamed(origin)
  const text = await receiptText(named)
  const native = await measured(text, named.key)
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
  const value = await measured(text, named.key)
  report({ metric: 'receipt.verify', value, unit: 'ms', vs: { 'with WebCrypto': native } })
}
