/** The life of a grant once it is given: suspended and resumed, extended, given up. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { decide, dump } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { because, company } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { authorityCommands } from './index.ts'

const DAY_MS = 86_400_000
const refused = (code: string) => (error: unknown) => isRefusal(error) && error.code === code
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()

function may({ nodes, workspaceId, id }: Company, who: Who, permission: PermissionKey, at = Date.now()) {
  const [node] = nodes
  assert.ok(node !== undefined)
  const asked = { memberId: id[who], permission, target: { type: 'workspace' }, at } as const
  return decide(node.feed.facts(workspaceId), asked).allowed
}

const suspend = (house: Company, who: Who, grantId: string) =>
  house.as(who, (act) => authorityCommands['grants.suspend'](act, { grantId, because }))
const resume = (house: Company, who: Who, grantId: string) =>
  house.as(who, (act) => authorityCommands['grants.resume'](act, { grantId, because }))
const extend = (house: Company, who: Who, grantId: string, until: string) =>
  house.as(who, (act) => authorityCommands['grants.extend'](act, { grantId, until, because }))
const giveUp = (house: Company, who: Who, grantId: string, why?: string) =>
  house.as(who, (act) => authorityCommands['grants.relinquish'](act, { grantId, because: why }))

// Nobody has this one from the baseline.
const KEY = 'resource.write'
const research = (house: Company) => ({ type: 'departments', ids: [house.department.research] }) as const
const rowOf = async ({ nodes }: Company, id: string) =>
  (
    await (nodes[0]?.pool.query<Record<string, unknown>>('select * from authority_grant where id = $1', [
      id,
    ]) ?? assert.fail())
  ).rows[0] ?? assert.fail()

test('a suspended grant gives nothing until it is resumed; another one still gives what it gives', async (t) => {
  const house = await company(t)
  const grantId = await house.give('lina', 'wangwei', KEY)
  const beside = await house.give('lina', 'wangwei', KEY)
  await suspend(house, 'lina', grantId)
  assert.equal(may(house, 'wangwei', KEY), true)
  await assert.rejects(suspend(house, 'lina', grantId), refused('authority/already-suspended'))
  await suspend(house, 'zhaomin', beside)
  assert.equal(may(house, 'wangwei', KEY), false)
  await resume(house, 'zhaomin', grantId)
  assert.equal(may(house, 'wangwei', KEY), true)
  await assert.rejects(resume(house, 'lina', grantId), refused('authority/not-suspended'))
  assert.deepEqual(await house.newest(3), ['grant.suspended@1', 'grant.suspended@1', 'grant.resumed@1'])
})

test('who may not take a right back does not suspend it, and what is over is neither suspended nor extended', async (t) => {
  const house = await company(t)
  const grantId = await house.give('lina', 'zhoujie', KEY, { until: inDays(1) })
  await assert.rejects(suspend(house, 'zhangqiang', grantId), refused('authority/out-of-scope'))
  await assert.rejects(suspend(house, 'zhoujie', grantId), refused('authority/not-administrator'))
  await assert.rejects(extend(house, 'zhoujie', grantId, inDays(2)), refused('authority/not-administrator'))
  await giveUp(house, 'zhoujie', grantId)
  for (const work of [suspend, resume, giveUp])
    await assert.rejects(
      work(house, work === giveUp ? 'zhoujie' : 'lina', grantId),
      refused('authority/already-ended'),
    )
  await assert.rejects(extend(house, 'lina', grantId, inDays(2)), refused('authority/already-ended'))
  assert.equal((await house.ledger()).filter((name) => /suspended|extended/.test(name)).length, 0)
})

test('what a super administrator suspended is resumed by none below, also after their seat is gone', async (t) => {
  const house = await company(t)
  const here = research(house)
  const grantId = await house.give('zhangqiang', 'wangwei', 'file.upload', { scope: here })
  await suspend(house, 'zhangqiang', grantId)
  await resume(house, 'zhangqiang', grantId)
  await suspend(house, 'lina', grantId)
  await assert.rejects(resume(house, 'zhangqiang', grantId), refused('authority/suspended-above'))
  await house.as('chenli', (act) =>
    authorityCommands['administrators.end'](act, { administratorId: house.seat.lina, because }),
  )
  await assert.rejects(resume(house, 'zhangqiang', grantId), refused('authority/suspended-above'))
  await resume(house, 'zhaomin', grantId)
})

test('resuming and extending are giving: under the ceiling, and never for oneself', async (t) => {
  const house = await company(t)
  const here = research(house)
  const above = await house.give('lina', 'wangwei', KEY, { scope: here, until: inDays(5) })
  await suspend(house, 'zhangqiang', above)
  await assert.rejects(resume(house, 'zhangqiang', above), refused('authority/above-ceiling'))
  await assert.rejects(extend(house, 'zhangqiang', above, inDays(6)), refused('authority/above-ceiling'))
  const own = await house.give('chenli', 'lina', KEY, { until: inDays(5) })
  await suspend(house, 'chenli', own)
  for (const work of [() => resume(house, 'lina', own), () => extend(house, 'lina', own, inDays(6))])
    await assert.rejects(work, refused('authority/higher-tier'))
  const creators = await house.give('chenli', 'chenli', KEY, { until: inDays(5) })
  await extend(house, 'chenli', creators, inDays(6))
})

test('an extension moves the end once more and keeps the first; an end that is not later, or none, is refused', async (t) => {
  const house = await company(t)
  const first = inDays(1)
  const grantId = await house.give('lina', 'wangwei', KEY, { until: first })
  const between = Date.now() + 1.5 * DAY_MS
  assert.equal(may(house, 'wangwei', KEY, between), false)
  await extend(house, 'lina', grantId, inDays(2))
  assert.equal(may(house, 'wangwei', KEY, between), true)
  const last = inDays(3)
  await extend(house, 'lina', grantId, last)
  const row = await rowOf(house, grantId)
  assert.deepEqual(
    [row['extended'], row['first_until_at'], row['until_at']],
    [2, new Date(first), new Date(last)],
  )
  await assert.rejects(extend(house, 'lina', grantId, last), refused('authority/end-not-later'))
  await assert.rejects(extend(house, 'lina', grantId, first), refused('authority/end-not-later'))
  const endless = await house.give('lina', 'wangwei', KEY)
  await assert.rejects(extend(house, 'lina', endless, last), refused('authority/no-end'))
})

test('who gives for thirty days at most extends to thirty days of the whole, not of what is added', async (t) => {
  const house = await company(t)
  await house.as('chenli', (act) =>
    authorityCommands['administrators.appoint'](act, {
      memberId: house.id.sunli,
      tier: 'scoped',
      permissions: ['perm.grant.temp'],
      scope: { type: 'workspace' },
      ceiling: { permissions: [KEY], reach: { type: 'workspace' } },
      because,
    }),
  )
  const grantId = await house.give('sunli', 'wangwei', KEY, { until: inDays(20) })
  await assert.rejects(extend(house, 'sunli', grantId, inDays(31)), refused('authority/not-administrator'))
  await extend(house, 'sunli', grantId, inDays(29))
})

test('whoever holds a right that was given to them alone gives it up, and nobody does it for them', async (t) => {
  const house = await company(t)
  const grantId = await house.give('lina', 'wangwei', KEY)
  await assert.rejects(giveUp(house, 'zhoujie', grantId), refused('authority/not-found'))
  await assert.rejects(giveUp(house, 'lina', grantId), refused('authority/not-found'))
  const { result: forAll } = await house.as('chenli', (act) =>
    authorityCommands['grants.give'](act, {
      subject: { type: 'everyone' },
      right: { type: 'permission', key: KEY },
      scope: { type: 'workspace' },
      because,
    }),
  )
  await assert.rejects(giveUp(house, 'wangwei', forAll.id), refused('authority/not-direct'))
  await giveUp(house, 'wangwei', grantId, '项目已结束')
  const row = await rowOf(house, grantId)
  assert.deepEqual(
    [row['ended_how'], row['ended_because'], row['ended_by']],
    ['relinquished', '项目已结束', `member:${house.id.wangwei}`],
  )
  assert.equal(may(house, 'wangwei', KEY), true, 'what everyone has stays')
})

test('a role that takes the place of another gives nobody back what was suspended', async (t) => {
  const house = await company(t)
  const role = async (name: string) =>
    (await house.as('lina', (act) => authorityCommands['roles.create'](act, { name, permissions: [KEY] })))
      .result.id
  const [reader, writer] = [await role('读者'), await role('作者')]
  const { result } = await house.as('lina', (act) =>
    authorityCommands['grants.give'](act, {
      subject: { type: 'member', id: house.id.wangwei },
      right: { type: 'role', id: reader },
      scope: { type: 'workspace' },
      because,
    }),
  )
  await suspend(house, 'chenli', result.id)
  await house.as('lina', (act) =>
    authorityCommands['roles.replace'](act, { roleId: reader, by: writer, because }),
  )
  assert.equal(may(house, 'wangwei', KEY), false)
  assert.equal((await rowOf(house, result.id))['ended_how'], 'superseded')
  const [node] = house.nodes
  const { rows } = await (node?.pool.query<{ id: string }>(
    'select id from authority_grant where role_id = $1 and ended_at is null',
    [writer],
  ) ?? assert.fail())
  const [after] = rows
  assert.ok(after !== undefined)
  await assert.rejects(resume(house, 'lina', after.id), refused('authority/suspended-above'))
})

test('facts kept by events equal facts built anew from the tables, whatever became of the grants', async (t) => {
  const house = await company(t)
  const suspended = await house.give('lina', 'wangwei', KEY, { until: inDays(1) })
  const extended = await house.give('lina', 'wangwei', KEY, { until: inDays(1) })
  const resumed = await house.give('lina', 'sunli', KEY)
  await suspend(house, 'lina', suspended)
  await extend(house, 'lina', suspended, inDays(2))
  await extend(house, 'lina', extended, inDays(3))
  await suspend(house, 'lina', resumed)
  await resume(house, 'lina', resumed)
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const kept = dump(node.feed.facts(house.workspaceId))
  await node.feed.load(house.workspaceId)
  assert.deepEqual(dump(node.feed.facts(house.workspaceId)), kept)
  assert.match(JSON.stringify(kept), /grant\.suspended/)
})
