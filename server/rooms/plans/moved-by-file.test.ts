/** A file moves people: what was given to them for their old jobs goes as if each had been moved on a page. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Cluster, Player } from '../../testing/index.ts'

const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 1 })
})

let hired = 0
/** Somebody new at work in research, by login and id. */
async function hire(): Promise<{ readonly id: string; readonly login: string }> {
  const login = `mover${(hired += 1)}`
  const more = { name: login, login, departmentId: it.research, status: 'active' }
  return { id: String((await it.ok(0, 'lina', 'POST', '/api/v1/members', more))['id']), login }
}

const give = async (memberId: string, key: string): Promise<string> =>
  String(
    (
      await it.ok(0, 'chenli', 'POST', '/api/v1/grants', {
        subject: { type: 'member', id: memberId },
        right: { type: 'permission', key },
        scope: { type: 'workspace' },
        because: '旧岗位需要',
      })
    )['id'],
  )

type Listed<T> = { readonly items: readonly T[] }
const list = async <T>(path: string, who: Player = 'chenli'): Promise<readonly T[]> =>
  ((await it.ok(0, who, 'GET', path)) as unknown as Listed<T>).items
const grantsOf = async (memberId: string): Promise<readonly string[]> =>
  (await list<{ readonly id: string }>(`/api/v1/grants?memberId=${memberId}`)).map(({ id }) => id)
type Planned = {
  readonly id: string
  readonly what: string
  readonly state: string
  readonly counts: { readonly people: number }
}
const plansOf = (memberId: string): Promise<readonly Planned[]> =>
  list<Planned>(`/api/v1/plans?memberId=${memberId}`)

/** Uploads a file by which people work in another department, and applies it. */
async function move(who: Player, logins: readonly string[], department = '市场'): Promise<void> {
  const csv = `姓名,登录名,部门\n${logins.map((login) => `${login},${login},${department}`).join('\n')}\n`
  const headers = { 'content-type': 'text/csv' }
  const { id } = await it.ok(0, who, 'POST', '/api/v1/imports?fileName=a.csv', csv, headers)
  const path = `/api/v1/imports/${String(id)}`
  await untilHolds('the file is read', async () => (await it.ok(0, who, 'GET', path))['state'] === 'ready')
  await it.ok(0, who, 'POST', `${path}/commit`, {})
}

test('N10 what is dangerous of the old job is gone seconds after the file, and the rest has its plan; who holds nothing is in none', async () => {
  const [mover, plain, stays] = [await hire(), await hire(), await hire()]
  const high = await give(mover.id, 'resource.admin')
  const low = await give(mover.id, 'resource.read')
  const other = await give(stays.id, 'resource.admin')
  await move('lina', [mover.login, plain.login])
  await untilHolds('the dangerous is gone', async () => !(await grantsOf(mover.id)).includes(high))
  assert.deepEqual(await grantsOf(mover.id), [low])
  const plans = await plansOf(mover.id)
  const stands = new Map(plans.map(({ what, state }) => [what, state]))
  assert.deepEqual([plans.length, stands.get('move'), stands.get('grants')], [2, 'done', 'running'])
  const taken = await list<{ readonly reason: string; readonly by: string }>(
    `/api/v1/revocations?memberId=${mover.id}`,
  )
  assert.deepEqual(
    taken.map(({ reason, by }) => [reason, by]),
    [['move', '李娜']],
  )
  assert.deepEqual(await plansOf(plain.id), [])
  await move('lina', [stays.login], '研发;市场')
  assert.deepEqual([await plansOf(stays.id), await grantsOf(stays.id)], [[], [other]])
})

test('N10 a scoped seat over a department that somebody has left by a file ends as well', async () => {
  const seated = await hire()
  await it.ok(0, 'chenli', 'POST', '/api/v1/administrators', {
    memberId: seated.id,
    tier: 'scoped',
    permissions: ['perm.view'],
    scope: { type: 'departments', ids: [it.research] },
    because: '旧岗位需要',
  })
  await move('chenli', [seated.login])
  await untilHolds('the seat is gone', async () => {
    const seats = await list<{ readonly memberId: string }>('/api/v1/administrators')
    return !seats.some(({ memberId }) => memberId === seated.id)
  })
})

test('N10 whoever imports and may not take rights leaves them to those at the top, who are told', async () => {
  const mover = await hire()
  const high = await give(mover.id, 'resource.admin')
  await it.ok(0, 'chenli', 'POST', '/api/v1/departments', { parentId: it.research, name: '一组' })
  await it.ok(0, 'chenli', 'POST', '/api/v1/administrators', {
    memberId: it.id.sunli,
    tier: 'scoped',
    permissions: ['org.directory.import'],
    scope: { type: 'departments', ids: [it.research] },
    because: '导入',
  })
  await move('sunli', [mover.login], '研发/一组')
  assert.deepEqual([await plansOf(mover.id), await grantsOf(mover.id)], [[], [high]])
  const [told] = await list<{ readonly kind: string; readonly leads: unknown }>('/api/v1/me/notices')
  assert.equal(told?.kind, 'plan.move-open@1')
})

test('N10 a file that moves many who hold something waits for a second person; nobody makes such a plan by hand', async () => {
  const movers = await Promise.all(Array.from({ length: 6 }, hire))
  for (const { id } of movers) await give(id, 'resource.admin')
  const [first] = movers
  assert.ok(first)
  await move(
    'lina',
    movers.map(({ login }) => login),
  )
  const [plan] = await plansOf(first.id)
  assert.deepEqual([plan?.what, plan?.state, plan?.counts.people], ['move', 'agreeing', 6])
  assert.equal((await grantsOf(first.id)).length, 1)
  await it.ok(0, 'chenli', 'POST', `/api/v1/plans/${String(plan?.id)}/agree`, { people: 6 })
  await untilHolds('all of it is gone', async () =>
    (await Promise.all(movers.map(({ id }) => grantsOf(id)))).every((left) => left.length === 0),
  )
  const body = { what: 'move', people: [{ who: first.id }], reason: 'move', because: '手工' }
  assert.equal((await it.ask(0, 'lina', 'POST', '/api/v1/plans', body)).body['code'], 'plan/terms')
  const asked = { what: body.what, people: body.people }
  assert.equal((await it.ask(0, 'lina', 'POST', '/api/v1/plans/preview', asked)).body['code'], 'plan/terms')
})
