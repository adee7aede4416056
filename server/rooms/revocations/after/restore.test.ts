/** A person contests what was taken, somebody else decides, and what was taken is restored item by item. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cluster, endingWith } from '../../../testing/index.ts'
import type { Cluster, Player } from '../../../testing/index.ts'

const because = '转到新的项目组'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 1 })
})

type Item = {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly until: string | null
  readonly restoredBy: string | null
}
type After = {
  readonly contest: { readonly state: string; readonly answer: string | null; readonly alone: boolean } | null
  readonly restore: { readonly state: string; readonly items: readonly Item[] }
  readonly can: Readonly<
    Record<'contest' | 'decide' | 'restore', { readonly allowed: boolean; readonly because: string }>
  >
}

const afterOf = async (id: string, who: Player = 'lina'): Promise<After> =>
  // The contract holds the answer to this shape.
  (await it.ok(0, who, 'GET', `/api/v1/revocations/${id}/after`)) as unknown as After

const take = async (by: Player, from: Player, permissions: readonly string[]): Promise<string> => {
  const body = { memberId: it.id[from], permissions, reason: 'misuse', because }
  return String((await it.ok(0, by, 'POST', '/api/v1/revocations', body))['id'])
}

const contest = (who: Player, id: string, words = '我没有误用') =>
  it.ask(0, who, 'POST', `/api/v1/revocations/${id}/contest`, { words })

const decide = (who: Player, id: string, decision: 'uphold' | 'overturn') =>
  it.ask(0, who, 'POST', `/api/v1/revocations/${id}/contest/decision`, { decision, because: '核实过了' })

const restore = async (who: Player, id: string, items: readonly string[]) =>
  it.ask(0, who, 'POST', `/api/v1/revocations/${id}/restore`, { items, because: '误收' })

/** What 王伟 may do now, at the places of a revocation: what the same taking leaves behind is compared by it. */
const vectorOf = async (who: Player): Promise<string> => {
  const answer = await it.ok(0, 'lina', 'POST', '/api/v1/decisions/what-can', {
    memberId: it.id[who],
    target: { type: 'department', id: it.research },
  })
  return JSON.stringify(answer['permissions'])
}

const codes = (body: Readonly<Record<string, unknown>>) =>
  (body['items'] as readonly { readonly done: boolean; readonly code: string | null }[]).map(
    ({ done, code }) => code ?? String(done),
  )

test('R23 one contests what was taken from oneself, once; it stays taken, and not the one who took it decides', async () => {
  const id = await take('lina', 'wangwei', ['msg.dm'])
  assert.equal((await contest('sunli', id)).status, 404)
  assert.equal((await afterOf(id, 'wangwei')).can.contest.allowed, true)
  assert.equal((await contest('wangwei', id)).status, 200)
  assert.equal((await contest('wangwei', id)).body['code'], 'revocation/contested-already')
  const dm = { kind: 'dm', memberId: it.id.sunli }
  assert.equal((await it.ask(0, 'wangwei', 'POST', '/api/v1/conversations', dm)).status, 403)
  assert.equal((await decide('lina', id, 'overturn')).body['code'], 'revocation/decided-by-another')
  // Lower than whoever took it, though the person is theirs.
  assert.equal((await decide('zhangqiang', id, 'overturn')).body['code'], 'revocation/lower-tier')
  assert.equal((await decide('sunli', id, 'overturn')).status, 403)
  const decided = await decide('chenli', id, 'overturn')
  assert.deepEqual([decided.status, decided.body['state'], decided.body['alone']], [200, 'overturned', false])
  assert.equal((await decide('chenli', id, 'uphold')).body['code'], 'contest/not-now')
  assert.equal((await it.ask(0, 'wangwei', 'POST', '/api/v1/conversations', dm)).status, 403)
  assert.equal((await afterOf(id, 'wangwei')).contest?.answer, '核实过了')
  const { items } = await it.ok(0, 'wangwei', 'GET', '/api/v1/me/notices')
  const [notice] = items as readonly { readonly kind: string; readonly leads: unknown }[]
  assert.equal(notice?.kind, 'revocation.contest-decided@1')
  assert.deepEqual(notice.leads, { kind: 'revocation', id, mine: true })
})

test('R23 somebody suspended can still contest it', async () => {
  const paused = await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.sunli}/suspend`, { because })
  const id = String(paused['revocationId'])
  const password = 'nine yellow lanterns'
  await it.at(0, 'sunli').ok('POST', '/api/v1/sessions', { login: 'sunli', password })
  assert.equal((await contest('sunli', id)).status, 200)
  assert.equal((await afterOf(id, 'sunli')).contest?.state, 'open')
  assert.equal((await afterOf(id)).restore.state, 'none')
  const refused = await restore('lina', id, [it.id.sunli])
  assert.equal(refused.body['code'], 'revocation/nothing-to-restore')
})

test('R23 where nobody else can decide, whoever took it does, and it says so', async () => {
  const id = await take('chenli', 'zhangqiang', ['msg.dm'])
  await contest('zhangqiang', id)
  const { status, body } = await decide('chenli', id, 'uphold')
  assert.deepEqual([status, body['state'], body['alone']], [200, 'upheld', true])
})

test('R24 what was taken comes back item by item, and taking, restoring and taking again leaves what taking leaves', async () => {
  const until = new Date(Date.now() + 86_400_000).toISOString()
  await it.ok(0, 'lina', 'POST', '/api/v1/grants', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key: 'file.download' },
    scope: { type: 'departments', ids: [it.research] },
    until,
    because: '写报告',
  })
  const held = await vectorOf('wangwei')
  const id = await take('lina', 'wangwei', ['file.download', 'file.upload'])
  const taken = await vectorOf('wangwei')
  assert.notEqual(taken, held)
  const { restore: offered } = await afterOf(id)
  assert.equal(offered.state, 'open')
  assert.deepEqual(offered.items.map(({ kind }) => kind).toSorted(), ['grant', 'restriction', 'restriction'])
  assert.equal(offered.items.find(({ kind }) => kind === 'grant')?.until, until)
  const [first, ...rest] = offered.items.map((item) => item.id)
  assert.ok(first !== undefined)
  assert.equal((await restore('wangwei', id, [first])).status, 403)
  assert.deepEqual(codes((await restore('lina', id, [first, it.id.sunli])).body), [
    'true',
    'revocation/no-such-item',
  ])
  assert.equal((await afterOf(id)).restore.state, 'partly')
  const others = await restore('lina', id, [first, ...rest])
  assert.deepEqual(codes(others.body), ['revocation/restored-already', 'true', 'true'])
  assert.equal((await afterOf(id)).restore.state, 'restored')
  assert.equal(await vectorOf('wangwei'), held)
  const given = await it.ok(
    0,
    'lina',
    'GET',
    `/api/v1/grants?memberId=${it.id.wangwei}&permission=file.download`,
  )
  const own = (given['items'] as readonly { readonly source: string; readonly until: string }[]).filter(
    ({ source }) => source === 'administrator',
  )
  assert.deepEqual(
    own.map((grant) => grant.until),
    [until],
  )
  await take('lina', 'wangwei', ['file.download', 'file.upload'])
  assert.equal(await vectorOf('wangwei'), taken)
})

test('R24 who may restore one item and not another restores the one, and is told why not the other', async () => {
  const id = await take('lina', 'wangwei', ['group.create'])
  const { items } = (await afterOf(id)).restore
  const ids = items.map((item) => item.id)
  assert.ok(ids.length > 0)
  // 张强 may hand out two rights in 研发; this is none of them.
  const { status, body } = await restore('zhangqiang', id, ids)
  assert.equal(status, 200)
  assert.ok(codes(body).every((code) => code === 'authority/above-ceiling'))
  assert.equal((await afterOf(id)).restore.state, 'open')
})

test('R24 a restoring can be looked at before it is done', async () => {
  const id = await take('lina', 'wangwei', ['msg.group'])
  const items = (await afterOf(id)).restore.items.map((item) => item.id)
  const steps = [{ do: 'revocations.restore', with: { revocationId: id, items, because: '—' } }]
  const preview = await it.ok(0, 'lina', 'POST', '/api/v1/decisions/preview', { steps })
  assert.equal(preview['gaining'], 1)
  assert.equal((preview['watched'] as readonly unknown[]).length > 0, true)
  assert.equal((await afterOf(id)).restore.state, 'open')
})
