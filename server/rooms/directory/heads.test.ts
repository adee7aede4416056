/** The switch by which department heads administer what they head: seats come and go with the heads. */
import { strict as assert } from 'node:assert'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { newId } from '@hufu/kit'
import { applyImport, beginImport } from './commands-import.ts'
import { readImport, updateImport } from './store-import.ts'
import { startCompany } from './testing/company.ts'
import type { TestCompany } from './testing/company.ts'

const because = '负责人管理本部门'
const heads = {
  enabled: true,
  permissions: ['org.member.edit', 'perm.grant'],
  ceiling: ['resource.read'],
  because,
} as const

/** Who holds a seat as head, by name, and where. */
async function seats(company: TestCompany): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await company.node.pool.query<{ name: string; scope: { ids: readonly string[] } }>(
    `select m.name, a.scope from administrator a join member m on m.id = a.member_id
     where a.for_head and a.ended_at is null order by m.name`,
  )
  return rows.map(({ name, scope }) => [name, scope.ids.join()])
}

test('switched on, everybody who heads a department has a seat there; a new head gets one and a former one loses it', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const wang = await does('members.add', { name: '王芳', login: 'wf', departmentId: dev.id, head: true })
  const li = await does('members.add', { name: '李雷', login: 'll', departmentId: dev.id })
  assert.deepEqual(await seats(company), [])
  assert.deepEqual(await does('administrators.heads', heads), { appointed: 1, ended: 0 })
  assert.deepEqual(await seats(company), [['王芳', dev.id]])

  const { appointmentOf } = appointments(company)
  await does('appointments.change', { appointmentId: await appointmentOf(li.id), head: true })
  assert.deepEqual(await seats(company), [
    ['李雷', dev.id],
    ['王芳', dev.id],
  ])
  await does('appointments.change', { appointmentId: await appointmentOf(wang.id), head: false })
  assert.deepEqual(await seats(company), [['李雷', dev.id]])
  await does('members.depart', { memberId: li.id, because })
  assert.deepEqual(await seats(company), [])

  const chen = await does('members.add', { name: '陈静', login: 'cj', departmentId: dev.id, head: true })
  assert.deepEqual(await seats(company), [['陈静', dev.id]])
  assert.ok(chen.id)
  const off = await does('administrators.heads', { ...heads, enabled: false })
  assert.deepEqual(off, { appointed: 0, ended: 1 })
  assert.deepEqual(await seats(company), [])
})

test('E4: a scoped administrator makes nobody head where that would give what they may not give themselves', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const market = await does('departments.create', { parentId: rootId, name: '市场部' })
  const admin = await does('members.add', {
    name: '管',
    login: 'guan',
    departmentId: market.id,
    status: 'active',
  })
  const li = await does('members.add', { name: '李雷', login: 'll', departmentId: dev.id })
  await does('administrators.appoint', {
    memberId: admin.id,
    tier: 'scoped',
    permissions: ['org.member.move', 'org.member.invite'],
    scope: { type: 'departments', ids: [dev.id] },
    because,
  })
  const { appointmentOf } = appointments(company)
  const appointmentId = await appointmentOf(li.id)
  // While the switch is off, to be head gives nothing.
  await does('appointments.change', { appointmentId, head: true }, admin.id)
  await does('appointments.change', { appointmentId, head: false }, admin.id)
  await does('administrators.heads', heads)
  await assert.rejects(does('appointments.change', { appointmentId, head: true }, admin.id), {
    code: 'authority/above-ceiling',
  })
  const puppet = { name: '新人', login: 'xr', departmentId: dev.id, head: true }
  await assert.rejects(does('members.add', puppet, admin.id), { code: 'authority/above-ceiling' })
  assert.deepEqual(await seats(company), [])

  // With all of the office in a seat of theirs, they may: there, and nowhere else.
  await does('administrators.appoint', {
    memberId: admin.id,
    tier: 'scoped',
    permissions: ['org.member.move', ...heads.permissions],
    scope: { type: 'departments', ids: [dev.id] },
    ceiling: { permissions: heads.ceiling, reach: { type: 'departments', ids: [dev.id] } },
    because,
  })
  await does('appointments.change', { appointmentId, head: true }, admin.id)
  assert.deepEqual(await seats(company), [['李雷', dev.id]])
})

test('heads that come by an import have their seats in the same revision', async (t) => {
  const company = await startCompany(t)
  await company.does('administrators.heads', heads)
  await imported(
    company,
    '姓名,登录名,手机,工号,邮箱,部门,岗位,部门负责人,直属上级\n王芳,wangfang,,,,研发部,,是,\n李雷,lilei,,,,研发部,,否,\n',
  )
  const [seat, ...others] = await seats(company)
  assert.equal(seat?.[0], '王芳')
  assert.deepEqual(others, [])
})

const appointments = (company: TestCompany) => ({
  appointmentOf: async (memberId: string): Promise<string> => {
    const { rows } = await company.node.pool.query<{ id: string }>(
      'select id from appointment where member_id = $1 and ended_at is null',
      [memberId],
    )
    assert.ok(rows[0])
    return rows[0].id
  },
})

async function imported(company: TestCompany, file: string): Promise<void> {
  const { workspaceId, creatorId, imports, perform, db } = company
  const which = { workspaceId, importId: newId() }
  const actor = { type: 'member', memberId: creatorId, sessionId: null } as const
  await imports.receive(which.importId, Readable.from([Buffer.from(file)]))
  const begun = { id: which.importId, fileName: '通讯录.csv', nodeId: imports.nodeId, createdBy: creatorId }
  await perform(actor, { name: 'imports.begin', kind: 'content', workspaceId }, (act) =>
    beginImport(act, begun),
  )
  imports.read(which, creatorId)
  for (let tries = 0; (await readImport(db, which))?.state === 'reading'; tries++) {
    assert.ok(tries < 2000, 'the import is still being read')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await updateImport(db, which, ['ready'], { state: 'committing' })
  await perform(actor, { name: 'imports.commit', kind: 'authority', workspaceId }, (act) =>
    applyImport(act, which, () => Promise.resolve()),
  )
}
