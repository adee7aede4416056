/** Two nodes, two people, one transfer: whoever is first decides, and there is one creator whatever happens. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { statusOf } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { suspendMember } from '../directory/index.ts'
import { because, rounds } from '../../testing/index.ts'
import { ceremony } from './transfer-fixture.ts'
import type { Ceremony } from './transfer-fixture.ts'

const DAY_MS = 86_400_000
const count = rounds(4)

/** Both at once; answers which were accepted. Anything but a refusal is thrown. */
async function both(...done: readonly Promise<unknown>[]): Promise<readonly boolean[]> {
  const settled = await Promise.allSettled(done)
  for (const each of settled)
    if (each.status === 'rejected' && !isRefusal(each.reason))
      throw new Error('a race', { cause: each.reason })
  return settled.map(({ status }) => status === 'fulfilled')
}

const two = (t: Parameters<typeof ceremony>[0]): Promise<Ceremony> => ceremony(t, { nodes: 2 })

/** At every entry of the ledger so far: one creator, who comes after the one before. */
async function assertOneCreator(it: Ceremony): Promise<void> {
  const { rows } = await it.switching().node.pool.query<{ from: string; to: string }>(
    `select leaf::jsonb #>> '{data,fromId}' as from, leaf::jsonb #>> '{data,toId}' as to from ledger_entry
     where tree = 'authority' and event = 'creator.transferred@1' order by index`,
  )
  let creator = it.id.chenli
  for (const { from, to } of rows) {
    assert.equal(from, creator, 'the seat goes from whoever has it')
    creator = to
  }
  for (const node of [0, 1]) assert.deepEqual(it.creators(node), [creator])
}

test('of two offers at once one is made', async (t) => {
  const it = await two(t)
  for (let round = 0; round < count; round++) {
    const made = await both(it.offer({ to: 'lina' }), it.offer({ to: 'zhaomin', node: 1 }))
    assert.equal(made.filter(Boolean).length, 1)
    await it.does('chenli', 'cancel', await it.open())
  }
})

test('O4 of an acceptance and a cancellation at once, a cancellation that was answered with yes has won', async (t) => {
  const it = await two(t)
  for (let round = 0; round < count; round++) {
    const id = await it.offer({ to: 'sunli' })
    const [accepted, cancelled] = await both(
      it.does('sunli', 'accept', id),
      it.does('chenli', 'cancel', id, 1),
    )
    assert.ok(accepted || cancelled)
    if (!cancelled) await it.does('chenli', 'cancel', id)
    await Promise.all([it.mind(0), it.mind(1)])
    assert.equal((await it.row(id)).state, 'cancelled')
    assert.deepEqual(it.creators(), [it.id.chenli])
  }
})

test('O4 a veto or a cancellation while the switch is due wins or comes too late, and nothing between', async (t) => {
  const it = await two(t)
  await it.strict()
  for (let round = 0; round < count; round++) {
    const [from, to] =
      it.creators()[0] === it.id.chenli ? (['chenli', 'sunli'] as const) : (['sunli', 'chenli'] as const)
    const id = await it.offer({ by: from, to, formerBecomes: 'member' })
    await it.does(to, 'accept', id)
    await it.does(from, 'arm', id)
    await it.does('lina', 'veto', id)
    await it.due(id)
    const step = round % 2 === 0 ? it.does('zhaomin', 'veto', id, 1) : it.does(from, 'cancel', id, 1)
    const [, stopped] = await both(it.mind(0), step)
    await it.mind(1)
    await it.settled()
    const { state } = await it.row(id)
    assert.equal(state === 'done', !stopped, `${state}, stopped: ${String(stopped)}`)
    assert.equal(it.creators()[0], it.id[stopped ? from : to])
    await assertOneCreator(it)
    await it.later(id, 2 * DAY_MS)
  }
})

test('of two acceptances at once one counts, and whichever node finds it due, the seat goes over once', async (t) => {
  const it = await two(t)
  let [from, to] = ['chenli', 'lina'] as ['chenli' | 'lina', 'chenli' | 'lina']
  for (let round = 0; round < count; round++) {
    const id = await it.offer({ by: from, to, node: round % 2 })
    const done = await both(it.does(to, 'accept', id), it.does(to, 'accept', id, 1))
    assert.equal(done.filter(Boolean).length, 1)
    await Promise.all([it.mind(0), it.mind(1)])
    assert.equal((await it.row(id)).state, 'done')
    await it.later(id, 2 * DAY_MS)
    ;[from, to] = [to, from]
  }
  await it.settled()
  await assertOneCreator(it)
  const told = await it.ledger()
  for (const name of ['creator.transferred@1', 'transfer.accepted@1', 'transfer.done@1'])
    assert.equal(told.filter((one) => one === name).length, count, name)
})

test('whoever is suspended while the switch is due is not creator, or is and cannot be suspended', async (t) => {
  const it = await two(t)
  for (let round = 0; round < Math.min(count, 3); round++) {
    const to = (['wangwei', 'zhoujie', 'sunli'] as const)[round] ?? 'wangwei'
    const [creatorId] = it.creators()
    const from =
      (Object.keys(it.id) as (keyof typeof it.id)[]).find((who) => it.id[who] === creatorId) ?? 'chenli'
    const id = await it.offer({ by: from, to })
    await it.does(to, 'accept', id)
    const memberId = it.id[to]
    const [, suspended] = await both(
      it.mind(0),
      it.as('lina', (act) => suspendMember(act, { memberId, because }, (_, end) => end()), { node: 1 }),
    )
    await it.mind(0)
    await it.settled()
    const [now] = it.creators()
    assert.ok(now !== undefined)
    assert.equal(now === memberId, !suspended)
    assert.equal(statusOf(it.facts(), now), 'active')
    await assertOneCreator(it)
  }
})
