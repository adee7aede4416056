/** P11. Two administrators at once at the same thing, each on a node of their own: there is exactly one outcome. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { decide, statusOf } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import type { Act } from '../platform/act/index.ts'
import { authorityCommands as authority, endGrant } from '../rooms/authority/index.ts'
import { directoryCommands as directory, suspendMember } from '../rooms/directory/index.ts'
import { because, company, freshWord, rounds } from '../testing/index.ts'
import type { Company, Who } from '../testing/index.ts'

type Work = (act: Act) => Promise<unknown>
const count = rounds(50)

/** Both at once on two nodes; answers how many were accepted. Anything but a refusal is thrown. */
async function race(it: Company, one: readonly [Who, Work], other: readonly [Who, Work]): Promise<number> {
  const done = await Promise.allSettled([one, other].map(([who, work], node) => it.as(who, work, { node })))
  for (const each of done)
    if (each.status === 'rejected' && !isRefusal(each.reason))
      throw new Error('a race', { cause: each.reason })
  return done.filter(({ status }) => status === 'fulfilled').length
}

const settled = async (t: TestContext): Promise<Company> => company(t, { nodes: 2 })

test('P11 O2 of two super administrators who remove each other at once, one stays', async (t) => {
  const it = await settled(t)
  const seats = { lina: it.seat.lina, zhaomin: it.seat.zhaomin }
  const end =
    (administratorId: string): Work =>
    (act) =>
      authority['administrators.end'](act, { administratorId, because })
  for (let round = 0; round < count; round += 1) {
    // Nobody acts on a person of the same tier: each steps down.
    assert.equal(await race(it, ['lina', end(seats.lina)], ['zhaomin', end(seats.zhaomin)]), 1)
    for (const who of ['lina', 'zhaomin'] as const) {
      const appointing: Work = (act) =>
        authority['administrators.appoint'](act, { memberId: it.id[who], tier: 'super', because })
      await it.as('chenli', appointing).then(
        ({ result }) => (seats[who] = (result as { readonly id: string }).id),
        (error: unknown) => assert.ok(isRefusal(error) && error.code === 'authority/already-administrator'),
      )
    }
  }
})

test('P11 of two super administrators whom the creator suspends at once, one stays at work', async (t) => {
  const it = await settled(t)
  const suspend =
    (memberId: string): Work =>
    (act) =>
      suspendMember(act, { memberId, because }, (_, end) => end())
  for (let round = 0; round < count; round += 1) {
    const both = [it.id.lina, it.id.zhaomin] as const
    assert.equal(await race(it, ['chenli', suspend(both[0])], ['chenli', suspend(both[1])]), 1)
    const [node] = it.nodes
    const resting = both.filter((id) => node && statusOf(node.feed.facts(it.workspaceId), id) === 'suspended')
    assert.equal(resting.length, 1)
    for (const memberId of resting)
      await it.as('chenli', (act) => directory['members.restore'](act, { memberId, because }))
  }
})

test('P11 a grant is ended once, and giving and taking back at once leave both nodes of one mind', async (t) => {
  const it = await settled(t)
  const { wangwei } = it.id
  const key = 'resource.read'
  const give: Work = (act) =>
    authority['grants.give'](act, {
      subject: { type: 'member', id: wangwei },
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      because,
    })
  for (let round = 0; round < count; round += 1) {
    const grantId = await it.give('chenli', 'wangwei', key)
    const end: Work = (act) => endGrant(act, { grantId, because }, (_, __, end) => end())
    assert.equal(await race(it, ['lina', end], ['zhaomin', end]), 1)
    const takeBack: Work = (act) =>
      authority['members.revoke'](act, { memberId: wangwei, permissions: [key], because })
    await race(it, ['lina', give], ['zhaomin', takeBack])
    const asked = {
      memberId: wangwei,
      permission: key,
      target: { type: 'workspace' },
      at: Date.now(),
    } as const
    const answers = it.nodes.map(({ feed }) => decide(feed.facts(it.workspaceId), asked))
    assert.deepEqual(answers[0], answers[1])
    await it.as('chenli', takeBack).catch((error: unknown) => assert.ok(isRefusal(error)))
  }
})

test('P11 who changes a seat while another ends it does not bring it back', async (t) => {
  const it = await settled(t)
  const scope = { type: 'departments', ids: [it.department.platform] } as const
  for (let round = 0; round < count; round += 1) {
    const { result } = await it.as('chenli', (act) =>
      authority['administrators.appoint'](act, {
        memberId: it.id.zhoujie,
        tier: 'scoped',
        permissions: ['perm.view'],
        scope,
        because,
      }),
    )
    const administratorId = result.id
    const change: Work = (act) =>
      authority['administrators.change'](act, {
        administratorId,
        permissions: ['perm.view', 'perm.grant'],
        because,
      })
    const end: Work = (act) => authority['administrators.end'](act, { administratorId, because })
    assert.ok((await race(it, ['lina', change], ['zhaomin', end])) >= 1)
    const asked = {
      memberId: it.id.zhoujie,
      permission: 'perm.view',
      target: { type: 'department', id: it.department.platform },
      at: Date.now(),
    } as const
    for (const { feed } of it.nodes)
      assert.equal(decide(feed.facts(it.workspaceId), asked).because, 'authority/not-administrator')
  }
})

test('P11 neither groups nor departments close a circle from two sides, and nobody acts in what has just moved away', async (t) => {
  const it = await settled(t)
  const make = async (command: Work): Promise<string> => {
    const { result } = await it.as('chenli', command)
    return (result as { readonly id: string }).id
  }
  const group = () => make((act) => directory['groups.create'](act, { name: freshWord() }))
  const department = (parentId: string) =>
    make((act) => directory['departments.create'](act, { parentId, name: freshWord() }))
  for (let round = 0; round < count; round += 1) {
    const [a, b] = [await group(), await group()]
    const nest =
      (groupId: string, inner: string): Work =>
      (act) =>
        directory['groups.change-members'](act, { groupId, addGroups: [inner] })
    assert.equal(await race(it, ['lina', nest(a, b)], ['zhaomin', nest(b, a)]), 1)
    const [c, d] = [await department(it.department.sales), await department(it.department.sales)]
    const move =
      (departmentId: string, parentId: string): Work =>
      (act) =>
        directory['departments.move'](act, { departmentId, parentId })
    assert.equal(await race(it, ['lina', move(c, d)], ['zhaomin', move(d, c)]), 1)
    await movedAway(it, await department(it.department.research))
  }
})

/** 张强 gives a right in a department of 研发 while it moves to 销售: before the move or not at all. */
async function movedAway(it: Company, departmentId: string): Promise<void> {
  const give: Work = (act) =>
    authority['grants.give'](act, {
      subject: { type: 'member', id: it.id.wangwei },
      right: { type: 'permission', key: 'file.upload' },
      scope: { type: 'departments', ids: [departmentId] },
      because,
    })
  const move: Work = (act) =>
    directory['departments.move'](act, { departmentId, parentId: it.department.sales })
  const accepted = await race(it, ['zhangqiang', give], ['chenli', move])
  // Each of the two that is accepted is one entry.
  const told = await it.newest(accepted)
  const [given, moved] = [told.indexOf('grant.given@1'), told.indexOf('department.moved@1')]
  assert.ok(moved >= 0 && given < moved, told.join())
}
