/** Leavers in a file: who they are and when, and what the import leaves alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLastDay } from './leaving.ts'
import { stagedBatches } from './staging.ts'
import { company, everywhere, person, planOf, summary } from './test-files.ts'
import type { Plan } from './plan.ts'

const leaving = (plan: Plan) => plan.rows.map(({ source, leaving: one }) => [source.login, one])
const departure = (due: string | null) => ({ what: 'departure', due })

test('a last day means its end, in all the ways in which files write days', () => {
  const end = '2026-03-31T15:59:59.000Z'
  for (const text of ['2026-03-31', '2026/3/31', '2026.03.31', '2026年3月31日', '46112'])
    assert.equal(readLastDay(text), end, text)
  assert.equal(readLastDay('2026/3/31 18:00'), '2026-03-31T10:00:00.000Z')
  assert.equal(readLastDay('46112.75'), '2026-03-31T10:00:00.000Z')
  assert.equal(readLastDay('2026-03-31T18:00:00Z'), '2026-03-31T18:00:00.000Z')
  for (const text of ['', '-', '无']) assert.equal(readLastDay(text), null)
  for (const text of ['2026-02-30', '31.3.2026', 'soon', '3', '2026-03-31 25:00'])
    assert.equal(readLastDay(text), undefined, text)
})

test('whoever left or is suspended according to a file is leaving by it, and nothing of them changes', async (t) => {
  const members = [
    ...company.members,
    person('han', '韩', { status: 'suspended' }),
    person('zhao', '赵'),
    person('qian', '钱'),
  ]
  const plan = await planOf(
    t,
    '姓名,登录名,状态,离职日期\n王芳,wangfang,离职,\n李雷,lilei,在职,2026/3/31\n韩,han,停用,\n赵,zhao,disabled,-\n钱,qian,Resigned,2026-12-31\n',
    { ...company, members },
  )
  assert.deepEqual(summary(plan), ['2:unchanged', '3:unchanged', '4:unchanged', '5:unchanged', '6:unchanged'])
  assert.deepEqual(leaving(plan), [
    ['wangfang', departure(null)],
    ['lilei', departure('2026-03-31T15:59:59.000Z')],
    ['han', null],
    ['zhao', { what: 'suspension', due: null }],
    ['qian', departure('2026-12-31T15:59:59.000Z')],
  ])
  const staged = [...stagedBatches(plan)].map(({ table }) => table)
  assert.deepEqual(staged, ['row'], 'only the report of the rows is written')
})

test('whoever has left already is not added, and whoever left here as well is let be', async (t) => {
  const plan = await planOf(
    t,
    '姓名,登录名,状态,最后工作日\n甲,jia,已离职,\n乙,yi,,2026-05-31\n丙,bing,,2026-12-31\n丁,ding,left,\n戊,wu,,随便\n',
    { ...company, members: [...company.members, person('ding', '丁', { status: 'departed' })] },
  )
  assert.deepEqual(summary(plan), [
    '2:import-left-already',
    '3:import-left-already',
    '4:new',
    '5:unchanged',
    '6:import-last-day',
  ])
})

test('who leaves outside the scope of the importer is refused', async (t) => {
  const file = '姓名,登录名,状态\n王芳,wangfang,离职\n李雷,lilei,离职\n'
  const plan = await planOf(t, file, company, { ...everywhere, departments: ['dev1'] })
  assert.deepEqual(summary(plan), ['2:import-out-of-scope', '3:unchanged'])
  assert.deepEqual(leaving(plan), [
    ['wangfang', null],
    ['lilei', departure(null)],
  ])
})
