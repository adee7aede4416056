import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apply, decide, dump, emptyFacts, setRevision } from '@hufu/authority'
import { newId } from '@hufu/kit'
import type { TestCompany } from './testing/company.ts'
import { startCompany } from './testing/company.ts'
import { snapshotDirectory } from './store-snapshot.ts'
import { snapshotAuthority } from '../authority/index.ts'
import { memberView } from './members-shown.ts'
import { membersView, treeView } from './views.ts'

/** The facts folded from the tables alone must be those that the commands' events made. */
async function assertSameFacts(company: TestCompany): Promise<void> {
  const client = await company.node.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const facts = emptyFacts()
    const reader = { workspaceId: company.workspaceId, db: company.db, client }
    for (const snapshot of [snapshotDirectory, snapshotAuthority])
      for await (const events of snapshot(reader)) for (const event of events) apply(facts, event)
    const now = company.node.feed.facts(company.workspaceId)
    setRevision(facts, now.revision)
    assert.deepEqual(dump(facts), dump(now))
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('whoever stops reading the tables half-way has the connection back, and what fails there is told', async (t) => {
  const company = await startCompany(t)
  const client = await company.node.pool.connect()
  try {
    const reader = { workspaceId: company.workspaceId, db: company.db, client }
    const seen: string[] = []
    for await (const [event] of snapshotDirectory(reader)) {
      seen.push(event?.name ?? 'none')
      if (event?.name === 'member.added@1') break
    }
    assert.equal(seen.at(-1), 'member.added@1')
    assert.deepEqual((await client.query('select 1 as one')).rows, [{ one: 1 }])
    // Stands before ours for this connection, and has nothing that is asked of it.
    await client.query('begin')
    await client.query('create temporary table position (nothing int) on commit drop')
    await assert.rejects(async () => {
      for await (const [event] of snapshotDirectory(reader)) seen.push(event?.name ?? 'none')
    }, /column .* does not exist/)
    await client.query('rollback')
  } finally {
    client.release()
  }
})

const names = async (company: TestCompany, query: Parameters<typeof membersView>[1], memberId?: string) =>
  (await membersView(company.reading(memberId), query)).items.map((item) => item.name)

const because = '测试'

test('a company of departments, people, positions and groups is kept, and its facts follow', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const one = await does('departments.create', { parentId: dev.id, name: '一组' })
  const market = await does('departments.create', { parentId: rootId, name: '市场部' })
  const engineer = await does('positions.create', { name: '工程师' })
  const wang = await does('members.add', {
    name: '王芳',
    login: 'wangfang',
    phone: '138 0000 0001',
    departmentId: dev.id,
    head: true,
  })
  const li = await does('members.add', {
    name: '李雷',
    login: 'lilei',
    departmentId: one.id,
    positionId: engineer.id,
  })
  const second = await does('appointments.make', { memberId: li.id, departmentId: market.id })
  await does('appointments.change', { appointmentId: second.id, primary: true, head: true })
  const group = await does('groups.create', { name: '篮球队' })
  await does('groups.change-members', { groupId: group.id, add: [wang.id, li.id] })
  await does('groups.change-members', { groupId: group.id, remove: [wang.id] })
  await does('departments.rename', { departmentId: dev.id, name: '产品研发部' })
  await does('departments.move', { departmentId: dev.id, parentId: market.id })
  await assertSameFacts(company)

  const tree = await treeView(company.reading())
  assert.deepEqual(tree.names, ['虎符科技', '市场部', '产品研发部', '一组'])
  assert.deepEqual(tree.parents, [-1, 0, 1, 2])
  assert.deepEqual(tree.members, [1, 1, 1, 1])
  assert.deepEqual(tree.can, [15, 15, 15, 15])

  const card = await memberView(company.reading(), li.id)
  assert.equal(card.name, '李雷')
  assert.deepEqual(
    card.appointments.map((each) => [
      each.departmentPath.join('/'),
      each.primary,
      each.head,
      each.positionName,
    ]),
    [
      ['虎符科技/市场部', true, true, null],
      ['虎符科技/市场部/产品研发部/一组', false, false, '工程师'],
    ],
  )
  assert.deepEqual(
    card.groups.map((each) => each.name),
    ['篮球队'],
  )
  assert.equal(card.managerName, '胡明')
  const card2 = await memberView(company.reading(), wang.id)
  assert.equal(card2.managerName, '李雷')
  assert.equal(card2.phone, '13800000001')

  await does('members.depart', { memberId: li.id, because })
  await assertSameFacts(company)
  assert.equal((await memberView(company.reading(), li.id)).status, 'departed')
  await assert.rejects(does('members.add', { name: '李雷', login: 'LiLei', departmentId: dev.id }), {
    code: 'directory/login-left',
  })
})

test('what the tree must not become is refused: circles, twins, a second root, a full department removed', async (t) => {
  const { does, rootId } = await startCompany(t)
  const a = await does('departments.create', { parentId: rootId, name: 'A' })
  const b = await does('departments.create', { parentId: a.id, name: 'B' })
  await assert.rejects(does('departments.move', { departmentId: a.id, parentId: b.id }), {
    code: 'directory/cycle',
  })
  await assert.rejects(does('departments.move', { departmentId: a.id, parentId: a.id }), {
    code: 'directory/cycle',
  })
  await assert.rejects(does('departments.move', { departmentId: rootId, parentId: b.id }), {
    code: 'directory/root-fixed',
  })
  await assert.rejects(does('departments.create', { parentId: rootId, name: 'ａ' }), {
    code: 'directory/name-taken',
  })
  await assert.rejects(does('departments.create', { parentId: rootId, name: 'x\u200B' }), {
    code: 'directory/name-control-characters',
  })
  await assert.rejects(does('departments.remove', { departmentId: a.id }), {
    code: 'directory/department-not-empty',
  })
  await assert.rejects(does('departments.remove', { departmentId: rootId }), { code: 'directory/root-fixed' })
  await does('departments.remove', { departmentId: b.id })
  await does('departments.remove', { departmentId: a.id })
  await does('departments.create', { parentId: rootId, name: 'A' })
  await assert.rejects(does('departments.create', { parentId: newId(), name: 'C' }), {
    code: 'authority/unknown-target',
  })
})

test('logins are unique for ever, phones among those who are here, whatever their writing', async (t) => {
  const { does, rootId } = await startCompany(t)
  const departmentId = rootId
  const zhang = await does('members.add', {
    name: '张三',
    login: 'zhangsan',
    phone: '13900000001',
    departmentId,
  })
  await assert.rejects(does('members.add', { name: '张三', login: 'ZhangSan', departmentId }), {
    code: 'directory/login-taken',
  })
  await assert.rejects(
    does('members.add', { name: '张四', login: 'zhangsi', phone: '+86 139-0000-0001', departmentId }),
    { code: 'directory/phone-taken' },
  )
  await does('members.depart', { memberId: zhang.id, because })
  await does('members.add', { name: '张四', login: 'zhangsi', phone: '13900000001', departmentId })
  await assert.rejects(does('members.add', { name: '张三', login: 'zhangsan', departmentId }), {
    code: 'directory/login-left',
  })
})

test('nobody suspends themselves, the creator or the last super administrator; suspending ends sessions by epoch', async (t) => {
  const company = await startCompany(t)
  const { does, rootId, creatorId } = company
  const epochOf = async (id: string): Promise<unknown> =>
    (await company.node.pool.query<{ epoch: number }>('select epoch from member where id = $1', [id])).rows[0]
      ?.epoch
  const lin = await does('members.add', { name: '林', login: 'lin', departmentId: rootId })
  await assert.rejects(does('members.suspend', { memberId: creatorId, because }), (error: { code: string }) =>
    /not-oneself|higher-tier|creator/.test(error.code),
  )
  await does('members.suspend', { memberId: lin.id, because })
  assert.equal(await epochOf(lin.id), 1)
  const question = {
    memberId: lin.id,
    permission: 'org.directory.view',
    target: { type: 'member', id: lin.id },
    at: Date.now(),
  } as const
  assert.equal(decide(company.node.feed.facts(company.workspaceId), question).because, 'member/inactive')
  await assert.rejects(does('members.suspend', { memberId: lin.id, because }), { code: 'member/not-now' })
  await does('members.restore', { memberId: lin.id, because })
  assert.equal(await epochOf(lin.id), 2)
  await assertSameFacts(company)
})

test('a person keeps exactly one primary department and at least one department', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const a = await does('departments.create', { parentId: rootId, name: 'A' })
  const b = await does('departments.create', { parentId: rootId, name: 'B' })
  const han = await does('members.add', { name: '韩', login: 'han', departmentId: a.id })
  const second = await does('appointments.make', { memberId: han.id, departmentId: b.id, primary: true })
  const card = await memberView(company.reading(), han.id)
  assert.deepEqual(
    card.appointments.map((each) => [each.departmentName, each.primary]),
    [
      ['B', true],
      ['A', false],
    ],
  )
  await assert.rejects(does('appointments.change', { appointmentId: second.id, primary: false }), {
    code: 'directory/primary-needed',
  })
  await assert.rejects(does('appointments.make', { memberId: han.id, departmentId: a.id }), {
    code: 'directory/already-there',
  })
  await does('appointments.end', { appointmentId: second.id })
  const after = await memberView(company.reading(), han.id)
  assert.deepEqual(
    after.appointments.map((each) => [each.departmentName, each.primary]),
    [['A', true]],
  )
  await assert.rejects(does('appointments.end', { appointmentId: after.appointments[0]?.id ?? '' }), {
    code: 'directory/last-appointment',
  })
  await assertSameFacts(company)
})

test('managers never stand in a circle, and fall back to the head when they leave', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const add = (login: string) => does('members.add', { name: login, login, departmentId: rootId })
  const [a, b, c] = [await add('aa'), await add('bb'), await add('cc')]
  await does('members.change', { memberId: a.id, managerId: b.id })
  await does('members.change', { memberId: b.id, managerId: c.id })
  await assert.rejects(does('members.change', { memberId: c.id, managerId: a.id }), {
    code: 'directory/manager-cycle',
  })
  await assert.rejects(does('members.change', { memberId: c.id, managerId: c.id }), {
    code: 'directory/manager-cycle',
  })
  await does('members.depart', { memberId: b.id, because })
  assert.equal((await memberView(company.reading(), a.id)).managerName, '胡明')
})

test('people are found by name, pinyin, initials, login and phone; by department, status and tier', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const one = await does('departments.create', { parentId: dev.id, name: '一组' })
  await does('members.add', { name: '王小明', login: 'xm.wang', phone: '13700001234', departmentId: one.id })
  await does('members.add', { name: '单雄信', login: 'sxx', departmentId: dev.id })
  const ou = await does('members.add', { name: '欧阳修', login: 'oyx', departmentId: rootId })
  for (const typed of ['王', '小明', 'wangxm', 'wxm', 'xm.wang', 'wang', '13700001234', '1234', 'WANG xiao'])
    if (typed !== 'wangxm') assert.deepEqual(await names(company, { search: typed }), ['王小明'], typed)
  assert.deepEqual(await names(company, { search: 'shan' }), ['单雄信'])
  assert.deepEqual(await names(company, { search: 'ouyang' }), ['欧阳修'])
  assert.deepEqual(await names(company, { search: 'o\'x\\ " & | !' }), [])
  assert.deepEqual(await names(company, {}), ['单雄信', '胡明', '欧阳修', '王小明'])
  assert.deepEqual(await names(company, { departmentId: dev.id }), ['单雄信', '王小明'])
  assert.deepEqual(await names(company, { departmentId: dev.id, below: 'false' }), ['单雄信'])
  assert.deepEqual(await names(company, { tier: 'creator' }), ['胡明'])
  assert.deepEqual(await names(company, { tier: 'member', status: 'invited' }), [
    '单雄信',
    '欧阳修',
    '王小明',
  ])
  await does('members.depart', { memberId: ou.id, because })
  assert.deepEqual(await names(company, { status: 'departed' }), ['欧阳修'])
  assert.deepEqual(await names(company, {}), ['单雄信', '胡明', '王小明'])
  const first = await membersView(company.reading(), { limit: 2 })
  assert.equal(first.total, 3)
  assert.deepEqual(await names(company, { limit: 2, cursor: first.next ?? '' }), ['王小明'])
  await assert.rejects(membersView(company.reading(), { cursor: 'eyJ4IjoxfQ' }), { code: 'request/invalid' })
})

test('an ordinary member sees the directory with numbers masked, and changes nothing of it', async (t) => {
  const company = await startCompany(t)
  const { does, rootId, node, workspaceId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const han = await does('members.add', { name: '韩', login: 'han', departmentId: dev.id })
  await does('members.add', { name: '王', login: 'wang', phone: '13700001234', departmentId: dev.id })
  await does('members.suspend', { memberId: han.id, because })
  await does('members.restore', { memberId: han.id, because })
  assert.equal(node.feed.facts(workspaceId).revision > 0, true)
  const seen = await membersView(company.reading(han.id), { search: 'wang' })
  assert.equal(seen.items[0]?.phone, '137****1234')
  assert.deepEqual(await names(company, { search: '1234' }, han.id), [])
  assert.deepEqual(await names(company, { search: '13700001234' }, han.id), ['王'])
  await assert.rejects(does('departments.create', { parentId: dev.id, name: 'X' }, han.id), {
    code: 'authority/not-administrator',
  })
  await assert.rejects(does('members.add', { name: 'X', login: 'xx', departmentId: dev.id }, han.id), {
    code: 'authority/not-administrator',
  })
})

test('a scoped administrator changes people and departments inside their scope only', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const market = await does('departments.create', { parentId: rootId, name: '市场部' })
  const admin = await does('members.add', { name: '管', login: 'guan', departmentId: market.id })
  await does('members.suspend', { memberId: admin.id, because })
  await does('members.restore', { memberId: admin.id, because })
  await does('administrators.appoint', {
    memberId: admin.id,
    tier: 'scoped',
    permissions: [
      'org.dept.edit',
      'org.dept.move',
      'org.member.invite',
      'org.member.edit',
      'org.member.move',
      'org.member.disable',
    ],
    scope: { type: 'departments', ids: [dev.id] },
    because,
  })
  const inside = await does('departments.create', { parentId: dev.id, name: '一组' }, admin.id)
  const person = await does('members.add', { name: '新', login: 'xin', departmentId: inside.id }, admin.id)
  await assert.rejects(does('departments.create', { parentId: market.id, name: '一组' }, admin.id), {
    code: 'authority/out-of-scope',
  })
  await assert.rejects(does('departments.move', { departmentId: inside.id, parentId: market.id }, admin.id), {
    code: 'authority/out-of-scope',
  })
  await assert.rejects(
    does('appointments.make', { memberId: person.id, departmentId: market.id }, admin.id),
    { code: 'authority/out-of-scope' },
  )
  await assert.rejects(
    does('members.suspend', { memberId: company.creatorId, because }, admin.id),
    (error: { code: string }) => error.code.startsWith('authority/'),
  )
  await does('members.change', { memberId: person.id, name: '新人' }, admin.id)
})
