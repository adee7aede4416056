import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { newId } from '@hufu/kit'
import { applyImport, beginImport } from './commands-import.ts'
import { csvBytes } from './export/csv.ts'
import { xlsxBytes } from './export/xlsx.ts'
import { readImport, readImportRows, updateImport } from './store-import.ts'
import type { Which } from './store-import.ts'
import { startCompany } from './testing/company.ts'
import type { TestCompany } from './testing/company.ts'
import { exportRows } from './views-export.ts'
import { membersView, treeView } from './views.ts'

const because = '测试'
const head = '姓名,登录名,手机,工号,邮箱,部门,岗位,部门负责人,直属上级\n'

/** Uploads a file and waits for its preview. */
async function upload(
  company: TestCompany,
  bytes: string | Uint8Array,
  memberId = company.creatorId,
): Promise<Which> {
  const which = { workspaceId: company.workspaceId, importId: newId() }
  await company.imports.receive(which.importId, Readable.from([Buffer.from(bytes)]))
  const input = {
    id: which.importId,
    fileName: '通讯录.csv',
    nodeId: company.imports.nodeId,
    createdBy: memberId,
  }
  const actor = { type: 'member', memberId, sessionId: null } as const
  await company.perform(
    actor,
    { name: 'imports.begin', kind: 'content', workspaceId: company.workspaceId },
    (act) => beginImport(act, input),
  )
  company.imports.read(which, memberId)
  await settled(company, which)
  return which
}

async function settled(company: TestCompany, which: Which): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    const row = await readImport(company.db, which)
    if (row?.state !== 'reading') return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail('the import is still being read')
}

async function commit(company: TestCompany, which: Which, memberId = company.creatorId): Promise<void> {
  await updateImport(company.db, which, ['ready'], { state: 'committing' })
  const actor = { type: 'member', memberId, sessionId: null } as const
  const command = {
    name: 'imports.commit',
    kind: 'authority',
    workspaceId: company.workspaceId,
    statementMs: 60_000,
  } as const
  await company.perform(actor, command, (act) => applyImport(act, which, () => Promise.resolve()))
}

const outcomes = async (company: TestCompany, which: Which): Promise<readonly string[]> =>
  (await readImportRows(company.db, which, { outcome: null, after: 0, limit: 1000 })).map(
    (row) => `${row.row}:${row.code?.replace('directory/', '') ?? row.outcome}`,
  )

const state = async (company: TestCompany, which: Which) => {
  const row = await readImport(company.db, which)
  assert.ok(row)
  return row
}

const count = async (company: TestCompany, what: string): Promise<number> => {
  const { rows } = await company.node.pool.query<{ count: number }>(
    `select count(*)::int as count from ${what}`,
  )
  return rows[0]?.count ?? -1
}

test('a file becomes a preview, changes nothing, and is applied in one revision with every change on record', async (t) => {
  const company = await startCompany(t)
  const revision = company.node.feed.facts(company.workspaceId).revision
  const which = await upload(
    company,
    `${head}王芳,wangfang,13800000001,E1,,研发部,部门经理,是,\n李雷,lilei,13800000002,E2,li@example.com,研发部/一组;市场部,工程师;顾问,否;否,wangfang\n,nobody,,,,,,,\n`,
  )
  assert.deepEqual(await outcomes(company, which), ['2:new', '3:new', '4:name-empty'])
  const ready = await state(company, which)
  assert.equal(ready.state, 'ready')
  assert.deepEqual(ready.counts, { new: 2, changed: 0, unchanged: 0, refused: 1, departments: 3 })
  assert.equal(await count(company, 'member'), 1)

  await commit(company, which)
  assert.equal(company.node.feed.facts(company.workspaceId).revision, revision + 1)
  const { items } = await membersView(company.reading(), {})
  assert.deepEqual(
    items.map((item) => item.name),
    ['胡明', '李雷', '王芳'],
  )
  assert.deepEqual(
    items[1]?.appointments.map((each) => [each.departmentPath.join('/'), each.positionName, each.primary]),
    [
      ['虎符科技/研发部/一组', '工程师', true],
      ['虎符科技/市场部', '顾问', false],
    ],
  )
  assert.deepEqual((await treeView(company.reading())).names, ['虎符科技', '市场部', '研发部', '一组'])
  const { rows } = await company.node.pool.query<{ event: string; count: number }>(
    'select event, count(*)::int as count from ledger_entry where revision = $1 group by event order by event',
    [revision + 1],
  )
  assert.deepEqual(
    rows.map((row) => [row.event, row.count]),
    [
      ['appointment.made@1', 3],
      ['department.created@1', 3],
      ['import.committed@1', 1],
      ['member.added@1', 2],
      ['position.created@1', 3],
    ],
  )
})

test('a second file changes people, moves them and ends what it no longer names', async (t) => {
  const company = await startCompany(t)
  await commit(
    company,
    await upload(
      company,
      `${head}王芳,wangfang,13800000001,E1,,研发部,经理,是,\n李雷,lilei,,,,研发部;市场部,,,wangfang\n`,
    ),
  )
  const which = await upload(
    company,
    `${head}王芳芳,wangfang,13800000009,E1,,市场部,,,\n李雷,lilei,,,,市场部;研发部,,否;是,\n`,
  )
  assert.deepEqual(await outcomes(company, which), ['2:changed', '3:changed'])
  await commit(company, which)
  const { items } = await membersView(company.reading(), {})
  const shown = items.map((item) => [
    item.name,
    item.phone,
    ...item.appointments.map(
      (each) => `${each.departmentName}${each.primary ? '*' : ''}${each.head ? '!' : ''}`,
    ),
  ])
  assert.deepEqual(shown, [
    ['胡明', null, '虎符科技*!'],
    ['李雷', null, '市场部*', '研发部!'],
    ['王芳芳', '13800000009', '市场部*'],
  ])
})

test('an exported file imports as unchanged, in both formats and languages, hostile texts included', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const hostile = await does('departments.create', { parentId: rootId, name: '=cmd/calc;x\\' })
  const below = await does('departments.create', { parentId: hostile.id, name: '@SUM(A1)' })
  const position = await does('positions.create', { name: '+工程师;主管' })
  const phone = '+85291234567'
  const a = await does('members.add', {
    name: '-王"芳", <&> _x000D_',
    login: '+wang',
    phone,
    employeeNo: '=1+1',
    departmentId: below.id,
    positionId: position.id,
  })
  await does('appointments.make', { memberId: a.id, departmentId: rootId, head: true })
  await does('members.add', { name: "'引号", login: '@at', employeeNo: "'7", departmentId: rootId })
  await does('members.change', { memberId: a.id, managerId: company.creatorId })
  for (const language of ['zh-CN', 'en-US'] as const)
    for (const bytesOf of [csvBytes, xlsxBytes]) {
      const parts: Uint8Array[] = []
      for await (const part of bytesOf(exportRows(company.reading(), undefined, language))) parts.push(part)
      const which = await upload(company, Buffer.concat(parts))
      assert.deepEqual(await outcomes(company, which), ['2:unchanged', '3:unchanged', '4:unchanged'])
      assert.deepEqual((await state(company, which)).counts.departments, 0)
    }
})

test('an import of an older preview is refused; nothing of it has happened', async (t) => {
  const company = await startCompany(t)
  const which = await upload(company, `${head}王芳,wangfang,,,,研发部,,,\n`)
  await company.does('departments.create', { parentId: company.rootId, name: '研发部' })
  await assert.rejects(commit(company, which), { code: 'directory/import-changed' })
  assert.equal(await count(company, 'member'), 1)
})

test('a right lost between preview and commit stops the whole import', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const admin = await does('members.add', {
    name: '管',
    login: 'guan',
    departmentId: dev.id,
    status: 'active',
  })
  const seat = await does('administrators.appoint', {
    memberId: admin.id,
    tier: 'scoped',
    permissions: ['org.directory.import'],
    scope: { type: 'departments', ids: [dev.id] },
    because,
  })
  const which = await upload(
    company,
    `${head}甲,jia,,,,研发部/一组,,,\n乙,yi,,,,市场部,,,\n胡明,huming,13812345678,,,,,,\n`,
    admin.id,
  )
  assert.deepEqual(await outcomes(company, which), [
    '2:new',
    '3:import-out-of-scope',
    '4:import-out-of-scope',
  ])
  await does('administrators.end', { administratorId: seat.id, because })
  await assert.rejects(commit(company, which, admin.id), (error: { code: string }) =>
    error.code.startsWith('authority/'),
  )
  assert.equal(await count(company, 'member'), 2)
})

test('a scoped administrator imports into their own departments', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const admin = await does('members.add', {
    name: '管',
    login: 'guan',
    departmentId: dev.id,
    status: 'active',
  })
  await does('administrators.appoint', {
    memberId: admin.id,
    tier: 'scoped',
    permissions: ['org.directory.import'],
    scope: { type: 'own-department' },
    because,
  })
  const which = await upload(company, `${head}甲,jia,,,,研发部/一组,工程师,,管\n`, admin.id)
  assert.deepEqual(await outcomes(company, which), ['2:new'])
  await commit(company, which, admin.id)
  assert.equal(await count(company, 'member'), 3)
})

test('an import that is cancelled or refused leaves no row behind', async (t) => {
  const company = await startCompany(t)
  const rows = Array.from({ length: 30_000 }, (_, n) => `王${n},wang${n},,,,研发部/组${n % 50},,,`)
  const which = { workspaceId: company.workspaceId, importId: newId() }
  await company.imports.receive(which.importId, Readable.from([Buffer.from(head + rows.join('\n'))]))
  const actor = { type: 'member', memberId: company.creatorId, sessionId: null } as const
  const input = {
    id: which.importId,
    fileName: 'x.csv',
    nodeId: company.imports.nodeId,
    createdBy: company.creatorId,
  }
  await company.perform(actor, { name: 'b', kind: 'content', workspaceId: company.workspaceId }, (act) =>
    beginImport(act, input),
  )
  company.imports.read(which, company.creatorId)
  await new Promise((resolve) => setTimeout(resolve, 600))
  await updateImport(company.db, which, ['reading', 'ready'], { state: 'cancelled' })
  company.imports.stopReading(which.importId)
  await company.imports.stop()
  const broken = await upload(company, '姓名,登录名\n"王')
  const refusedRow = await state(company, broken)
  assert.deepEqual([refusedRow.state, refusedRow.code], ['refused', 'directory/import-cut'])
  for (const table of [
    'import_row',
    'import_member',
    'import_department',
    'import_appointment',
    'import_position',
  ])
    assert.equal(await count(company, table), 0, table)
  assert.equal(await count(company, 'member'), 1)
})

test('what a dead process was reading is shown as interrupted, what it was applying as ready again', async (t) => {
  const company = await startCompany(t)
  const which = await upload(company, `${head}王芳,wangfang,,,,研发部,,,\n`)
  const other = await upload(company, `${head}李雷,lilei,,,,研发部,,,\n`)
  await company.node.pool.query(
    `update import set node_id = $1, beat_at = now() - interval '1 minute', state = case when id = $2 then 'committing' else 'reading' end`,
    [newId(), which.importId],
  )
  await company.imports.abandon()
  assert.equal((await state(company, which)).state, 'ready')
  const gone = await state(company, other)
  assert.deepEqual([gone.state, gone.code], ['refused', 'directory/import-interrupted'])
  await commit(company, which)
  assert.equal(await count(company, 'member'), 2)
})
