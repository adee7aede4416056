/** Whom people report to, many at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { managerOfMember, managersAbove, managersOf } from './managers.ts'
import { startCompany } from './testing/company.ts'

test('one reports to whom one names, else to the head of the nearest department above who is not oneself', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const tools = await does('departments.create', { parentId: dev.id, name: '工具组' })
  const add = async (name: string, login: string, departmentId: string, head = false) =>
    (await does('members.add', { name, login, departmentId, head })).id
  const lead = await add('王芳', 'wf', dev.id, true)
  const below = await add('李雷', 'll', tools.id)
  const beside = await add('韩梅', 'hm', tools.id)
  const named = await add('陈静', 'cj', tools.id)
  await does('members.change', { memberId: named, managerId: below })

  const people = [company.creatorId, lead, below, beside, named]
  const above = await managersOf(company, people)
  assert.deepEqual(
    people.map((id) => above.get(id)?.name),
    [undefined, '胡明', '王芳', '王芳', '李雷'],
  )
  assert.deepEqual(await managerOfMember(company, below), { id: lead, name: '王芳' })
  assert.equal(await managerOfMember(company, rootId), null, 'nobody of that id')
})

test('everybody above one is who they report to, and whom those do, until nobody or somebody met before', async (t) => {
  const company = await startCompany(t)
  const { does, rootId } = company
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const tools = await does('departments.create', { parentId: dev.id, name: '工具组' })
  const add = async (name: string, login: string, departmentId: string, head = false) =>
    (await does('members.add', { name, login, departmentId, head })).id
  const lead = await add('王芳', 'wf', dev.id, true)
  const toolsLead = await add('赵云', 'zy', tools.id, true)
  const below = await add('李雷', 'll', tools.id)
  const named = await add('陈静', 'cj', tools.id)
  await does('members.change', { memberId: named, managerId: below })
  const { creatorId } = company
  assert.deepEqual(await managersAbove(company, named), [below, toolsLead, lead, creatorId])
  assert.deepEqual(await managersAbove(company, toolsLead), [lead, creatorId])
  assert.deepEqual(await managersAbove(company, creatorId), [])
  // Two who name each other end where the first was met.
  await does('members.change', { memberId: lead, managerId: below })
  assert.deepEqual(await managersAbove(company, named), [below, toolsLead, lead])
  assert.deepEqual(await managersAbove(company, lead), [below, toolsLead])
  // Step by step it is the same.
  for (const id of [named, toolsLead, lead, below, creatorId]) {
    const [first = null] = await managersAbove(company, id)
    assert.equal((await managerOfMember(company, id))?.id ?? null, first)
  }
})
