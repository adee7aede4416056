import { emptyFrontier } from '@hufu/merkle'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { ledgerFixture, something } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { ledgerKey, signCheckpoint } from './index.ts'
import type { Leaf } from './index.ts'
import { SIGNED_EVERY, tamperings } from './tampering-fixture.ts'

const revisions = 6
const perRevision = 50

/** A company with 300 sealed entries in six revisions, all of them signed. */
async function signedLedger(t: TestContext): Promise<Fixture & { readonly size: number }> {
  const fixture = await ledgerFixture(t)
  for (let revision = 1; revision <= revisions; revision += 1) {
    const entries = Array.from({ length: perRevision }, (_, at) =>
      something(at, { sealed: { reason: `because of ${revision}/${at}` } }),
    )
    await fixture.append(revision, entries)
    if ((revision * perRevision) % SIGNED_EVERY === 0) await fixture.sign()
  }
  return { ...fixture, size: revisions * perRevision }
}

test('an untouched ledger verifies, entry by entry, up to its head', async (t) => {
  const { verify, size } = await signedLedger(t)
  const seen: number[] = []
  const report = await verify({ fold: (_leaf, index) => seen.push(index) })
  assert.deepEqual(report.findings, [])
  assert.ok(report.ok)
  assert.equal(report.size, size)
  assert.equal(report.signedSize, size)
  assert.equal(report.unsigned, 0)
  assert.deepEqual(
    seen,
    Array.from({ length: size }, (_, index) => index),
  )
})

test('an empty ledger verifies', async (t) => {
  const { verify } = await ledgerFixture(t)
  const report = await verify()
  assert.ok(report.ok)
  assert.equal(report.size, emptyFrontier.size)
})

test('whoever owns the database and changes anything is found out', async (t) => {
  const { tampered, size } = await signedLedger(t)
  const at = 137
  for (const { name, bad, how } of tamperings)
    await t.test(`verification finds ${name}`, async () => {
      const report = await tampered(async (owner) => await how(owner, at, size))
      assert.equal(report.ok, false, JSON.stringify(report))
      assert.equal(report.firstBadIndex, bad(at, size), JSON.stringify(report.findings))
      for (const found of report.findings) assert.ok(found.says.zh !== '' && found.says.en !== '')
    })
})

test('verification finds a ledger signed anew with another key', async (t) => {
  const { verify, asOwner, pool, tree } = await signedLedger(t)
  await asOwner('delete from ledger_checkpoint')
  const { privateKey } = generateKeyPairSync('ed25519')
  const stranger = {
    key: ledgerKey(privateKey),
    known: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
  }
  await signCheckpoint(pool, stranger, tree)
  const report = await verify()
  assert.equal(report.ok, false)
  const codes = report.findings.map(({ code, detail }) => ({ code, detail }))
  assert.deepEqual(codes[0], {
    code: 'checkpoint-unreadable',
    detail: 'size 300: it is not signed with the key of this ledger',
  })
})

test('verification finds a table that says something else than the ledger', async (t) => {
  const { verify, size } = await signedLedger(t)
  const told: string[] = []
  const table = Array.from({ length: perRevision }, (_, at) => `"g${at}"`)
  const fold = ({ data }: Leaf): void => {
    told.push(JSON.stringify(data['grantId']))
  }
  const compare = (): Promise<readonly string[]> =>
    Promise.resolve(
      [...new Set(told)].filter((grantId) => !table.includes(grantId)).map((grantId) => `grant ${grantId}`),
    )
  assert.ok((await verify({ fold, compare })).ok)
  assert.equal(told.length, size)
  table.splice(3, 1)
  const report = await verify({ fold, compare })
  assert.deepEqual(
    report.findings.map(({ code, detail }) => ({ code, detail })),
    [{ code: 'facts-differ', detail: 'grant "g3"' }],
  )
})

test('an entry that cannot be replayed is named, and nothing is compared on top of it', async (t) => {
  const { verify } = await signedLedger(t)
  const report = await verify({
    fold: (_leaf, index) => {
      if (index === 41) throw new Error('no such grant')
    },
    compare: () => Promise.reject(new Error('compared all the same')),
  })
  assert.deepEqual(
    report.findings.map(({ code, index }) => ({ code, index })),
    [{ code: 'fold-failed', index: 41 }],
  )
})

test('a missing revision is found in the authority tree', async (t) => {
  const { verify, append } = await signedLedger(t)
  await append(8, [something(1)])
  const report = await verify()
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ['revision-skipped', 'unsigned-tail'],
  )
  assert.equal(report.firstBadIndex, 300)
})

test('entries not signed yet are told, and are no fault', async (t) => {
  const { verify, append, sign } = await signedLedger(t)
  await append(7, [something(1), something(2)])
  const report = await verify()
  assert.ok(report.ok)
  assert.equal(report.unsigned, 2)
  assert.deepEqual(
    report.findings.map(({ code, severity }) => ({ code, severity })),
    [{ code: 'unsigned-tail', severity: 'notice' }],
  )
  await sign()
  assert.equal((await verify()).unsigned, 0)
})

test('every fault is told, not only the first', async (t) => {
  const { verify, asOwner } = await signedLedger(t)
  await asOwner(
    `update ledger_entry set leaf = replace(leaf, 'grantId', 'grandId') where index in (3, 77, 250)`,
  )
  const report = await verify()
  assert.deepEqual(
    report.findings.filter(({ code }) => code === 'leaf-changed').map(({ index }) => index),
    [3, 77, 250],
  )
  assert.equal(report.firstBadIndex, 3)
})

test('a ruined ledger is told by its first hundred faults and their number', async (t) => {
  const { verify, asOwner } = await signedLedger(t)
  await asOwner(`update ledger_entry set leaf = 'nothing'`)
  const report = await verify()
  assert.equal(report.findings.length, 100)
  assert.equal(report.findingsTotal, 600)
})

test('whatever is falsified, wherever: verification finds it and names the first bad entry', async (t) => {
  const rounds = Number(process.env['HUFU_TRIALS_COUNT'] ?? 60)
  const seed = Number(process.env['HUFU_TRIALS_SEED'] ?? 20260302)
  const { tampered, size } = await signedLedger(t)
  const place = fc.record({ tampering: fc.constantFrom(...tamperings), at: fc.nat({ max: size - 2 }) })
  let named = 0
  await fc.assert(
    fc.asyncProperty(place, async ({ tampering: { name, bad, how }, at }) => {
      const report = await tampered(async (owner) => await how(owner, at, size))
      assert.equal(report.ok, false, `${name} at ${at}`)
      if (report.firstBadIndex === bad(at, size)) named += 1
      else t.diagnostic(`${name} at ${at}: named ${report.firstBadIndex ?? 'none'}`)
    }),
    { seed, numRuns: rounds, endOnFailure: true },
  )
  t.diagnostic(`${rounds} falsifications found, the first bad entry named in ${named}`)
  assert.ok(named >= rounds * 0.99)
})
