/** When there is no time, everything goes to a named custodian; and whatever fails or meets on the way, nothing is lost. */
import { heldByOne } from '../holdings/index.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { permit } from '../../platform/act/index.ts'
import { departMember, directoryCommands } from '../directory/index.ts'
import { because, chanceFrom, endingWith, rounds } from '../../testing/index.ts'
import type { Who } from '../../testing/index.ts'
import { isRefusal } from '@hufu/kit'
import { handed, office } from './handover-fixture.ts'
import type { Office } from './handover-fixture.ts'
import { openGroup } from '../messaging/index.ts'
import { accept, decline, offer, reverse, withdraw } from './index.ts'
import { park } from './park.ts'

const file = endingWith(after)

const parkAll = (it: Office, who: Who, custodian: Who) =>
  it.as('lina', (act) => {
    const tally = permit(act, 'handover.run', { type: 'member', id: it.id[who] })
    return park(tally, handed, { memberId: it.id[who], custodianId: it.id[custodian], because })
  })

test('H8 everything that has a successor goes to the custodian at once, open offers end, and it can go back', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  await it.report('sunli', 'wangwei')
  await it.files('wangwei', group, 5)
  const open = await it.offer('wangwei', 'sunli', 'group')
  const total = await it.total()
  const { result } = await parkAll(it, 'wangwei', 'zhangqiang')
  assert.deepEqual(
    result.map(({ count }) => count),
    [1, 1, 5],
  )
  assert.equal(await it.stateOf(open), 'withdrawn')
  assert.equal(await it.ownerOf(group), it.id.zhangqiang)
  assert.equal(await it.total(), total)
  for (const { heldBy } of handed.values())
    assert.deepEqual(await heldByOne({ heldBy }, it.where, it.id.wangwei), [])
  for (const { id } of result) await it.reverse('lina', id)
  assert.equal(await it.ownerOf(group), it.id.wangwei)
  assert.equal(await it.total(), total)
})

test('H8 the custodian is somebody at work, and not the person', async () => {
  const it = await office(file)
  await it.group('wangwei', 'sunli')
  await assert.rejects(parkAll(it, 'wangwei', 'wangwei'), { code: 'handover/to-oneself' })
  await it.as('chenli', (act) => departMember(act, { memberId: it.id.sunli, because }, (_, end) => end()))
  await assert.rejects(parkAll(it, 'wangwei', 'sunli'), { code: 'handover/receiver-inactive' })
})

test('H5 a hand-over that breaks off after any of its steps has changed nothing, and the next one finishes', async () => {
  const it = await office(file)
  const groups = [await it.group('wangwei', 'zhangqiang'), await it.group('wangwei', 'zhangqiang')]
  const id = await it.offer('wangwei', 'sunli', 'group')
  const total = await it.total()
  const entries = (await it.ledger()).length
  const broken = new Error('the power went')
  const breakingOff = new Map(
    [...handed].map(([kind, holding]) => [
      kind,
      {
        ...holding,
        handOver: async (...given: Parameters<typeof holding.handOver>) => {
          await holding.handOver(...given)
          throw broken
        },
      },
    ]),
  )
  await assert.rejects(
    it.as('sunli', (act) => accept(act, breakingOff, id)),
    broken,
  )
  await assert.rejects(
    it.as('sunli', async (act) => {
      await accept(act, handed, id)
      throw broken
    }),
    broken,
  )
  for (const group of groups) assert.equal(await it.ownerOf(group), it.id.wangwei)
  assert.equal(await it.total(), total)
  assert.equal((await it.ledger()).length, entries)
  assert.equal(await it.stateOf(id), 'offered')
  assert.deepEqual(await it.accept('sunli', id), { handed: 2, gone: 0, stays: 0 })
  assert.equal(await it.total(), total)
})

const settled = async (works: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(works)).map((one) =>
    one.status === 'fulfilled' ? 'done' : isRefusal(one.reason) ? one.reason.code : String(one.reason),
  )

test('H5 of a yes and a withdrawal, of two yeses, and of a yes and a departure, exactly one comes first', async () => {
  const it = await office(file, 2)
  for (let round = 0; round < rounds(5); round += 1) {
    const group = await it.group('wangwei', 'zhangqiang')
    const withdrawn = await it.offer('wangwei', 'sunli', 'group', { itemIds: [group] })
    const first = await settled([it.accept('sunli', withdrawn, 1), it.withdraw('lina', withdrawn, 0)])
    assert.deepEqual(first.toSorted(), ['done', 'handover/not-now'])
    assert.equal(await it.ownerOf(group), first[0] === 'done' ? it.id.sunli : it.id.wangwei)
    const other = await it.group('wangwei', 'zhangqiang')
    const twice = await it.offer('wangwei', 'sunli', 'group', { itemIds: [other] })
    const both = await settled([it.accept('sunli', twice, 0), it.accept('sunli', twice, 1)])
    assert.deepEqual(both.toSorted(), ['done', 'handover/not-now'])
    assert.equal(await it.ownerOf(other), it.id.sunli)
  }
  const group = await it.group('wangwei', 'zhangqiang')
  const id = await it.offer('wangwei', 'sunli', 'group', { itemIds: [group] })
  const leave = it.as('chenli', (act) =>
    departMember(act, { memberId: it.id.sunli, because }, (_, end) => end()),
  )
  const [yes, left] = await settled([it.accept('sunli', id, 1), leave])
  assert.equal(left, 'done')
  assert.ok(['done', 'member/inactive'].includes(String(yes)), yes)
  assert.equal(await it.ownerOf(group), yes === 'done' ? it.id.sunli : it.id.wangwei)
})

type Town = {
  readonly it: Office
  readonly people: readonly string[]
  readonly pick: <T>(from: readonly T[]) => T
  readonly offers: string[]
}

/** A company of some twenty people in several departments, who own, lead and keep things as it falls. */
async function townOf(seed: number): Promise<Town> {
  const it = await office(file)
  const random = chanceFrom(seed)
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(random() * from.length)]
    assert.ok(picked !== undefined)
    return picked
  }
  const places = Object.values(it.department)
  const people: string[] = [it.id.wangwei, it.id.sunli, it.id.zhoujie, it.id.zhangqiang, it.id.zhaomin]
  for (let number = 0; number < 15; number += 1) {
    const word = `town${seed}x${number}`
    const input = { name: word, login: word, departmentId: pick(places), status: 'active' as const }
    people.push((await it.as('chenli', (act) => directoryCommands['members.add'](act, input))).result.id)
  }
  for (let number = 0; number < 12; number += 1) {
    const owner = pick(people)
    const memberIds = [pick(people), pick(people)].filter((id) => id !== owner)
    const { result } = await it.as(memberOf(owner), (act) => openGroup(act, { name: '项目群', memberIds }))
    await it.filesOf(owner, result.id, 2)
    const [memberId, managerId] = [pick(people), pick(people)]
    await it
      .as('chenli', (act) => directoryCommands['members.change'](act, { memberId, managerId }))
      .catch(refused)
  }
  return { it, people, pick, offers: [] }
}

const memberOf = (memberId: string) => ({ type: 'member', memberId, sessionId: null }) as const
const refused = (error: unknown): void => {
  if (!isRefusal(error)) throw error
}

/** One random deed of a random person; many are refused, and that is the point. */
async function deed({ it, people, pick, offers }: Town): Promise<void> {
  const [fromId, toId] = [pick(people), pick(people)]
  const kind = pick(['group', 'report', 'file'] as const)
  const by = pick(['lina', 'lina', 'zhangqiang'] as const)
  if (offers.length === 0 || pick([true, false, false])) {
    const input = { fromId, toId, kind, occasion: pick(['departure', 'inservice'] as const), because }
    const { result } = await it.as(by, (act) => offer(act, handed, input))
    return void offers.push(result.id)
  }
  const id = pick(offers)
  const [row] = await it.query('select to_id from handover where id = $1', id)
  const successor = memberOf(pick([String(row?.['to_id']), toId]))
  const reversed = { offerId: id, because }
  await pick<() => Promise<unknown>>([
    () => it.as(successor, (act) => accept(act, handed, id)),
    () => it.as(successor, (act) => accept(act, handed, id)),
    () => it.as(successor, (act) => decline(act, reversed)),
    () => it.as(by, (act) => withdraw(act, id)),
    () => it.as(pick([successor, memberOf(it.id.lina)]), (act) => reverse(act, handed, reversed)),
    async () => {
      const { result } = await it.as('lina', (act) => {
        const tally = permit(act, 'handover.run', { type: 'member', id: fromId })
        return park(tally, handed, { memberId: fromId, custodianId: toId, because })
      })
      offers.push(...result.map((one) => one.id))
    },
  ])()
}

test('H5 whatever is offered, accepted, refused, given back and parked, nothing is lost and nothing is without an owner', async () => {
  for (let seed = 7; seed < 7 + rounds(2); seed += 1) {
    const town = await townOf(seed)
    const { it } = town
    const total = await it.total()
    for (let number = 0; number < 80; number += 1) {
      await deed(town).catch(refused)
      assert.equal(await it.total(), total, `seed ${seed}, deed ${number}`)
    }
    const strays = await it.query(
      `select c.id from conversation c where c.kind = 'group' and not exists (
         select from conversation_member m where m.conversation_id = c.id and m.member_id = c.owner_id)`,
    )
    assert.deepEqual(strays, [])
    const [done] = await it.query('select count(*) as count from handover where settled_at is not null')
    assert.ok(Number(done?.['count']) > 5, 'some of it went through')
  }
})
