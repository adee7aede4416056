/** Rights that will be taken, on two servers: decided and told, carried out on their day, held up, agreed to, cancelled. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Cluster, Player } from '../../testing/index.ts'

const because = '合同到期'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file)
})

let hired = 0
/** Somebody new at work, in research unless said otherwise. */
async function hire(departmentId: string = it.research): Promise<string> {
  hired += 1
  const { id } = await it.ok(0, 'lina', 'POST', '/api/v1/members', {
    name: `员工${hired}`,
    login: `staff${hired}`,
    departmentId,
    status: 'active',
  })
  return String(id)
}

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString()
const DAY_MS = 86_400_000

const make = (by: Player, memberIds: readonly string[], more: object = {}) =>
  it.ask(0, by, 'POST', '/api/v1/plans', {
    what: 'departure',
    people: memberIds.map((who) => ({ who })),
    reason: 'leave',
    because,
    ...more,
  })
const made = async (by: Player, memberIds: readonly string[], more: object = {}): Promise<string> => {
  const { status, body } = await make(by, memberIds, more)
  assert.equal(status, 200, JSON.stringify(body))
  return String(body['id'])
}

type Item = {
  readonly memberId: string
  readonly state: string
  readonly problem: { readonly code: string } | null
  readonly revocationId: string | null
}
type PlansListed = { readonly items: readonly { readonly id: string; readonly names: readonly string[] }[] }
const itemsOf = async (planId: string, by: Player = 'lina'): Promise<readonly Item[]> => {
  const { items } = (await it.ok(1, by, 'GET', `/api/v1/plans/${planId}/people?limit=200`)) as unknown as {
    readonly items: readonly Item[]
  }
  return items
}
const stateOf = async (planId: string): Promise<unknown> =>
  (await it.ok(1, 'lina', 'GET', `/api/v1/plans/${planId}`))['state']
const statusOf = async (memberId: string): Promise<unknown> =>
  (await it.ok(1, 'lina', 'GET', `/api/v1/members/${memberId}`))['status']
type Told = { readonly kind: string; readonly words: string; readonly leads: unknown }
const noticesOf = async (who: Player): Promise<readonly Told[]> =>
  ((await it.ok(0, who, 'GET', '/api/v1/me/notices')) as unknown as { readonly items: readonly Told[] }).items

test('N1 whoever leaves on a day set in advance works until then, is told, and has left when it comes', async () => {
  const memberId = await hire()
  const planId = await made('lina', [memberId], { due: soon(1500) })
  assert.equal(await statusOf(memberId), 'active')
  assert.equal(await stateOf(planId), 'running')
  await untilHolds('the day has come', async () => (await statusOf(memberId)) === 'departed')
  await untilHolds('and is written down', async () => (await stateOf(planId)) === 'done')
  const [item] = await itemsOf(planId)
  assert.equal(item?.state, 'done')
  const revocation = await it.ok(1, 'lina', 'GET', `/api/v1/revocations/${String(item.revocationId)}`)
  assert.deepEqual(
    [revocation['what'], revocation['by'], revocation['because']],
    ['departure', '李娜', because],
  )
})

test('N2 a person is told what will happen, when and why, and told again when it is cancelled', async () => {
  const planId = await made('lina', [it.id.wangwei], { due: soon(9 * DAY_MS) })
  const [told] = await noticesOf('wangwei')
  assert.equal(told?.kind, 'plan.made@1')
  assert.match(told.words, /^李娜 plans for you: leaving the company, on .*: 合同到期/)
  assert.deepEqual(told.leads, { kind: 'plan', id: planId, mine: true })
  const { body } = await make('lina', [it.id.wangwei], { due: soon(DAY_MS) })
  assert.equal(body['code'], 'plan/already-planned')
  await it.ok(0, 'lina', 'POST', `/api/v1/plans/${planId}/cancel`, { because: '续签' })
  assert.equal((await noticesOf('wangwei'))[0]?.kind, 'plan.cancelled@1')
  assert.equal(await stateOf(planId), 'cancelled')
  assert.equal(await statusOf(it.id.wangwei), 'active')
  assert.equal((await it.ask(0, 'lina', 'POST', `/api/v1/plans/${planId}/cancel`, { because })).status, 409)
})

test('N3 whoever has lost the permission since then carries nothing out, and another entitled person can', async () => {
  const memberId = await hire()
  const planId = await made('lina', [memberId], { due: soon(2500) })
  const { items } = (await it.ok(0, 'chenli', 'GET', '/api/v1/administrators')) as unknown as {
    readonly items: readonly { readonly id: string; readonly memberId: string; readonly tier: string }[]
  }
  const restriction = await it.ok(0, 'chenli', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.lina },
    right: { type: 'permission', key: 'org.member.delete' },
    scope: { type: 'workspace' },
    because: '暂停',
  })
  assert.ok(items.length > 0)
  await untilHolds('the plan is held up', async () => (await itemsOf(planId, 'chenli'))[0]?.state === 'held')
  assert.equal((await itemsOf(planId, 'chenli'))[0]?.problem?.code, 'authority/restricted')
  assert.equal(await statusOf(memberId), 'active')
  const done = await it.ok(0, 'chenli', 'POST', `/api/v1/plans/${planId}/carry-out`, {})
  assert.deepEqual([done['done'], done['held'], done['left']], [1, 0, 0])
  assert.equal(await statusOf(memberId), 'departed')
  await it.ok(0, 'chenli', 'POST', `/api/v1/restrictions/${String(restriction['id'])}/lift`, { because })
})

test('N4 above the brake a second person agrees to the same number of people, and nothing happens before', async () => {
  const memberIds: string[] = []
  for (let count = 0; count < 6; count += 1) memberIds.push(await hire())
  const planId = await made('lina', memberIds)
  assert.equal(await stateOf(planId), 'agreeing')
  const asked = (await noticesOf('chenli')).find(({ kind }) => kind === 'plan.to-agree@1')
  assert.deepEqual(asked?.leads, { kind: 'plan', id: planId, mine: false })
  const agree = (by: Player, people: number) =>
    it.ask(0, by, 'POST', `/api/v1/plans/${planId}/agree`, { people })
  assert.equal((await agree('lina', 6)).body['code'], 'plan/second-person')
  assert.equal((await agree('chenli', 5)).body['code'], 'plan/other-number')
  assert.equal((await agree('wangwei', 6)).status, 403)
  assert.equal((await it.ask(0, 'lina', 'POST', `/api/v1/plans/${planId}/carry-out`, {})).status, 409)
  assert.deepEqual(await Promise.all(memberIds.map(statusOf)), Array(6).fill('active'))
  assert.equal((await agree('chenli', 6)).status, 200)
  await untilHolds('all six have left', async () => (await stateOf(planId)) === 'done')
  assert.deepEqual(await Promise.all(memberIds.map(statusOf)), Array(6).fill('departed'))
  assert.equal((await agree('chenli', 6)).status, 409)
})

test('N4 a batch is held to the same brake; history recorded with its date is not', async () => {
  const memberIds: string[] = []
  for (let count = 0; count < 6; count += 1) memberIds.push(await hire())
  const batch = (more: object = {}) =>
    it.ask(0, 'lina', 'POST', '/api/v1/batches', {
      steps: memberIds.map((memberId) => ({ do: 'members.suspend', with: { memberId, because } })),
      ...more,
    })
  const { body } = await batch()
  assert.equal(body['code'], 'plan/second-person', JSON.stringify(body))
  assert.deepEqual(await Promise.all(memberIds.map(statusOf)), Array(6).fill('active'))
  assert.equal((await batch({ effectiveAt: '2020-01-01T00:00:00Z' })).status, 200)
  assert.deepEqual(await Promise.all(memberIds.map(statusOf)), Array(6).fill('suspended'))
})

test('N9 who may look at some of its people is told the others as a number, and nobody finds out by asking for them', async () => {
  const { workspace } = (await it.ok(0, 'chenli', 'GET', '/api/v1/me')) as unknown as {
    readonly workspace: { readonly rootDepartmentId: string }
  }
  const parentId = workspace.rootDepartmentId
  const sales = String(
    (await it.ok(0, 'chenli', 'POST', '/api/v1/departments', { parentId, name: '销售' }))['id'],
  )
  const seller = await hire(sales)
  const planId = await made('lina', [seller, it.id.wangwei], { due: soon(9 * DAY_MS) })
  const mine = `/api/v1/plans/${planId}`
  const seen = await it.ok(0, 'zhangqiang', 'GET', mine)
  assert.deepEqual([seen['names'], seen['unseen']], [['王伟'], 1])
  assert.equal((seen['counts'] as { readonly people: number }).people, 2)
  assert.deepEqual(
    (await itemsOf(planId, 'zhangqiang')).map(({ memberId }) => memberId),
    [it.id.wangwei],
  )
  const listed = async (query: string) =>
    ((await it.ok(0, 'zhangqiang', 'GET', `/api/v1/plans${query}`)) as unknown as PlansListed).items.filter(
      ({ id }) => id === planId,
    )
  assert.deepEqual(
    (await listed('')).map(({ names }) => names),
    [['王伟']],
  )
  assert.equal((await listed(`?memberId=${it.id.wangwei}`)).length, 1)
  assert.equal((await listed(`?memberId=${seller}`)).length, 0)
  const whole = await it.ok(0, 'lina', 'GET', mine)
  assert.deepEqual([(whole['names'] as readonly string[]).length, whole['unseen']], [2, 0])
  // What one reads of oneself in the ledger names no other either.
  const history = JSON.stringify(await it.ok(0, 'wangwei', 'GET', '/api/v1/me/history'))
  assert.ok(history.includes(planId))
  assert.ok(!history.includes(seller))
  await it.ok(0, 'lina', 'POST', `${mine}/cancel`, { because })
})

test('N5 one who cannot go does not keep the others', async () => {
  const [first, second] = [await hire(), await hire()]
  // 陈立 founded the company: nobody sees the creator off.
  const { body } = await make('lina', [first, it.id.chenli])
  assert.match(String(body['code']), /^authority\//)
  const planId = await made('chenli', [first, it.id.zhangqiang, second], { due: soon(2500) })
  const seat = await it.ok(0, 'chenli', 'POST', `/api/v1/members/${it.id.zhangqiang}/suspend`, { because })
  assert.ok(seat['revocationId'])
  await untilHolds('those who can go have gone', async () =>
    (await itemsOf(planId)).every(({ state }) => state !== 'waiting'),
  )
  assert.equal(await statusOf(first), 'departed')
  assert.equal(await statusOf(second), 'departed')
})

test('N5 of two who leave together, what the one leads goes past the other to somebody who stays', async () => {
  for (const order of ['the one leaves first', 'the other leaves first']) {
    const [led, early, late] = [await hire(), await hire(), await hire()]
    const [first, above] = order === 'the one leaves first' ? [early, late] : [late, early]
    const reporting = [
      [led, first],
      [first, above],
      [above, it.id.sunli],
    ] as const
    for (const [memberId, managerId] of reporting)
      await it.ok(0, 'lina', 'PATCH', `/api/v1/members/${memberId}`, { managerId })
    const planId = await made('lina', [first, above])
    await untilHolds('both have left', async () => (await stateOf(planId)) === 'done')
    const { managerId } = await it.ok(1, 'lina', 'GET', `/api/v1/members/${led}`)
    assert.equal(managerId, it.id.sunli, order)
  }
})

test('N6 rights and suspensions wait for their day like departures, and what is gone by then is let be', async () => {
  const memberId = await hire()
  const rights = await made('lina', [memberId], {
    what: 'rights',
    permissions: ['file.download'],
    reason: 'review',
    due: soon(1500),
  })
  const paused = await made('lina', [memberId], { what: 'suspension', reason: 'review', due: soon(2500) })
  await it.ok(0, 'lina', 'POST', '/api/v1/revocations', {
    memberId,
    permissions: ['file.download'],
    reason: 'review',
    because,
  })
  await untilHolds('both days have come', async () =>
    (await Promise.all([rights, paused].map(async (id) => await stateOf(id)))).every(
      (state) => state === 'done',
    ),
  )
  assert.equal((await itemsOf(rights))[0]?.state, 'cancelled')
  assert.equal(await statusOf(memberId), 'suspended')
  const terms = await make('lina', [memberId], { what: 'rights' })
  assert.equal(terms.body['code'], 'plan/terms')
})

test('a list from elsewhere names people by login or number; who is unknown, meant twice or out of reach is said beforehand', async () => {
  const memberId = await hire()
  const login = `staff${hired}`
  const asked = {
    what: 'departure',
    people: [{ who: login }, { who: '没有这个人' }, { who: memberId }, { who: it.id.chenli }],
  }
  const { people, brake } = (await it.ok(0, 'lina', 'POST', '/api/v1/plans/preview', asked)) as unknown as {
    readonly people: readonly {
      readonly memberId: string | null
      readonly lost: number
      readonly problem: { readonly code: string } | null
    }[]
    readonly brake: { readonly limit: number; readonly needed: boolean }
  }
  assert.deepEqual(people.map(({ problem }) => problem?.code ?? null).slice(0, 3), [
    null,
    'plan/unknown-person',
    'plan/listed-twice',
  ])
  assert.match(String(people[3]?.problem?.code), /^authority\//)
  assert.equal(people[0]?.memberId, memberId)
  assert.ok(people[0].lost > 5)
  assert.deepEqual([brake.limit, brake.needed], [5, false])
  assert.equal((await it.ask(0, 'wangwei', 'POST', '/api/v1/plans/preview', asked)).status, 403)
  const refused = await it.ask(0, 'lina', 'POST', '/api/v1/plans', { ...asked, reason: 'leave', because })
  assert.equal(refused.body['code'], 'plan/people')
})

test('N9 a plan is there for those who may look at one of its people; to be named in it is not enough', async () => {
  const planId = await made('lina', [it.id.wangwei], { due: soon(9 * DAY_MS) })
  assert.equal((await it.ask(0, 'sunli', 'GET', `/api/v1/plans/${planId}`)).status, 403)
  assert.equal((await it.ask(0, 'sunli', 'GET', '/api/v1/plans')).status, 403)
  assert.equal((await it.ask(0, 'wangwei', 'GET', `/api/v1/plans/${planId}`)).status, 403)
  assert.equal((await it.ask(0, 'wangwei', 'GET', `/api/v1/plans/${planId}/people`)).status, 403)
  assert.equal(
    (await it.ask(0, 'wangwei', 'POST', `/api/v1/plans/${planId}/cancel`, { because })).status,
    403,
  )
  await it.ok(0, 'lina', 'POST', `/api/v1/plans/${planId}/cancel`, { because })
})
