import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import { browserAt, departAlone, foundedHouse } from '../../testing/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { directoryCommands, directoryPeople } from '../directory/index.ts'
import { batchRoutes, previewRoutes, step } from './index.ts'

const { authority, directory } = contract
const steps = {
  'departments.create': step(directory.createDepartment, directoryCommands['departments.create']),
  'departments.move': step(directory.moveDepartment, directoryCommands['departments.move']),
  'members.depart': step(directory.depart, departAlone),
  'members.add': step(directory.addMember, directoryCommands['members.add']),
  'grants.give': step(authority.give, authorityCommands['grants.give']),
}
const founded = (t: TestContext) =>
  foundedHouse(t, {
    routes: Object.values(contract.batches),
    more: (doors) => {
      batchRoutes(doors, steps)
      previewRoutes(doors, steps, directoryPeople)
    },
  })
const count = async (ruji: Awaited<ReturnType<typeof founded>>['ruji'], path: string): Promise<number> =>
  ((await ruji.ok('GET', path))['items'] as readonly unknown[]).length

test('a decision of several steps is one revision, and a later step may speak of what an earlier one made', async (t) => {
  const { ruji, rootId } = await founded(t)
  const before = (await ruji.ok('GET', '/api/v1/me'))['revision'] as number
  const steps = [
    { do: 'departments.create', with: { parentId: rootId, name: '研发' }, as: 'research' },
    {
      do: 'members.add',
      with: { name: '王伟', login: 'wangwei', departmentId: { $ref: 'research' }, status: 'active' },
      as: 'wangwei',
    },
    {
      do: 'grants.give',
      with: {
        subject: { type: 'member', id: { $ref: 'wangwei' } },
        right: { type: 'permission', key: 'resource.read' },
        scope: { type: 'departments', ids: [{ $ref: 'research' }] },
        because: '入职',
      },
    },
  ]
  const done = await ruji.ok('POST', '/api/v1/batches', { steps })
  assert.equal((done['results'] as readonly unknown[]).length, 3)
  assert.equal((done['applied'] as { revision: number }).revision, before + 1)
})

test('when one step is refused, none has happened, and the answer says which', async (t) => {
  const { ruji, rootId } = await founded(t)
  const members = await count(ruji, '/api/v1/members')
  const steps = [
    { do: 'members.add', with: { name: '王伟', login: 'wangwei', departmentId: rootId } },
    { do: 'members.add', with: { name: '王薇', login: 'WangWei', departmentId: rootId } },
  ]
  const answer = await ruji.ask('POST', '/api/v1/batches', { steps })
  assert.equal(answer.status, 409, answer.text)
  assert.equal((answer.body['details'] as { step: number }).step, 1)
  assert.equal(await count(ruji, '/api/v1/members'), members)
})

test('every step asks like anybody: a batch opens nothing that its sender may not do alone', async (t) => {
  const { ruji, rootId, hire } = await founded(t)
  const { id, browser } = await hire('lina')
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: id,
    tier: 'scoped',
    permissions: ['org.directory.import', 'org.dept.edit'],
    scope: { type: 'workspace' },
    because: '批量',
  })
  await browser.ok('POST', '/api/v1/batches', {
    steps: [{ do: 'departments.create', with: { parentId: rootId, name: '市场' } }],
  })
  const refused = await browser.ask('POST', '/api/v1/batches', {
    steps: [{ do: 'members.add', with: { name: '某人', login: 'somebody', departmentId: rootId } }],
  })
  assert.equal(refused.status, 403)
  const nobody = await hire('wangwei')
  assert.equal(
    (
      await nobody.browser.ask('POST', '/api/v1/batches', {
        steps: [{ do: 'departments.create', with: { parentId: rootId, name: '法务' } }],
      })
    ).status,
    403,
  )
})

test('a preview names everybody who would gain, asks as if it were done, and leaves everything as it was', async (t) => {
  const { ruji, rootId, hire } = await founded(t)
  const wangwei = await hire('wangwei', '王伟')
  const before = await ruji.ok('GET', '/api/v1/me')
  const preview = (browser: typeof ruji, department: string) =>
    browser.ask('POST', '/api/v1/decisions/preview', {
      steps: [
        { do: 'departments.create', with: { parentId: department, name: '研发' }, as: 'research' },
        {
          do: 'grants.give',
          with: {
            subject: { type: 'everyone' },
            right: { type: 'permission', key: 'resource.read' },
            scope: { type: 'departments', ids: [{ $ref: 'research' }] },
            because: '入职',
          },
        },
      ],
    })
  const seen = await preview(ruji, rootId)
  assert.equal(seen.status, 200)
  const { people, gaining, losing, alike } = seen.body as {
    people: number
    gaining: number
    losing: number
    alike: readonly { count: number; people: readonly { name: string }[]; changes: readonly object[] }[]
  }
  assert.deepEqual({ people, gaining, losing }, { people: 2, gaining: 2, losing: 0 })
  assert.deepEqual(alike[0]?.people.map(({ name }) => name).toSorted(), ['如姬', '王伟'])
  assert.equal(alike[0]?.changes.length, 1)
  const after = await ruji.ok('GET', '/api/v1/me')
  assert.equal(after['revision'], before['revision'])
  assert.equal(await count(ruji, '/api/v1/grants'), 1)
  const refused = await preview(wangwei.browser, rootId)
  assert.equal(refused.status, 403)
  assert.equal((refused.body as { code: string }).code, 'authority/not-administrator')
})

test('critical steps are proved for the whole request at once, and told once to those above and to each person their own', async (t) => {
  const { ruji, hire, house } = await founded(t)
  const lina = await hire('lina')
  await ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because: '值班' })
  const [wangwei, sunli] = [await hire('wangwei'), await hire('sunli')]
  const steps = [wangwei, sunli].map(({ id }) => ({
    do: 'members.depart',
    with: { memberId: id, because: '部门撤销' },
  }))
  const careful = browserAt(house.url, ruji.cookies)
  const unproved = await careful.ask('POST', '/api/v1/batches', { steps })
  assert.equal(unproved.body['code'], 'identity/step-up-needed')
  assert.equal((unproved.body['details'] as { step: number }).step, 0)
  await ruji.ok('POST', '/api/v1/batches', { steps })
  const { rows } = await house.node.pool.query<{ member: string; count: number }>(
    `select member_id::text as member, (data ->> 'count')::int as count from notice
     where data ->> 'permission' = 'org.member.delete'`,
  )
  assert.deepEqual(Object.fromEntries(rows.map(({ member, count }) => [member, count])), {
    [lina.id]: 2,
    [wangwei.id]: 1,
    [sunli.id]: 1,
  })
})
