import { newId } from '@hufu/kit'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerFixture, something } from './fixture.ts'
import { fromHex, verifyConsistency } from '@hufu/merkle'
import type { ConsistencyClaim } from '@hufu/merkle'
import { growthProof, latestCheckpoint, readByRequest, readEntries, sha256 } from './index.ts'

test('the newest come first, page by page, none twice and none missing', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  for (let revision = 1; revision <= 5; revision += 1)
    await append(
      revision,
      Array.from({ length: 5 }, (_, at) => something(at)),
    )
  const seen: number[] = []
  let before: number | null = Number.MAX_SAFE_INTEGER
  while (before !== null) {
    const page = await readEntries(pool, { ...tree, before, limit: 7 })
    seen.push(...page.entries.map(({ index }) => index))
    before = page.next
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 25 }, (_, at) => 24 - at),
  )
})

test('entries are found by event and by whom they concern', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  const [lin, zhao] = [newId(), newId()]
  await append(1, [
    something(1, { about: [lin] }),
    something(2, { about: [lin, zhao, lin], event: 'grant.ended@1' }),
    something(3, { about: [zhao] }),
    something(4),
  ])
  const found = async (more: {
    event?: string
    memberId?: string
    before?: number
  }): Promise<readonly number[]> =>
    (await readEntries(pool, { ...tree, limit: 10, ...more })).entries.map(({ index }) => index)
  assert.deepEqual(await found({}), [3, 2, 1, 0])
  assert.deepEqual(await found({ memberId: lin }), [1, 0])
  assert.deepEqual(await found({ memberId: zhao }), [2, 1])
  assert.deepEqual(await found({ memberId: zhao, before: 2 }), [1])
  assert.deepEqual(await found({ event: 'grant.ended@1' }), [1])
  assert.deepEqual(await found({ event: 'grant.given@1', memberId: lin }), [0])
  assert.deepEqual(await found({ memberId: newId() }), [])
})

test('an entry is shown with its clear words in place of the commitments', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  await append(1, [something(1, { sealed: { reason: '临时支援' } })])
  const [entry] = (await readEntries(pool, { ...tree, limit: 1 })).entries
  assert.ok(entry)
  assert.deepEqual(entry.sealed, { reason: '临时支援' })
  assert.equal(entry.data['grantId'], 'g1')
  assert.ok(!('v' in entry))
})

test('a page has bounds', async (t) => {
  const { pool, tree } = await ledgerFixture(t)
  await assert.rejects(readEntries(pool, { ...tree, limit: 0 }), /a page has/)
  await assert.rejects(readEntries(pool, { ...tree, limit: 201 }), /a page has/)
})

test('whether a commit with unknown outcome happened is looked up by its request', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  await append(1, [something(1)])
  await append(2, [something(2), something(3)], { request: 'lost' })
  assert.deepEqual(await readByRequest(pool, { ...tree, request: 'lost' }), { first: 1, revision: 2 })
  assert.equal(await readByRequest(pool, { ...tree, request: 'never' }), null)
})

test('an entry that was tampered with is shown, and shown as that', async (t) => {
  const { pool, tree, append, asOwner } = await ledgerFixture(t)
  await append(1, [something(1), something(2), something(3, { sealed: { reason: 'true' } }), something(4)])
  await asOwner(
    `update ledger_entry set leaf = replace(leaf, 'g1', 'g9') where index = 0`,
    `update ledger_entry set leaf = 'nothing' where index = 1`,
    `update ledger_entry set sealed = '{"reason": "false"}' where index = 2`,
  )
  const { entries } = await readEntries(pool, { ...tree, limit: 10 })
  assert.deepEqual(
    entries.map(({ index, intact }) => ({ index, intact })),
    [
      { index: 3, intact: true },
      { index: 2, intact: false },
      { index: 1, intact: false },
      { index: 0, intact: false },
    ],
  )
  assert.equal(entries[2]?.event, 'grant.given@1')
})

test('L31 a longer tree proves that it begins with every shorter one that was signed', async (t) => {
  const { pool, tree, append, sign } = await ledgerFixture(t)
  const signed: { readonly size: number; readonly root: Uint8Array }[] = []
  for (let revision = 1; revision <= 12; revision += 1) {
    await append(
      revision,
      Array.from({ length: revision * 3 }, (_, at) => something(at)),
    )
    await sign()
    const latest = await latestCheckpoint(pool, tree)
    const root = fromHex(latest?.root ?? '')
    assert.ok(latest !== null && root !== null)
    signed.push({ size: latest.size, root })
  }
  const last = signed.at(-1)
  assert.ok(last !== undefined && signed.length === 12)
  for (const { size, root } of signed) {
    const proof = await growthProof(pool, { ...tree, size: last.size }, size)
    const claim: ConsistencyClaim = {
      first: size,
      second: last.size,
      firstRoot: root,
      secondRoot: last.root,
      proof,
    }
    assert.ok(verifyConsistency(sha256, claim), `${size} → ${last.size}`)
    const other: ConsistencyClaim = {
      ...claim,
      firstRoot: root.map((byte, at) => (at === 7 ? byte ^ 1 : byte)),
    }
    assert.equal(verifyConsistency(sha256, other), false)
  }
  assert.deepEqual(await growthProof(pool, { ...tree, size: last.size }, last.size + 1), [])
})
