import { newId } from '@hufu/kit'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { ledgerFixture, someTime } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { activityJournal, readEntries } from './index.ts'
import type { ActivityEntry, ActivityJournal, JournalOptions, LedgerEntry, QueryPool } from './index.ts'

type Company = Fixture & {
  readonly journal: ActivityJournal
  readonly warnings: string[]
  readonly refusal: (more?: Partial<ActivityEntry>) => ActivityEntry
  readonly written: () => Promise<readonly LedgerEntry[]>
}

async function company(t: TestContext, options: Partial<JournalOptions> = {}): Promise<Company> {
  const fixture = await ledgerFixture(t)
  const { pool, tree } = fixture
  const warnings: string[] = []
  const journal = activityJournal({
    pool,
    warn: (message) => warnings.push(message),
    now: () => someTime,
    ...options,
  })
  const actor = { type: 'member', id: newId() } as const
  let number = 0
  return {
    ...fixture,
    journal,
    warnings,
    refusal: (more = {}) => ({
      workspaceId: tree.workspaceId,
      at: someTime,
      actor,
      channel: 'http',
      request: `r-${(number += 1)}`,
      event: 'authority.refused@1',
      data: { permission: 'perm.grant' },
      ...more,
    }),
    written: async () =>
      [...(await readEntries(pool, { ...tree, tree: 'activity', limit: 200 })).entries].toReversed(),
  }
}

/** A pool that answers as the database would in bad times: `fail` says at which statement it breaks, and when. */
function breakingPool(pool: QueryPool, fail: (statement: string) => 'before' | 'after' | null): QueryPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      return {
        query: async (text, values) => {
          const when = fail(text)
          if (when === 'before') throw new Error('the database is away')
          const result = await client.query(text, values)
          if (when === 'after') throw new Error('the connection was lost')
          return result
        },
        release: (destroy) => {
          client.release(destroy)
        },
      }
    },
  }
}

test('what was done and refused is written in batches, in order, each with its own instant and request', async (t) => {
  const { journal, refusal, written, verify, tree } = await company(t)
  for (let count = 0; count < 5; count += 1)
    journal.recordActivity(refusal({ at: someTime + count, sealed: { login: `user${count}` } }))
  assert.equal(journal.state().waiting, 5)
  await journal.flush()
  const entries = await written()
  assert.deepEqual(
    entries.map(({ request }) => request),
    ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'],
  )
  assert.deepEqual(
    entries.map(({ at }) => Date.parse(at) - someTime),
    [0, 1, 2, 3, 4],
  )
  assert.deepEqual(entries[3]?.sealed, { login: 'user3' })
  const report = await verify({ tree: 'activity', workspaceId: tree.workspaceId })
  assert.ok(report.ok, JSON.stringify(report.findings))
  await journal.stop()
})

test('an entry is written soon without anybody asking', async (t) => {
  const { journal, refusal, written } = await company(t, { now: Date.now })
  journal.recordActivity(refusal())
  const until = Date.now() + 10_000
  while (journal.state().written === 0 && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal((await written()).length, 1)
  await journal.stop()
})

test('entries carry the revision that holds when they are written', async (t) => {
  const { journal, refusal, written, pool, tree } = await company(t)
  journal.recordActivity(refusal())
  await journal.flush()
  await pool.query('update workspace set revision = 41 where id = $1', [tree.workspaceId])
  journal.recordActivity(refusal())
  await journal.flush()
  assert.deepEqual(
    (await written()).map(({ revision }) => revision),
    [0, 41],
  )
  await journal.stop()
})

test('one who hammers fills nobody’s ledger: the rest is counted, and the count is one entry', async (t) => {
  let clock = someTime
  const { journal, refusal, written } = await company(t, {
    perActorMax: 3,
    windowMs: 60_000,
    now: () => clock,
  })
  for (let count = 0; count < 10; count += 1) journal.recordActivity(refusal({ at: someTime + count }))
  journal.recordActivity(refusal({ actor: { type: 'nobody' } }))
  await journal.flush()
  assert.equal((await written()).length, 4)
  assert.equal(journal.state().leftOut, 7)
  clock = someTime + 60_000
  await journal.flush()
  const last = (await written()).at(-1)
  assert.equal(last?.event, 'activity.left-out@1')
  assert.deepEqual(last.actor, refusal().actor)
  assert.deepEqual(last.data, {
    because: 'budget',
    count: 7,
    from: new Date(someTime).toISOString(),
    until: new Date(someTime + 60_000).toISOString(),
  })
  journal.recordActivity(refusal({ at: clock }))
  await journal.stop()
  assert.equal((await written()).length, 6)
})

test('an orderly stop writes what waits and what was left out', async (t) => {
  const { journal, refusal, written } = await company(t, { perActorMax: 1 })
  journal.recordActivity(refusal())
  journal.recordActivity(refusal())
  await journal.stop()
  assert.deepEqual(
    (await written()).map(({ event }) => event),
    ['authority.refused@1', 'activity.left-out@1'],
  )
})

test('while the database is away entries wait, bounded; nobody is held up, and what was lost is told', async (t) => {
  let away = true
  const trial = await company(t)
  const warnings: string[] = []
  const journal = activityJournal({
    pool: breakingPool(trial.pool, (statement) => (away && statement === 'begin' ? 'before' : null)),
    warn: (message) => warnings.push(message),
    now: () => someTime,
    bufferMax: 4,
  })
  for (let count = 0; count < 6; count += 1) journal.recordActivity(trial.refusal())
  await assert.rejects(journal.flush(), /away/)
  await assert.rejects(journal.flush(), /away/)
  assert.deepEqual(journal.state(), { waiting: 4, written: 0, lost: 2, leftOut: 0, failing: true })
  away = false
  await journal.flush()
  const entries = await trial.written()
  assert.deepEqual(
    entries.slice(0, 4).map(({ request }) => request),
    ['r-1', 'r-2', 'r-3', 'r-4'],
  )
  assert.equal(entries.length, 5)
  assert.equal(entries[4]?.data['because'], 'no-room')
  assert.equal(entries[4]?.data['count'], 2)
  assert.deepEqual(warnings, [
    'the activity journal cannot be written; entries wait in memory',
    'the activity journal is written again',
  ])
  await journal.stop()
})

test('a batch whose commit was not answered is written once, whether it was committed or not', async (t) => {
  for (const when of ['before', 'after'] as const) {
    const trial = await company(t)
    let broken = 0
    const journal = activityJournal({
      pool: breakingPool(trial.pool, (statement) =>
        statement === 'commit' && (broken += 1) === 1 ? when : null,
      ),
      warn: () => {},
      now: () => someTime,
    })
    journal.recordActivity(trial.refusal())
    journal.recordActivity(trial.refusal())
    await assert.rejects(journal.flush())
    journal.recordActivity(trial.refusal())
    await journal.flush()
    assert.deepEqual(
      (await trial.written()).map(({ request }) => request),
      ['r-1', 'r-2', 'r-3'],
      when,
    )
    await journal.stop()
  }
})

test('two nodes writing at once keep one order and never go back a revision', async (t) => {
  const { pool, refusal, tree, verify, written } = await company(t)
  const nodes = [1, 2].map(() => activityJournal({ pool, warn: () => {}, now: () => someTime }))
  for (let round = 0; round < 10; round += 1) {
    for (const node of nodes) node.recordActivity(refusal())
    await Promise.all([
      ...nodes.map(async (node) => {
        await node.flush()
      }),
      pool.query('update workspace set revision = revision + 1 where id = $1', [tree.workspaceId]),
    ])
  }
  assert.equal((await written()).length, 20)
  const report = await verify({ tree: 'activity' })
  assert.ok(report.ok, JSON.stringify(report.findings))
})

test('whatever a visitor types is written, as far as it can be', async (t) => {
  const { journal, refusal, written, verify } = await company(t)
  const typed = [
    '\0',
    'a\0b',
    '\ud800',
    '\\u0000',
    '\n\r\t',
    '王小明 😀',
    '"',
    "'; drop table ledger_entry; --",
    '',
  ]
  for (const login of typed) journal.recordActivity(refusal({ sealed: { login } }))
  await journal.flush()
  assert.deepEqual(
    (await written()).map(({ sealed }) => sealed['login']),
    typed.map((login) => login.toWellFormed().replaceAll('\0', '\ufffd')),
  )
  const report = await verify({ tree: 'activity' })
  assert.ok(report.ok, JSON.stringify(report.findings))
  await journal.stop()
})

test('an entry that cannot be a leaf is told to whoever wrote it, and holds up no other', async (t) => {
  const { journal, refusal, written } = await company(t)
  for (const data of [{ share: 0.5 }, { text: '\ud800' }, { text: '\0' }])
    assert.throws(() => {
      journal.recordActivity(refusal({ data }))
    })
  assert.throws(() => {
    journal.recordActivity(refusal({ event: 'No Event' }))
  })
  journal.recordActivity(refusal({ data: { text: 'harmless \\u0000' } }))
  await journal.flush()
  assert.equal((await written()).length, 1)
  await journal.stop()
})

test('a company whose entries are not taken holds up no other company', async (t) => {
  const { journal, refusal, written } = await company(t)
  journal.recordActivity(refusal({ workspaceId: newId() }))
  journal.recordActivity(refusal())
  await assert.rejects(journal.flush(), /there is no workspace|violates foreign key/)
  assert.equal((await written()).length, 1)
  assert.equal(journal.state().waiting, 1)
  await assert.rejects(journal.stop())
})
