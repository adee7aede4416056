import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerFixture, something } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { SIGNED_EVERY, tamperings } from './tampering-fixture.ts'

const asked = process.env['HUFU_TRIALS_COUNT']
/** As a trial the ledger is as large as one of years; among the other tests it only shows that the trial works. */
const size = asked === undefined ? 2_000 : 100_000
const rounds = Number(asked ?? 5)
const seed = Number(process.env['HUFU_TRIALS_SEED'] ?? 20260302)
/** What is taken back leaves its dead rows behind: without clearing them away each round would be slower than the last. */
const CLEARED_EVERY = 10

async function fill({ append, sign }: Fixture): Promise<void> {
  for (let revision = 1; revision * SIGNED_EVERY <= size; revision += 1) {
    const entries = Array.from({ length: SIGNED_EVERY }, (_, at) =>
      something(at, { sealed: { reason: `because of ${revision}/${at}` } }),
    )
    await append(revision, entries)
    await sign()
  }
}

test('whatever is falsified in a large ledger: verification finds it and names the first bad entry', async (t) => {
  const fixture = await ledgerFixture(t)
  await fill(fixture)
  const { tampered, asOwner, verify } = fixture
  assert.ok((await verify()).ok)
  const place = fc.record({ tampering: fc.constantFrom(...tamperings), at: fc.nat({ max: size - 2 }) })
  const began = performance.now()
  const misplaced: string[] = []
  let round = 0
  await fc.assert(
    fc.asyncProperty(place, async ({ tampering: { name, bad, how }, at }) => {
      const report = await tampered(async (owner) => await how(owner, at, size))
      assert.equal(report.ok, false, `${name} at ${at} was not found`)
      const [told, meant] = [report.firstBadIndex, bad(at, size)]
      if (told !== meant) misplaced.push(`${name} at ${at}: named ${told ?? 'none'}, not ${meant ?? 'none'}`)
      round += 1
      if (round % CLEARED_EVERY === 0) await asOwner('vacuum ledger_entry, ledger_node, ledger_checkpoint')
    }),
    { seed, numRuns: rounds, endOnFailure: true },
  )
  const each = (performance.now() - began) / 1000 / rounds
  t.diagnostic(`${rounds} falsifications of ${size} entries found, ${each.toFixed(1)} s each`)
  assert.deepEqual(misplaced, [])
})
