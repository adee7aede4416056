import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { decide, dump, emptyFacts } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { because, company } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { authorityCommands, endGrant } from './index.ts'

const refused = (code: string) => (error: unknown) => isRefusal(error) && error.code === code
const may = ({ nodes, workspaceId, id }: Company, who: Who, permission: PermissionKey) => {
  const [node] = nodes
  assert.ok(node !== undefined)
  return decide(node.feed.facts(workspaceId), {
    memberId: id[who],
    permission,
    target: { type: 'workspace' },
    at: Date.now(),
  })
}
const takeBack = (house: Company, from: Who, to: Who, permissions: 'all' | readonly string[]) =>
  house.as(from, (act) =>
    authorityCommands['members.revoke'](act, { memberId: house.id[to], permissions, because }),
  )

test('a right given directly is there at once, and gone at once when the grant ends', async (t) => {
  const house = await company(t)
  await takeBack(house, 'lina', 'wangwei', ['file.download'])
  assert.equal(may(house, 'wangwei', 'file.download').because, 'authority/restricted')
  const { result: members } = await house.as('lina', (act) =>
    authorityCommands['restrictions.place'](act, {
      subject: { type: 'member', id: house.id.zhoujie },
      right: { type: 'permission', key: 'group.create' },
      scope: { type: 'workspace' },
      because,
    }),
  )
  assert.equal(may(house, 'zhoujie', 'group.create').allowed, false)
  await house.as('lina', (act) =>
    authorityCommands['restrictions.lift'](act, { restrictionId: members.id, because }),
  )
  assert.equal(may(house, 'zhoujie', 'group.create').allowed, true)
})

test('taking a right back ends the direct grant and restricts what the baseline still gives', async (t) => {
  const house = await company(t)
  const grantId = await house.give('lina', 'wangwei', 'file.download')
  const { result } = await takeBack(house, 'lina', 'wangwei', ['file.download'])
  assert.deepEqual([result.ended, result.restricted], [[grantId], ['file.download']])
  assert.equal(may(house, 'wangwei', 'file.download').allowed, false)
  await assert.rejects(
    takeBack(house, 'lina', 'wangwei', ['file.download']),
    refused('authority/nothing-to-take'),
  )
})

test('taking back everything leaves a person what nobody can take', async (t) => {
  const house = await company(t)
  const { result } = await takeBack(house, 'lina', 'wangwei', 'all')
  assert.ok(result.restricted.length > 8)
  assert.equal(may(house, 'wangwei', 'msg.dm').allowed, false)
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const self = { type: 'member', id: house.id.wangwei } as const
  assert.ok(
    decide(node.feed.facts(house.workspaceId), {
      memberId: house.id.wangwei,
      permission: 'audit.self.view',
      target: self,
      at: Date.now(),
    }).allowed,
  )
  await assert.rejects(takeBack(house, 'lina', 'wangwei', ['audit.self.view']), refused('authority/innate'))
})

test('张强 gives what his ceiling holds, to his own people, and nothing else to nobody else', async (t) => {
  const house = await company(t)
  const research = { type: 'departments', ids: [house.department.research] } as const
  await house.give('zhangqiang', 'wangwei', 'file.download', { scope: research })
  await assert.rejects(
    house.give('zhangqiang', 'wangwei', 'group.create', { scope: research }),
    refused('authority/above-ceiling'),
  )
  await assert.rejects(
    house.give('zhangqiang', 'wangwei', 'file.download', { scope: { type: 'workspace' } }),
    refused('authority/above-ceiling'),
  )
  await assert.rejects(
    house.give('zhangqiang', 'zhoujie', 'file.download', { scope: research }),
    refused('authority/out-of-scope'),
  )
  await assert.rejects(
    house.give('zhangqiang', 'zhangqiang', 'file.download', { scope: research }),
    refused('authority/higher-tier'),
  )
})

test('nobody acts on an administrator of the same or a higher tier', async (t) => {
  const house = await company(t)
  await assert.rejects(
    takeBack(house, 'zhangqiang', 'lina', ['msg.dm']),
    (error) => isRefusal(error) && ['authority/out-of-scope', 'authority/higher-tier'].includes(error.code),
  )
  await assert.rejects(takeBack(house, 'lina', 'zhaomin', ['msg.dm']), refused('authority/higher-tier'))
  await assert.rejects(takeBack(house, 'lina', 'chenli', ['msg.dm']), refused('authority/higher-tier'))
  await takeBack(house, 'chenli', 'lina', ['msg.dm'])
  assert.equal(may(house, 'lina', 'msg.dm').allowed, false)
})

test('only the creator appoints a super administrator, and nobody appoints themselves', async (t) => {
  const house = await company(t)
  const make = (who: Who, memberId: string) =>
    house.as(who, (act) =>
      authorityCommands['administrators.appoint'](act, { memberId, tier: 'super', because }),
    )
  await assert.rejects(make('lina', house.id.wangwei), refused('authority/not-administrator'))
  await assert.rejects(make('wangwei', house.id.wangwei), refused('authority/not-administrator'))
  await make('chenli', house.id.wangwei)
  await assert.rejects(make('chenli', house.id.wangwei), refused('authority/already-administrator'))
  await assert.rejects(make('chenli', house.id.chenli), refused('authority/higher-tier'))
})

test('of two super administrators one may go; the last one stays, by whichever hand', async (t) => {
  const house = await company(t)
  const end = (who: Who, administratorId: string) =>
    house.as(who, (act) => authorityCommands['administrators.end'](act, { administratorId, because }))
  await end('zhaomin', house.seat.zhaomin)
  await assert.rejects(end('lina', house.seat.lina), refused('authority/last-super'))
  await assert.rejects(end('chenli', house.seat.lina), refused('authority/last-super'))
  await assert.rejects(end('zhangqiang', house.seat.lina), (error) => isRefusal(error))
})

test('O2 of several super administrators one at least has a seat without an end', async (t) => {
  const house = await company(t)
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const appoint = (memberId: string, more = {}) =>
    house.as('chenli', (act) =>
      authorityCommands['administrators.appoint'](act, { memberId, tier: 'super', because, ...more }),
    )
  const end = (administratorId: string) =>
    house.as('chenli', (act) => authorityCommands['administrators.end'](act, { administratorId, because }))
  const { result } = await appoint(house.id.wangwei, { until })
  await end(house.seat.zhaomin)
  await assert.rejects(end(house.seat.lina), refused('authority/last-super'))
  await end(result.id)
  await assert.rejects(end(house.seat.lina), refused('authority/last-super'))
})

test('two administrators who go at once on two nodes leave one super administrator', async (t) => {
  const house = await company(t, { nodes: 2 })
  const end = (who: Who, administratorId: string, node: number) =>
    house.as(who, (act) => authorityCommands['administrators.end'](act, { administratorId, because }), {
      node,
    })
  const outcomes = await Promise.allSettled([
    end('lina', house.seat.lina, 0),
    end('zhaomin', house.seat.zhaomin, 1),
  ])
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test('the creator’s seat is not ended by anybody, and a second creator does not fit into the database', async (t) => {
  const house = await company(t)
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const { rows } = await node.pool.query<{ id: string }>(
    "select id from administrator where tier = 'creator'",
  )
  const seat = rows[0]?.id ?? ''
  await assert.rejects(
    house.as('chenli', (act) =>
      authorityCommands['administrators.end'](act, { administratorId: seat, because }),
    ),
    refused('authority/creator-seat'),
  )
  await assert.rejects(
    node.pool.query(
      `insert into administrator select workspace_id, gen_random_uuid(), $1, tier, permissions, scope, ceiling_permissions, ceiling_reach, from_at, until_at, because, appointed_by, appointed_at, null, null, null from administrator where id = $2`,
      [house.id.wangwei, seat],
    ),
    /administrator_creator/,
  )
})

test('a reserved permission is not given, an administration permission is not a gift, and times must run forward', async (t) => {
  const house = await company(t)
  await assert.rejects(house.give('lina', 'wangwei', 'call.start'), refused('authority/reserved-permission'))
  await assert.rejects(house.give('lina', 'wangwei', 'perm.grant'), refused('authority/not-grantable'))
  const backwards = house.as('lina', (act) =>
    authorityCommands['grants.give'](act, {
      subject: { type: 'member', id: house.id.wangwei },
      right: { type: 'permission', key: 'msg.dm' },
      scope: { type: 'workspace' },
      from: '2027-01-02T00:00:00Z',
      until: '2027-01-01T00:00:00Z',
      because,
    }),
  )
  await assert.rejects(backwards, refused('authority/times-reversed'))
})

test('a refused command leaves neither row nor entry behind', async (t) => {
  const house = await company(t)
  const before = await house.ledger()
  await assert.rejects(house.give('wangwei', 'zhoujie', 'msg.dm'), refused('authority/not-administrator'))
  assert.deepEqual(await house.ledger(), before)
})

test('a role serves many; removing it waits until nothing names it', async (t) => {
  const house = await company(t)
  const { result: role } = await house.as('lina', (act) =>
    authorityCommands['roles.create'](act, { name: '外勤', permissions: ['file.upload'] }),
  )
  await assert.rejects(
    house.as('lina', (act) => authorityCommands['roles.create'](act, { name: ' 外勤 ', permissions: [] })),
    refused('authority/name-taken'),
  )
  const { result: grant } = await house.as('lina', (act) =>
    authorityCommands['grants.give'](act, {
      subject: { type: 'department', id: house.department.sales },
      right: { type: 'role', id: role.id },
      scope: { type: 'workspace' },
      because,
    }),
  )
  await assert.rejects(
    house.as('lina', (act) => authorityCommands['roles.remove'](act, { roleId: role.id })),
    refused('authority/role-held'),
  )
  await house.as('lina', (act) => endGrant(act, { grantId: grant.id, because }, (_, __, end) => end()))
  await house.as('lina', (act) => authorityCommands['roles.remove'](act, { roleId: role.id }))
})

test('facts kept by events equal facts built anew from the tables', async (t) => {
  const house = await company(t)
  await house.give('lina', 'wangwei', 'file.download', { until: '2099-01-01T00:00:00Z' })
  await takeBack(house, 'lina', 'zhoujie', ['msg.dm'])
  const [node] = house.nodes
  assert.ok(node !== undefined)
  const kept = dump(node.feed.facts(house.workspaceId))
  await node.feed.load(house.workspaceId)
  assert.deepEqual(dump(node.feed.facts(house.workspaceId)), kept)
  assert.notDeepEqual(kept, dump(emptyFacts()))
})
