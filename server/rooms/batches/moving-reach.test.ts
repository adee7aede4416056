/** Moves of departments by which administrators come to reach further: INVARIANT E6. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import { foundedHouse } from '../../testing/index.ts'
import { directoryCommands, directoryPeople } from '../directory/index.ts'
import { previewRoutes, step } from './index.ts'

const steps = {
  'departments.move': step(contract.directory.moveDepartment, directoryCommands['departments.move']),
}
const founded = async (t: TestContext) => {
  const house = await foundedHouse(t, {
    routes: [contract.batches.preview],
    more: (doors) => previewRoutes(doors, steps, directoryPeople),
  })
  const { ruji, rootId, hire } = house
  const made = async (parentId: string, name: string): Promise<string> =>
    (await ruji.ok('POST', '/api/v1/departments', { parentId, name }))['id'] as string
  const [north, south] = [await made(rootId, '华北'), await made(rootId, '华南')]
  const team = await made(south, '一组')
  const lina = await hire('lina', '李娜')
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: lina.id,
    tier: 'scoped',
    permissions: ['org.member.edit', 'org.dept.edit'],
    scope: { type: 'departments', ids: [north] },
    because: '分管华北',
  })
  return { ...house, north, south, team, lina }
}

test('E6: a department moves into somebody’s reach only when whoever moves it has named them, and the ledger keeps that', async (t) => {
  const { ruji, north, team, lina, house } = await founded(t)
  const path = `/api/v1/departments/${team}/move`
  const refused = await ruji.ask('POST', path, { parentId: north })
  assert.equal(refused.status, 409)
  assert.equal(refused.body['code'], 'directory/reach-grows')
  assert.deepEqual((refused.body['details'] as { administrators: readonly string[] }).administrators, [
    lina.id,
  ])
  await ruji.ok('POST', path, { parentId: north, reach: [lina.id] })
  const { rows } = await house.node.pool.query<{ data: unknown }>(
    `select leaf::jsonb -> 'data' as data from ledger_entry where event = 'department.reach-approved@1'`,
  )
  assert.deepEqual(
    rows.map(({ data }) => data),
    [{ administrators: [lina.id], departmentId: team }],
  )
})

test('E6: the preview of a move lists whose reach grows instead of refusing, and a move out of a reach asks nothing', async (t) => {
  const { ruji, north, south, team, lina } = await founded(t)
  const preview = await ruji.ok('POST', '/api/v1/decisions/preview', {
    steps: [{ do: 'departments.move', with: { departmentId: team, parentId: north } }],
  })
  assert.deepEqual(
    (preview['reach'] as readonly { id: string; name: string }[]).map(({ id, name }) => ({ id, name })),
    [{ id: lina.id, name: '李娜' }],
  )
  await ruji.ok('POST', `/api/v1/departments/${team}/move`, { parentId: north, reach: [lina.id] })
  await ruji.ok('POST', `/api/v1/departments/${team}/move`, { parentId: south })
})
