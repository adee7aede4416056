import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import {
  formatCheckpoint,
  formatProof,
  leafHash,
  receiptSurfaces,
  rootOf,
  sha256,
  signNote,
  signReceipt,
  utf8,
} from '@hufu/merkle'
import type { Receipt } from '@hufu/merkle'
import { bundleOrigin as origin, leafOf, signerNamed } from '../packages/merkle/samples.ts'
import { runAlone } from './alone-fixture.ts'
import type { Ended } from './alone-fixture.ts'

const at = '2026-07-03T09:30:00.250Z'
const company = { type: 'workspace', id: null, name: null } as const

const surfaces = receiptSurfaces.map((kind) => ({ kind, tried: 1, refused: 1, notTried: 0, failed: 0 }))

const receipt: Receipt = {
  v: 1,
  origin,
  workspace: { id: 'w-1', name: 'Wei & Co' },
  revocation: {
    id: 'r-1',
    member: { id: 'm-li', name: 'Li \u001B[31mNa' },
    by: { id: 'm-chen', name: 'Chen' },
    at,
    what: 'rights',
    reason: 'move',
    because: 'joins design',
    revision: 8,
    finishing: null,
  },
  rights: [
    {
      permission: 'file.download',
      zh: '下载文件',
      en: 'Download files',
      ended: ['g-1'],
      left: [],
      restricted: 'x-1',
    },
  ],
  before: [{ place: company, permissions: ['file.download'] }],
  after: [{ place: company, permissions: [] }],
  applied: {
    state: 'applied',
    tookMs: 41,
    nodes: [{ node: 'node-east', outcome: 'acknowledged', afterMs: 41 }],
  },
  checks: [{ round: 1, node: 'node-east', at, tookMs: 3, tried: 1, failed: [], surfaces }],
  remaining: [{ permission: 'file.download', label: 'everyone', how: 'stopped', because: '' }],
  handover: null,
  issuedAt: at,
}

/** A receipt as a file on the disk of somebody who has neither server nor network. */
async function desk(t: TestContext, say: (receipt: Receipt) => Receipt = (same) => same) {
  const folder = await mkdtemp(join(tmpdir(), 'hufu-receipt-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const { signer, key } = signerNamed(origin)
  const text = leafOf(receipt)
  const before = leafHash(sha256, utf8('the entry before'))
  const root = rootOf(sha256, [before, leafHash(sha256, utf8(text))])
  const checkpoint = await signNote(formatCheckpoint({ origin, size: 2, root }), [signer])
  const proof = formatProof({ index: 1, proof: [before], checkpoint })
  const file = await signReceipt(sha256, say(receipt), signer, key, { leaf: text, proof })
  const path = join(folder, 'receipt.json')
  await writeFile(path, JSON.stringify(file, null, 2))
  const hufu = (...words: readonly string[]): Promise<Ended> => runAlone(['receipt', ...words], folder)
  return { file, folder, hufu, key, path }
}

test('a receipt is verified without server and network, and tells who lost what, when, by whom and why', async (t) => {
  const { hufu, key, path } = await desk(t)
  const { status, out, err } = await hufu('verify', path, '--key', key)
  assert.deepEqual([status, err], [0, ''])
  for (const part of [
    'The receipt is good',
    'Wei & Co (w-1)',
    'Chen (m-chen)',
    `${at} · at revision 8`,
    'changed jobs · joins design',
    'Download files',
    'grants ended: 1 + restricted',
    'Applied on every node after 41 ms',
    'node-east',
    'live connections',
    'all refused',
    'file.download: everyone',
    `${origin}, 2 entries`,
    key,
    'Compared with the key you gave',
  ])
    assert.ok(out.includes(part), `${part} in\n${out}`)
  assert.ok(!out.includes('\u001B'), 'a name colours nothing')
  const chinese = await hufu('verify', path, '--key', key, '--lang', 'zh')
  assert.equal(chinese.status, 0)
  assert.match(chinese.out, /凭证有效[^]*转岗[^]*下载文件[^]*实时连接 +1 +全部被拒绝[^]*已与你给出的公钥核对/)
})

test('without a key it says that the key was not compared, and names it', async (t) => {
  const { hufu, key, path } = await desk(t)
  const { status, out } = await hufu('verify', path)
  assert.equal(status, 0)
  assert.match(out, /The key was not compared with one you trust/)
  assert.ok(out.includes(key))
})

test('a receipt that was changed, lies, or comes of another key is not good, and none of it is told', async (t) => {
  const { file, hufu, key, path } = await desk(t)
  const changed = { ...file, receipt: { ...file.receipt, issuedAt: '2026-07-04T00:00:00.000Z' } }
  await writeFile(path, JSON.stringify(changed))
  const after = await hufu('verify', path, '--key', key)
  assert.equal(after.status, 1)
  assert.match(after.out, /not good[^]*changed after it was signed/)
  assert.ok(!after.out.includes('Chen'))

  const other = await desk(t)
  const foreign = await other.hufu('verify', other.path, '--key', key)
  assert.equal(foreign.status, 1)
  assert.match(foreign.out, /not the one you trust/)

  const lies = await desk(t, (told) => ({ ...told, after: told.before, checks: [] }))
  const found = await lies.hufu('verify', lies.path, '--key', lies.key, '--lang', 'zh')
  assert.equal(found.status, 1)
  assert.match(found.out, /权限仍然有效：file\.download[^]*没有完整核验：checks/)
})

test('for programs the verdict is JSON, with what was found', async (t) => {
  const { hufu, key, path } = await desk(t)
  const good = await hufu('verify', path, '--key', key, '--json')
  assert.equal(good.status, 0)
  const told: unknown = JSON.parse(good.out)
  assert.partialDeepStrictEqual(told, { ok: true, findings: [], receipt, key, keyCompared: true })
  await writeFile(path, 'nothing of the kind')
  const bad = await hufu('verify', path, '--json')
  assert.equal(bad.status, 1)
  assert.partialDeepStrictEqual(JSON.parse(bad.out), {
    ok: false,
    findings: [{ code: 'not-a-receipt', words: 'This is not a receipt (JSON)' }],
    receipt: null,
    checkpoint: null,
    keyCompared: false,
  })
})

test('what is mistyped ends with status 2', async (t) => {
  const { hufu, folder, path } = await desk(t)
  for (const words of [
    [],
    ['verify'],
    ['show', path],
    ['verify', path, path],
    ['verify', path, '--key', 'no-key'],
    ['verify', path, '--kez', 'no-key'],
    ['verify', join(folder, 'missing.json')],
  ])
    assert.equal((await hufu(...words)).status, 2, words.join(' '))
})
