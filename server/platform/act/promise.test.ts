/** The promise on two nodes in one process: when a change returns, nobody acts on what was before it. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { AuthorityEvent } from '@hufu/authority'
import { isRefusal, newId, refuse } from '@hufu/kit'
import { pino } from 'pino'
import { performOn, permit, provingProjections, publish, record } from './index.ts'
import type { Perform } from './index.ts'
import { systemClock } from '../clock/index.ts'
import { asAuthorityEvent, isAuthorityEvent } from '../feed/index.ts'
import type { Reader } from '../feed/index.ts'
import { testDatabase } from '../../testing/index.ts'
import { startNode } from '../nodes/index.ts'
import type { HufuNode } from '../nodes/index.ts'

// The ledger itself as the source of facts: this test needs no room's tables.
async function* fromLedger(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const { rows } = await reader.client.query<{ event: string; leaf: string }>(
    "select event, leaf from ledger_entry where workspace_id = $1 and tree = 'authority' order by index",
    [reader.workspaceId],
  )
  for (const { event, leaf } of rows) {
    const { data } = JSON.parse(leaf) as { data: unknown }
    if (isAuthorityEvent(event)) yield [asAuthorityEvent({ event, data })]
  }
}

type Two = {
  readonly one: HufuNode
  readonly other: HufuNode
  readonly on: Perform
  readonly onOther: Perform
  readonly workspaceId: string
  readonly creatorId: string
  readonly memberId: string
  readonly url: string
}

async function twoNodes(t: TestContext): Promise<Two> {
  const { url } = await testDatabase(t)
  const log = pino({ level: process.env['HUFU_LOG'] ?? 'silent' })
  const start = (name: string) =>
    startNode({
      url,
      name,
      log,
      clock: systemClock,
      snapshots: [fromLedger],
      projections: [...provingProjections],
      connectionsMax: 4,
    })
  const [one, other] = [await start('one'), await start('other')]
  t.after(async () => {
    await one.stop()
    await other.stop()
  })
  const [workspaceId, rootId, creatorId, memberId] = [newId(), newId(), newId(), newId()]
  const on = performOn(one)
  await on(
    { type: 'system', name: 'setup' },
    { name: 'found', kind: 'authority', workspaceId, founding: true },
    async (act) => {
      await act.client.query("insert into workspace (id, slug, name) values ($1, 'test', 'Test')", [
        workspaceId,
      ])
      const tally = permit(act, 'sys.org.found', { type: 'workspace' })
      record(tally, { name: 'workspace.founded@1', data: { workspaceId, rootId } })
      for (const id of [creatorId, memberId]) {
        record(tally, { name: 'member.added@1', data: { memberId: id, status: 'active' } })
        record(tally, {
          name: 'appointment.made@1',
          data: {
            appointmentId: newId(),
            memberId: id,
            departmentId: rootId,
            positionId: null,
            primary: true,
            head: false,
          },
        })
      }
      record(tally, {
        name: 'administrator.appointed@1',
        data: {
          administratorId: newId(),
          memberId: creatorId,
          tier: 'creator',
          permissions: [],
          scope: { type: 'workspace' },
          ceiling: { permissions: [], reach: { type: 'workspace' } },
          from: null,
          until: null,
          appointedBy: null,
        },
      })
      record(tally, {
        name: 'grant.given@1',
        data: {
          grantId: newId(),
          subject: { type: 'everyone' },
          right: { type: 'permission', key: 'group.create' },
          scope: { type: 'workspace' },
          from: null,
          until: null,
          source: 'baseline',
        },
      })
      return null
    },
  )
  return { one, other, on, onOther: performOn(other), workspaceId, creatorId, memberId, url }
}

const restrictOn = ({ workspaceId, creatorId, memberId }: Two, perform: Perform) =>
  perform(
    { type: 'member', memberId: creatorId, sessionId: null },
    { name: 'restrict', kind: 'authority', workspaceId },
    async (act) => {
      const tally = permit(act, 'perm.restrict', { type: 'member', id: memberId })
      record(tally, {
        name: 'restriction.placed@1',
        data: {
          restrictionId: newId(),
          subject: { type: 'member', id: memberId },
          right: { type: 'permission', key: 'group.create' },
          scope: { type: 'workspace' },
          from: null,
          until: null,
        },
      })
      return null
    },
  )

const writeOn = (
  { workspaceId, memberId }: Two,
  perform: Perform,
  hold?: Promise<void>,
  begun?: () => void,
) =>
  perform(
    { type: 'member', memberId, sessionId: null },
    { name: 'write', kind: 'content', workspaceId },
    async (act) => {
      const tally = permit(act, 'group.create', { type: 'workspace' })
      begun?.()
      await hold
      publish(tally, { topic: 'test', kind: 'written@1', data: { by: memberId } })
      return act.at.getTime()
    },
  )

// Resolves once the write has its number and its tally.
function start(): { readonly begun: () => void; readonly started: Promise<void> } {
  let begun = (): void => {}
  const started = new Promise<void>((resolve) => (begun = resolve))
  return { begun: () => begun(), started }
}

async function keptWrites({ one }: Two): Promise<number> {
  const { rows } = await one.pool.query<{ count: number }>('select count(*)::int as count from content_feed')
  return rows[0]?.count ?? -1
}

const refused = (code: string) => (error: unknown) => isRefusal(error) && error.code === code

test('a restriction placed on one node is in force on the other when the call returns, and both said so', async (t) => {
  const two = await twoNodes(t)
  await writeOn(two, two.onOther)
  const { applied } = await restrictOn(two, two.on)
  assert.equal(applied.state, 'applied')
  assert.deepEqual(applied.nodes.map(({ node, outcome }) => `${node} ${outcome}`).toSorted(), [
    'one acknowledged',
    'other acknowledged',
  ])
  await assert.rejects(writeOn(two, two.onOther), refused('authority/restricted'))
  await assert.rejects(writeOn(two, two.on), refused('authority/restricted'))
})

test('a write with a lower number than the restriction has ended before the restriction returns', async (t) => {
  const two = await twoNodes(t)
  let release = (): void => {}
  const hold = new Promise<void>((resolve) => (release = resolve))
  const { begun, started } = start()
  const writing = writeOn(two, two.onOther, hold, begun)
  await started
  let returned = false
  const restricting = restrictOn(two, two.on).then(async ({ applied }) => {
    returned = true
    return { applied, kept: await keptWrites(two) }
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(returned, false, 'the restriction waits for the older write')
  release()
  const { applied, kept } = await restricting
  assert.deepEqual({ state: applied.state, kept }, { state: 'applied', kept: 1 })
  await writing
})

test('a write that will not end is ended by the barrier after two seconds, and nothing of it is kept', async (t) => {
  const two = await twoNodes(t)
  let release = (): void => {}
  const hold = new Promise<void>((resolve) => (release = resolve))
  const { begun, started } = start()
  const writing = assert.rejects(writeOn(two, two.onOther, hold, begun), refused('node/not-fresh'))
  await started
  const { applied } = await restrictOn(two, two.on)
  assert.equal(applied.state, 'applied')
  release()
  await writing
  assert.equal(await keptWrites(two), 0)
})

test('a node that lost its lease backend goes on, and a restriction still reaches it', async (t) => {
  const two = await twoNodes(t)
  await two.one.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'hufu/%/lease' and datname = current_database()",
  )
  const { applied } = await restrictOn(two, two.on)
  assert.equal(applied.state, 'applied')
  await assert.rejects(writeOn(two, two.onOther), refused('authority/restricted'))
})

test('every node holds the same facts after fifty changes made on both at once', async (t) => {
  const two = await twoNodes(t)
  const times = 25
  const all = await Promise.all(
    Array.from({ length: times * 2 }, (_, i) => restrictOn(two, i % 2 === 0 ? two.on : two.onOther)),
  )
  assert.ok(all.every(({ applied }) => applied.state === 'applied'))
  const { rows } = await two.one.pool.query<{ revision: number }>('select revision from workspace')
  assert.equal(rows[0]?.revision, 1 + times * 2)
  await two.other.feed.poll()
  await two.one.feed.poll()
  assert.equal(two.one.feed.state(two.workspaceId).revision, 1 + times * 2)
  assert.equal(two.other.feed.state(two.workspaceId).revision, 1 + times * 2)
})

test('a request whose session ended on its way writes nothing: it is asked at the fence, not when it came in', async (t) => {
  const two = await twoNodes(t)
  let asked = 0
  const stands = () => {
    asked += 1
    return refuse('identity/session-ended')
  }
  const command = { name: 'write', kind: 'content', workspaceId: two.workspaceId, stands } as const
  const actor = { type: 'member', memberId: two.memberId, sessionId: null } as const
  const writing = two.on(actor, command, (act) => {
    publish(permit(act, 'group.create', { type: 'workspace' }), {
      topic: 'test',
      kind: 'written@1',
      data: {},
    })
    return Promise.resolve(null)
  })
  await assert.rejects(writing, refused('identity/session-ended'))
  assert.equal(asked, 1)
  assert.equal(await keptWrites(two), 0)
})
