import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { xlsxBytes } from '../export/xlsx.ts'
import { company, planOf, summary } from './test-files.ts'
import type { Plan } from './plan.ts'

const folder = join(import.meta.dirname, '..', 'fixtures')

/** The same three people, whoever wrote the file and however it is encoded. */
function assertThePeople(plan: Plan): void {
  assert.deepEqual(
    summary(plan).map((line) => line.split(':')[1]),
    ['new', 'new', 'new'],
  )
  const people = plan.rows.map(({ member, departments }) => ({
    login: member?.login,
    name: member?.name,
    phone: member?.phone,
    departments: departments.map((each) => each.id),
    heads: member?.appointments.map(({ next }) => next?.head),
  }))
  assert.deepEqual(people, [
    { login: 'hanmeimei', name: '韩梅梅', phone: '13800000009', departments: ['dev'], heads: [true] },
    {
      login: 'lilei',
      name: '李雷',
      phone: '13800000010',
      departments: ['dev1', 'market'],
      heads: [false, false],
    },
    { login: 'ouyangnana', name: '欧阳娜娜', phone: '13800000011', departments: ['market'], heads: [false] },
  ])
}

const nobody = { ...company, members: [] }

for (const name of readdirSync(folder))
  test(`the file ${name} brings the same three people as every other`, async (t) => {
    assertThePeople(await planOf(t, readFileSync(join(folder, name)), nobody))
  })

test('the same table as a workbook brings the same three people', async (t) => {
  const text = readFileSync(join(folder, 'plain-zh.utf-8.csv'), 'utf8')
  async function* rows(): AsyncGenerator<readonly string[]> {
    for (const line of text.trim().split('\r\n')) yield line.split(',')
  }
  const parts: Uint8Array[] = []
  for await (const part of xlsxBytes(rows())) parts.push(part)
  assertThePeople(await planOf(t, Buffer.concat(parts), nobody))
})
