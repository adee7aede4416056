/** What becomes of other paths that give a right when it is taken, and when it ends; a company on two servers. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verifyReceipt } from '@hufu/merkle'
import { sha256 } from '../../platform/ledger/index.ts'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Cluster } from '../../testing/index.ts'

const because = '转到新的项目组'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file)
})

type Source = {
  readonly id: string
  readonly kind: string
  readonly path: string
  readonly remove: { readonly allowed: boolean; readonly because: string }
}
type Profile = {
  readonly rights: readonly {
    readonly key: string
    readonly allowed: boolean
    readonly sources: readonly Source[]
  }[]
}
type View = {
  readonly state: string
  readonly rights: readonly { readonly permission: string; readonly left: number; readonly ended: number }[]
  readonly remaining: readonly {
    readonly permission: string
    readonly how: string
    readonly because: string
  }[]
  readonly finishing: string | null
}
const KEY = 'file.download'
let hired = 0

/** Somebody who holds a right by everything that can give it: baseline aside, directly, by a role, and by a group. */
async function richly(name: string) {
  const department = it.research
  const { id: memberId } = await it.ok(0, 'lina', 'POST', '/api/v1/members', {
    name,
    login: `person${(hired += 1)}`,
    departmentId: department,
    status: 'active',
  })
  const { id: roleId } = await it.ok(0, 'lina', 'POST', '/api/v1/roles', {
    name: `资料员 ${name}`,
    permissions: [KEY, 'file.upload'],
  })
  const { id: groupId } = await it.ok(0, 'lina', 'POST', '/api/v1/groups', { name: `读者 ${name}` })
  await it.ok(0, 'lina', 'POST', `/api/v1/groups/${String(groupId)}/members`, { add: [memberId] })
  const scope = { type: 'workspace' }
  const right = { type: 'permission', key: KEY }
  const person = { type: 'member', id: memberId }
  const give = async (subject: unknown, what: unknown) =>
    String((await it.ok(0, 'lina', 'POST', '/api/v1/grants', { subject, right: what, scope, because }))['id'])
  await give(person, right)
  const role = await give(person, { type: 'role', id: roleId })
  const group = await give({ type: 'group', id: groupId }, right)
  return { memberId: String(memberId), role, group }
}

const rightOf = async (memberId: string, key = KEY) => {
  // The contract holds the answer to this shape.
  const { rights } = (await it.ok(
    1,
    'lina',
    'GET',
    `/api/v1/members/${memberId}/permissions`,
  )) as unknown as Profile
  return rights.find((one) => one.key === key)
}

const take = (memberId: string, rest: object) =>
  it.ask(0, 'lina', 'POST', '/api/v1/revocations', {
    memberId,
    permissions: [KEY],
    reason: 'move',
    because,
    ...rest,
  })

async function settled(id: unknown): Promise<View> {
  // The contract holds the answer to this shape.
  const look = async () =>
    (await it.ok(1, 'lina', 'GET', `/api/v1/revocations/${String(id)}`)) as unknown as View
  await untilHolds('every node has answered', async () => (await look()).state !== 'applied')
  return look()
}

/** The baseline of this company gives the right to everybody: its grant. */
async function baselineOf(memberId: string): Promise<string> {
  const found = (await rightOf(memberId))?.sources.find(
    ({ kind, path }) => kind === 'grant' && path === 'other',
  )
  return found?.id ?? assert.fail('the baseline gives it')
}

test('R26 each path is named with whether it can end for one person alone', async () => {
  const { memberId, role, group } = await richly('钱多')
  const sources = (await rightOf(memberId))?.sources ?? []
  const of = (id: string) => sources.find((source) => source.id === id)
  assert.deepEqual(
    [of(role)?.path, of(role)?.remove.allowed, of(group)?.path, of(group)?.remove.allowed],
    ['role', true, 'group', true],
  )
  assert.deepEqual(of(await baselineOf(memberId))?.remove.because, 'authority/path-stays')
})

test('R26 a path that is removed ends for this person, and what it gave beside goes on record with it', async () => {
  const { memberId, role, group } = await richly('孙连')
  const { status, body } = await take(memberId, {
    paths: [
      { grantId: role, how: 'remove' },
      { grantId: group, how: 'remove' },
    ],
  })
  assert.equal(status, 200, JSON.stringify(body))
  const view = await settled(body['id'])
  assert.equal(view.state, 'verified')
  assert.deepEqual(
    view.rights.map(({ permission, ended, left }) => [permission, ended, left]),
    [[KEY, 2, 1]],
    'the direct grant and the role ended, and the group was left',
  )
  const sources = (await rightOf(memberId))?.sources ?? []
  assert.ok(!sources.some(({ id }) => id === role || id === group))
  const receipt = await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${String(body['id'])}/receipt`)
  assert.deepEqual((await verifyReceipt(sha256, JSON.stringify(receipt))).findings, [])
})

test('R26 a path that is kept goes on giving the right, with the reason, and the rest of what was held is gone', async () => {
  const { memberId, role, group } = await richly('李常')
  const base = await baselineOf(memberId)
  const undecided = await take(memberId, { paths: [{ grantId: group, how: 'keep', because: '仍在读者组' }] })
  assert.equal(undecided.body['code'], 'authority/path-undecided')
  const { status, body } = await take(memberId, {
    paths: [
      { grantId: group, how: 'keep', because: '仍在读者组' },
      { grantId: role, how: 'remove' },
      { grantId: base, how: 'keep', because: '人人都有' },
    ],
  })
  assert.equal(status, 200, JSON.stringify(body))
  const view = await settled(body['id'])
  assert.equal(view.state, 'verified')
  assert.deepEqual(
    view.remaining.map((one) => `${one.how} ${one.because}`).toSorted(),
    ['kept 人人都有', 'kept 仍在读者组'].toSorted(),
  )
  assert.equal((await rightOf(memberId))?.allowed, true)
  const receipt = await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${String(body['id'])}/receipt`)
  assert.deepEqual((await verifyReceipt(sha256, JSON.stringify(receipt))).findings, [])
})

test('R26 what is no path of these rights is refused, and so is ending what is not given to one person', async () => {
  const { memberId, role, group } = await richly('周到')
  const other = await richly('吴关')
  const refused = async (paths: readonly object[]) => (await take(memberId, { paths })).body['code']
  assert.equal(await refused([{ grantId: other.role, how: 'remove' }]), 'authority/no-such-path')
  assert.equal(
    await refused([{ grantId: await baselineOf(memberId), how: 'remove' }]),
    'authority/path-stays',
  )
  const everything = [role, group].map((grantId) => ({ grantId, how: 'keep', because }))
  const { status } = await take(memberId, {
    paths: [...everything, { grantId: await baselineOf(memberId), how: 'keep', because }],
  })
  assert.equal(status, 200, 'the direct grant still ends')
})

test('R27 drained, what is dangerous goes at once and the rest by a plan of that minute', async () => {
  const { memberId } = await richly('郑缓')
  const { status, body } = await take(memberId, {
    permissions: 'all',
    ending: { mode: 'drain', minutes: 30 },
  })
  assert.equal(status, 200, JSON.stringify(body))
  assert.notEqual(body['planId'], null)
  const plan = await it.ok(0, 'lina', 'GET', `/api/v1/plans/${String(body['planId'])}`)
  const minutes = (Date.parse(String(plan['due'])) - Date.now()) / 60_000
  assert.ok(minutes > 28 && minutes <= 30, `${minutes} minutes`)
  const later = plan['permissions'] as readonly string[]
  assert.ok(later.length > 0)
  assert.ok((await rightOf(memberId, later[0]))?.allowed)
  if (body['id'] !== null) {
    const { rights } = await settled(body['id'])
    assert.ok(rights.every(({ permission }) => !later.includes(permission)))
  }
  const again = await take(memberId, { permissions: later, ending: { mode: 'drain', minutes: 30 } })
  assert.equal(again.body['code'], 'plan/already-planned')
})

test('R27 where nothing new may begin, everything is refused from now on, and the receipt says what might finish', async () => {
  const { memberId } = await richly('王止')
  const { status, body } = await take(memberId, { ending: { mode: 'block-new', minutes: 10 } })
  assert.equal(status, 200, JSON.stringify(body))
  const view = await settled(body['id'])
  assert.equal(view.state, 'verified')
  assert.notEqual(view.finishing, null)
  const receipt = await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${String(body['id'])}/receipt`)
  assert.deepEqual((await verifyReceipt(sha256, JSON.stringify(receipt))).findings, [])
})
