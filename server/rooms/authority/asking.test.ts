/** Why, who and what, over HTTP: paths drawn, who could help or stop, now and as of a past day. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { DecisionView } from '@hufu/contract'
import { foundedHouse, sleep } from '../../testing/index.ts'

const because = '财务月结'

/** 张伟 may download in 财务部, because 月结小组 lies in 财务协作, which holds the role 财务资料. 李娜 administers 财务部. */
async function finance(t: TestContext) {
  const it = await foundedHouse(t)
  const { ruji, rootId } = it
  const zhang = await it.hire('zhangwei', '张伟')
  const lina = await it.hire('lina', '李娜')
  await ruji.ok('POST', '/api/v1/revocations', {
    memberId: zhang.id,
    reason: 'move',
    permissions: ['file.upload'],
    because,
  })
  const make = async (path: string, body: object): Promise<string> =>
    String((await ruji.ok('POST', path, body))['id'])
  const department = await make('/api/v1/departments', { parentId: rootId, name: '财务部' })
  const outer = await make('/api/v1/groups', { name: '财务协作' })
  const inner = await make('/api/v1/groups', { name: '月结小组' })
  await ruji.ok('POST', `/api/v1/groups/${outer}/members`, { addGroups: [inner] })
  await ruji.ok('POST', `/api/v1/groups/${inner}/members`, { add: [zhang.id] })
  const role = await make('/api/v1/roles', { name: '财务资料', permissions: ['resource.read'] })
  const grant = await make('/api/v1/grants', {
    subject: { type: 'group', id: outer },
    right: { type: 'role', id: role },
    scope: { type: 'departments', ids: [department] },
    because,
  })
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: lina.id,
    tier: 'scoped',
    permissions: ['perm.view', 'perm.grant', 'perm.restrict'],
    scope: { type: 'workspace' },
    ceiling: { permissions: ['resource.read'], reach: { type: 'workspace' } },
    because,
  })
  const explain = async (more: object = {}): Promise<DecisionView> =>
    // The route answers exactly this.
    (await ruji.ok('POST', '/api/v1/decisions/explain', {
      memberId: zhang.id,
      permission: 'resource.read',
      target: { type: 'department', id: department },
      ...more,
    })) as unknown as DecisionView
  return { ...it, zhang, lina, department, outer, inner, grant, explain }
}

test('an explanation draws the way by group, outer group and role, names who gave it, and who could stop it', async (t) => {
  const { explain, lina, creatorId } = await finance(t)
  const told = await explain()
  assert.equal(told.allowed, true)
  const [path] = told.paths
  assert.deepEqual(
    path?.stations.map(({ kind, label }) => [kind, label]),
    [
      ['member', '张伟'],
      ['group', '月结小组'],
      ['group', '财务协作'],
      ['role', '财务资料'],
      ['grant', ''],
      ['scope', '财务部'],
    ],
  )
  assert.deepEqual(
    [path?.state, path?.effect, path?.because, path?.givenBy],
    ['counts', 'allows', because, '如姬'],
  )
  assert.deepEqual(
    told.whoCouldStop.map(({ id }) => id),
    [lina.id, creatorId],
  )
  assert.deepEqual([told.asked.member.name, told.asked.target], ['张伟', '财务部'])
})

test('a no says what is missing and names those who could give it, the nearest first; a restriction is drawn as one', async (t) => {
  const { ruji, zhang, lina, creatorId, explain } = await finance(t)
  const denied = await explain({ permission: 'resource.read', target: { type: 'workspace' } })
  assert.equal(denied.because, 'authority/out-of-scope')
  assert.deepEqual(
    denied.paths.map(({ state }) => state),
    ['elsewhere'],
  )
  assert.deepEqual(
    denied.whoCouldGive.map(({ id }) => id),
    [lina.id, creatorId],
  )
  await ruji.ok('POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: zhang.id },
    right: { type: 'permission', key: 'resource.read' },
    scope: { type: 'workspace' },
    because: '审计期间',
  })
  const restricted = await explain()
  assert.equal(restricted.because, 'authority/restricted')
  assert.deepEqual(
    restricted.paths.map(({ effect, state, because: why }) => [effect, state, why]),
    [
      ['denies', 'counts', '审计期间'],
      ['allows', 'counts', because],
    ],
  )
})

test('a past day is answered from the ledger as it was then, now as it is now', async (t) => {
  const { ruji, grant, explain, zhang, department } = await finance(t)
  await sleep(5)
  const then = new Date().toISOString()
  await sleep(5)
  await ruji.ok('POST', `/api/v1/grants/${grant}/end`, { because: '月结结束' })
  assert.deepEqual([(await explain()).allowed, (await explain()).past], [false, false])
  const past = await explain({ at: then })
  assert.deepEqual([past.allowed, past.past, past.at], [true, true, then])
  assert.equal(past.paths[0]?.because, because)
  const target = { type: 'department', id: department }
  const who = (at?: string) =>
    ruji.ok('POST', '/api/v1/decisions/who-can', { permission: 'resource.read', target, at })
  assert.equal((await who())['total'], 0)
  assert.deepEqual(
    ((await who(then))['items'] as readonly { id: string }[]).map(({ id }) => id),
    [zhang.id],
  )
  const what = (at?: string) =>
    ruji.ok('POST', '/api/v1/decisions/what-can', { memberId: zhang.id, target, at })
  assert.equal(((await what())['permissions'] as readonly string[]).includes('resource.read'), false)
  assert.equal(((await what(then))['permissions'] as readonly string[]).includes('resource.read'), true)
  const before = await explain({ at: '2020-01-01T00:00:00Z' })
  assert.deepEqual([before.allowed, before.because], [false, 'authority/unknown-member'])
})

test('who can is for those who may see rights there; what one can oneself is for everybody', async (t) => {
  const { zhang, lina, department } = await finance(t)
  const target = { type: 'department', id: department }
  const who = { permission: 'file.download', target, limit: 2 }
  assert.equal((await zhang.browser.ask('POST', '/api/v1/decisions/who-can', who)).status, 403)
  const first = await lina.browser.ok('POST', '/api/v1/decisions/who-can', who)
  assert.deepEqual([(first['items'] as readonly unknown[]).length, first['total']], [2, 3])
  const second = await lina.browser.ok('POST', '/api/v1/decisions/who-can', { ...who, cursor: first['next'] })
  assert.deepEqual([(second['items'] as readonly unknown[]).length, second['next']], [1, null])
  const mine = { memberId: zhang.id, target }
  await zhang.browser.ok('POST', '/api/v1/decisions/what-can', mine)
  const theirs = { memberId: lina.id, target }
  assert.equal((await zhang.browser.ask('POST', '/api/v1/decisions/what-can', theirs)).status, 403)
})
