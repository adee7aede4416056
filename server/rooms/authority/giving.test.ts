/** Ways of giving: templates of positions, roles replaced, many at once, and for how long. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'

const because = '测试'
const workspace = { type: 'workspace' } as const
const permission = (key: string) => ({ type: 'permission', key }) as const
const role = (id: string) => ({ type: 'role', id }) as const
const DAY_MS = 86_400_000

type GrantShown = {
  readonly id: string
  readonly until: string | null
  readonly givenAt: string
  readonly inForce: boolean
  readonly right: { readonly type: string; readonly key?: string; readonly id?: string }
  readonly subject: { readonly type: string; readonly id?: string }
}

const grants = async (browser: Browser, query = ''): Promise<readonly GrantShown[]> =>
  (await browser.ok('GET', `/api/v1/grants?limit=200${query}`))['items'] as readonly GrantShown[]
const count = async (browser: Browser): Promise<number> => (await grants(browser)).length
const code = (answer: { readonly body: Readonly<Record<string, unknown>> }): unknown => answer.body['code']

const newRole = async (browser: Browser, name: string, permissions: readonly string[]): Promise<string> =>
  String((await browser.ok('POST', '/api/v1/roles', { name, permissions }))['id'])

/** A company with the position 工程师, held by 王伟. */
const engineers = async (t: TestContext) => {
  const founded = await foundedHouse(t)
  const { ruji, rootId, hire } = founded
  const positionId = String((await ruji.ok('POST', '/api/v1/positions', { name: '工程师' }))['id'])
  const wang = await hire('wangwei', '王伟')
  const departmentId = String(
    (await ruji.ok('POST', '/api/v1/departments', { parentId: rootId, name: '研发' }))['id'],
  )
  await ruji.ok('POST', `/api/v1/members/${wang.id}/appointments`, { departmentId, positionId })
  const path = `/api/v1/positions/${positionId}`
  const set = (items: readonly object[]) => ruji.ask('PUT', `${path}/template`, { items, because })
  return { ...founded, positionId, wang, path, set }
}

test('a template gives to whoever holds the position; set again it keeps what is there and ends what is left out', async (t) => {
  const { ruji, wang, path, set, positionId } = await engineers(t)
  const read = { right: permission('resource.read'), scope: { type: 'own-department' } }
  const write = { right: permission('resource.write'), scope: workspace }
  const first = await set([read, write])
  assert.deepEqual([first.body['given'], first.body['ended']], [2, 0])
  assert.equal(code(await set([write, read])), 'authority/nothing-changed')
  const mine = await wang.browser.ok('GET', '/api/v1/me/permissions')
  const rights = mine['rights'] as readonly { key: string; allowed: boolean }[]
  assert.equal(rights.find(({ key }) => key === 'resource.write')?.allowed, true)

  const second = await set([read])
  assert.deepEqual([second.body['given'], second.body['ended']], [0, 1])
  const template = await ruji.ok('GET', `${path}/template`)
  assert.deepEqual(
    (template['items'] as readonly { right: object; permissions: object }[]).map(
      ({ permissions }) => permissions,
    ),
    [['resource.read']],
  )
  assert.equal(template['holders'], 1)
  // What a template gives has no end: it goes with the position.
  const given = (await grants(ruji)).filter(({ subject }) => subject.id === positionId)
  assert.deepEqual(
    given.map(({ until }) => until),
    [null],
  )
})

test('who has more than their position gives, or less, is counted and named as drift', async (t) => {
  const { ruji, wang, path, set } = await engineers(t)
  await set([{ right: permission('resource.read'), scope: workspace }])
  assert.equal((await ruji.ok('GET', `${path}/template`))['drifted'], 0)
  const one = { subject: { type: 'member', id: wang.id }, scope: workspace, because }
  await ruji.ok('POST', '/api/v1/grants', { ...one, right: permission('resource.write') })
  await ruji.ok('POST', '/api/v1/restrictions', { ...one, right: permission('resource.read') })
  assert.equal((await ruji.ok('GET', `${path}/template`))['drifted'], 1)
  const { items } = await ruji.ok('GET', `${path}/drift`)
  assert.deepEqual(
    (items as readonly { member: { name: string }; extra: object; missing: object }[]).map(
      ({ member, extra, missing }) => [member.name, extra, missing],
    ),
    [['王伟', ['resource.write'], ['resource.read']]],
  )
})

test('a role that is held goes only when its grants end or go on with another; restrictions never just end', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const [wang, li] = [await hire('wangwei'), await hire('lilei')]
  const [reader, writer] = [
    await newRole(ruji, '读者', ['resource.read']),
    await newRole(ruji, '作者', ['resource.read', 'resource.write']),
  ]
  const give = (id: string) =>
    ruji.ok('POST', '/api/v1/grants', {
      subject: { type: 'member', id },
      right: role(reader),
      scope: workspace,
      because,
    })
  await give(wang.id)
  await give(li.id)
  assert.equal(code(await ruji.ask('DELETE', `/api/v1/roles/${reader}`)), 'authority/role-held')
  const holders = await ruji.ok('GET', `/api/v1/roles/${reader}/holders`)
  assert.equal((holders['items'] as readonly unknown[]).length, 2)
  const holdersOn = async (query: string) => {
    const page = await ruji.ok('GET', `/api/v1/roles/${reader}/holders?${query}`)
    const items = page['items'] as readonly { readonly subject: { readonly id: string } }[]
    return { ids: items.map(({ subject }) => subject.id), next: page['next'], total: page['total'] }
  }
  const first = await holdersOn('limit=1')
  const second = await holdersOn(`limit=1&cursor=${String(first.next)}`)
  assert.deepEqual([first.total, second.next], [2, null])
  assert.deepEqual([...first.ids, ...second.ids], [wang.id, li.id])
  assert.deepEqual((await holdersOn('search=LILEI')).ids, [li.id])
  const replace = (id: string, body: object) => ruji.ask('POST', `/api/v1/roles/${id}/replace`, body)
  assert.equal(code(await replace(reader, { by: reader, because })), 'authority/role-itself')
  const replaced = await replace(reader, { by: writer, because })
  assert.deepEqual([replaced.body['ended'], replaced.body['given']], [2, 2])
  const held = (await grants(ruji)).filter(({ right }) => right.id === writer)
  assert.deepEqual(new Set(held.map(({ subject }) => subject.id)), new Set([wang.id, li.id]))

  await ruji.ok('POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: li.id },
    right: role(writer),
    scope: workspace,
    because,
  })
  assert.equal(code(await replace(writer, { because })), 'authority/role-restricts')
})

test('many rights for many people are given or placed together, all or none', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const people = [await hire('wangwei'), await hire('lilei')]
  const subjects = people.map(({ id }) => ({ type: 'member', id }))
  const rights = [permission('resource.read'), permission('resource.write')]
  const before = await count(ruji)
  const body = { subjects, rights, scope: workspace, because }
  const wrong = { ...body, rights: [...rights, permission('perm.grant')] }
  assert.equal(code(await ruji.ask('POST', '/api/v1/grants/bulk', wrong)), 'authority/not-grantable')
  assert.equal(await count(ruji), before)
  const given = await ruji.ok('POST', '/api/v1/grants/bulk', body)
  assert.equal((given['ids'] as readonly string[]).length, 4)
  assert.equal(await count(ruji), before + 4)

  const restrictions = async (): Promise<number> =>
    ((await ruji.ok('GET', '/api/v1/restrictions'))['items'] as readonly unknown[]).length
  const gone = { type: 'member', id: '00000000-0000-7000-8000-000000000000' }
  const strange = { ...body, subjects: [...subjects, gone] }
  assert.equal((await ruji.ask('POST', '/api/v1/restrictions/bulk', strange)).status, 404)
  assert.equal(await restrictions(), 0)
  await ruji.ok('POST', '/api/v1/restrictions/bulk', body)
  assert.equal(await restrictions(), 4)
})

test('an end that is left out is what the risk suggests; null is without end; low risk has none', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const body = { subjects: [{ type: 'member', id }], scope: workspace, because }
  const rights = [permission('resource.read'), permission('resource.maintain')]
  await ruji.ok('POST', '/api/v1/grants/bulk', { ...body, rights })
  const days = (await grants(ruji, `&memberId=${id}`))
    .filter(({ subject }) => subject.id === id)
    .map(({ right, until, givenAt }) => [
      right.key,
      until === null ? null : Math.round((Date.parse(until) - Date.parse(givenAt)) / DAY_MS),
    ])
  assert.deepEqual(Object.fromEntries(days), { 'resource.read': null, 'resource.maintain': 90 })
  const forever = await ruji.ok('POST', '/api/v1/grants/bulk', {
    ...body,
    rights: [permission('resource.maintain')],
    until: null,
  })
  const [grantId] = forever['ids'] as readonly string[]
  assert.equal((await grants(ruji)).find((grant) => grant.id === grantId)?.until, null)
})

test('who may give temporary rights only gives for thirty days, not for longer and not without end', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const [lina, wang] = [await hire('lina'), await hire('wangwei')]
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: lina.id,
    tier: 'scoped',
    permissions: ['perm.grant.temp'],
    scope: workspace,
    ceiling: { permissions: ['resource.write'], reach: workspace },
    because,
  })
  const give = (until: string | null) =>
    lina.browser.ask('POST', '/api/v1/grants', {
      subject: { type: 'member', id: wang.id },
      right: permission('resource.write'),
      scope: workspace,
      until,
      because,
    })
  const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS - 60_000).toISOString()
  assert.equal((await give(inDays(31))).status, 403)
  assert.equal((await give(null)).status, 403)
  assert.equal((await give(inDays(30))).status, 200)
})

test('groups lie inside groups, never in a circle; counts follow, and removing one takes it out of the others', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const [wang, li] = [await hire('wangwei'), await hire('lilei')]
  const made = async (name: string): Promise<string> =>
    String((await ruji.ok('POST', '/api/v1/groups', { name }))['id'])
  const [outer, inner] = [await made('项目组'), await made('核心组')]
  const change = (id: string, body: object) => ruji.ask('POST', `/api/v1/groups/${id}/members`, body)
  assert.equal((await change(outer, { add: [wang.id], addGroups: [inner] })).status, 200)
  assert.equal((await change(inner, { add: [wang.id, li.id] })).status, 200)
  const shown = async (id: string) => {
    const { items } = await ruji.ok('GET', '/api/v1/groups')
    return (
      items as readonly { id: string; members: number; people: number; groups: readonly string[] }[]
    ).find((group) => group.id === id)
  }
  const before = await shown(outer)
  assert.deepEqual([before?.members, before?.people, before?.groups], [1, 2, [inner]])
  assert.equal(code(await change(inner, { addGroups: [outer] })), 'directory/group-circle')
  assert.equal(code(await change(outer, { addGroups: [outer] })), 'directory/group-circle')

  await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'group', id: outer },
    right: permission('resource.write'),
    scope: workspace,
    because,
  })
  const may = async (): Promise<unknown> => {
    const mine = await li.browser.ok('GET', '/api/v1/me/permissions')
    const rights = mine['rights'] as readonly { key: string; allowed: boolean }[]
    return rights.find(({ key }) => key === 'resource.write')?.allowed
  }
  assert.equal(await may(), true)
  await ruji.ok('DELETE', `/api/v1/groups/${inner}`)
  assert.equal(await may(), false)
  const after = await shown(outer)
  assert.deepEqual([after?.members, after?.people, after?.groups], [1, 1, []])
})
