import { verifyBundle } from '@hufu/merkle'
import type { BundleReport } from '@hufu/merkle'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { exportBundle } from './bundle.ts'
import { ledgerFixture, something } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { sha256 } from './hash.ts'
import { treeVerifier } from './keys.ts'
import type { Query } from './query.ts'
import { SIGNED_EVERY, tamperings } from './tampering-fixture.ts'

const SIZE = 300
const at = new Date('2026-03-02T08:30:00.250Z')

async function signedLedger(t: TestContext): Promise<Fixture> {
  const fixture = await ledgerFixture(t)
  for (let revision = 1; revision <= SIZE / 50; revision += 1) {
    const entries = Array.from({ length: 50 }, (_, number) =>
      something(number, { sealed: { reason: `因为 ${number}` } }),
    )
    await fixture.append(revision, entries)
    if ((revision * 50) % SIGNED_EVERY === 0) await fixture.sign()
  }
  return fixture
}

async function verified(
  { tree, signing: { key } }: Fixture,
  query: Query,
  texts = true,
): Promise<BundleReport> {
  const chunks = exportBundle(query, { ...tree, key, texts, at })
  const trusted = treeVerifier(key, tree.workspaceId, tree.tree)
  return await verifyBundle({ hash: sha256, chunks, trusted })
}

test('what is exported is verified by itself, with its sealed texts and without (L32, L33)', async (t) => {
  const it = await signedLedger(t)
  for (const texts of [true, false]) {
    const report = await verified(it, it.pool, texts)
    assert.deepEqual(report.findings, [])
    assert.deepEqual([report.size, report.signedSize, report.checkpoints], [SIZE, SIZE, 3])
    assert.equal(report.head?.texts, texts)
  }
})

test('an export ends at the newest checkpoint: what is not signed yet stays here (L33)', async (t) => {
  const it = await signedLedger(t)
  await it.append(7, [something(1), something(2)])
  const report = await verified(it, it.pool)
  assert.ok(report.ok)
  assert.equal(report.size, SIZE)
})

// What an export has nothing of: search columns, the head, kept subtree roots.
const unseen: ReadonlySet<string> = new Set([
  'the column event changed',
  'the column request_id changed',
  'the instant in its column moved',
  'a leaf moved to another revision',
  'the root of the head edited',
  'the frontier of the head edited',
  'the head deleted',
  'a kept subtree root edited',
  'a kept subtree root deleted',
  'the root beside a checkpoint edited',
])
// Without one checkpoint there is nothing to export, and with one fewer a false entry behind it stays here.
const withoutPlace = 'the tail cut, the head set back, and the checkpoints removed'
const behind = 'a false entry added at the end'

test('whatever the owner of the database falsified goes out as it is, and is found in the file (L34)', async (t) => {
  const it = await signedLedger(t)
  for (const { name, bad, how } of tamperings) {
    const report = await it.looked(
      async (owner) => await how(owner, 137, SIZE),
      async (query) => await verified(it, query),
    )
    const said = `${name}: ${JSON.stringify(report.findings)}`
    assert.equal(report.ok, unseen.has(name) || name === behind, said)
    const first = report.ok || name === withoutPlace ? null : bad(137, SIZE)
    if (first !== null) assert.equal(report.firstBadIndex, first, said)
  }
})

test('an entry that names who stood behind it is verified beside those of before, here and away from here', async (t) => {
  const it = await ledgerFixture(t)
  const proof = { method: 'password', id: 'p1' }
  await it.append(1, [something(1)])
  await it.append(2, [something(2)], { proof })
  await it.append(3, [something(3)], {
    proof: { ...proof, second: { method: 'totp', id: 'p2', memberId: 'm2' } },
  })
  await it.sign()
  assert.deepEqual((await it.verify()).findings, [])
  const report = await verified(it, it.pool)
  assert.deepEqual([report.findings, report.size], [[], 3])
  const unsaid = `update ledger_entry set leaf = replace(leaf, '"memberId":"m2"', '"memberId":"m3"') where index = 2`
  const tampered = await it.tampered((owner) => owner.asOwner(unsaid))
  assert.equal(tampered.firstBadIndex, 2)
})
