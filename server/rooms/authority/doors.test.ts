/** Authority over HTTP: the profile of a person, explanations, AuthZEN, and what a page may show. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'

type Right = {
  readonly key: string
  readonly allowed: boolean
  readonly because: string
  readonly sources: readonly { readonly kind: string; readonly label: string }[]
}
const rightOf = (profile: Readonly<Record<string, unknown>>, key: string): Right => {
  const found = (profile['rights'] as readonly Right[]).find((right) => right.key === key)
  assert.ok(found !== undefined, `${key} is on the profile`)
  return found
}
const evaluation = (id: string, name: string, more: object = {}) => ({
  subject: { type: 'member', id },
  action: { name },
  resource: { type: 'workspace', id: 'x' },
  ...more,
})

test('the profile of a person names every right with its source, and what was lost, when, by whom and why', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei', '王伟')
  const before = await ruji.ok('GET', `/api/v1/members/${id}/permissions`)
  assert.equal(rightOf(before, 'file.download').allowed, true)
  assert.deepEqual(
    rightOf(before, 'file.download').sources.map(({ kind }) => kind),
    ['grant'],
  )
  await ruji.ok('POST', '/api/v1/revocations', {
    memberId: id,
    reason: 'move',
    permissions: ['file.download'],
    because: '转岗',
  })
  const mine = await browser.ok('GET', '/api/v1/me/permissions')
  assert.deepEqual(
    { allowed: rightOf(mine, 'file.download').allowed, because: rightOf(mine, 'file.download').because },
    { allowed: false, because: 'authority/restricted' },
  )
  const [lost] = mine['lost'] as readonly { key: string; by: string; because: string }[]
  assert.deepEqual(
    { key: lost?.key, by: lost?.by, because: lost?.because },
    { key: 'file.download', by: '如姬', because: '转岗' },
  )
})

test('what came by a group and ended, and a seat one no longer has, are told as lost, by whom and why', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei', '王伟')
  const group = String((await ruji.ok('POST', '/api/v1/groups', { name: '运维组' }))['id'])
  await ruji.ok('POST', `/api/v1/groups/${group}/members`, { add: [id] })
  const give = async (key: string) =>
    ruji.ok('POST', '/api/v1/grants', {
      subject: { type: 'group', id: group },
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      because: '值班',
    })
  const end = async (grant: Readonly<Record<string, unknown>>) =>
    ruji.ok('POST', `/api/v1/grants/${String(grant['id'])}/end`, { because: '值班结束' })
  // He downloads by the baseline all the same, so that is not lost.
  await end(await give('file.download'))
  const held = await give('resource.read')
  const why = await ruji.ok('POST', '/api/v1/decisions/explain', {
    memberId: id,
    permission: 'resource.read',
    target: { type: 'workspace' },
  })
  const [path] = why['paths'] as readonly { stations: readonly { kind: string }[]; can: unknown }[]
  assert.deepEqual(
    path?.stations.map(({ kind }) => kind),
    ['member', 'group', 'permission', 'grant', 'scope'],
  )
  assert.deepEqual(path?.can, { allowed: true, because: 'granted' })
  await end(held)
  const seat = await ruji.ok('POST', '/api/v1/administrators', {
    memberId: id,
    tier: 'scoped',
    permissions: ['perm.view'],
    scope: { type: 'workspace' },
    ceiling: { permissions: [], reach: { type: 'workspace' } },
    because: '代班',
  })
  await ruji.ok('POST', `/api/v1/administrators/${String(seat['id'])}/end`, { because: '代班结束' })
  const { lost } = await browser.ok('GET', '/api/v1/me/permissions')
  assert.deepEqual(
    (lost as readonly { key: string; by: string; because: string }[]).map(
      ({ key, by, because }) => `${key} ${by} ${because}`,
    ),
    ['perm.view 如姬 代班结束', 'resource.read 如姬 值班结束'],
  )
})

test('one sees one’s own rights; those of others only with perm.view', async (t) => {
  const { hire, creatorId } = await foundedHouse(t)
  const { id, browser } = await hire('wangwei')
  await browser.ok('GET', `/api/v1/members/${id}/permissions`)
  assert.equal((await browser.ask('GET', `/api/v1/members/${creatorId}/permissions`)).status, 403)
  assert.equal((await browser.ask('GET', '/api/v1/grants')).status, 403)
})

test('AuthZEN answers by id and by login, for now and for another instant, and unknown things are a plain no', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const ask = async (body: object) => (await ruji.ok('POST', '/access/v1/evaluation', body))['decision']
  assert.equal(await ask(evaluation(id, 'msg.dm')), true)
  assert.equal(await ask(evaluation('wangwei', 'msg.dm')), true)
  assert.equal(await ask(evaluation('wangwei', 'perm.grant')), false)
  assert.equal(await ask(evaluation('nobody', 'msg.dm')), false)
  assert.equal(await ask(evaluation('wangwei', 'msg.unknown')), false)
  const role = {
    subject: { type: 'member', id },
    right: { type: 'permission', key: 'resource.write' },
    scope: { type: 'workspace' },
    from: '2031-01-01T00:00:00Z',
    until: '2032-01-01T00:00:00Z',
    because: '明年的项目',
  }
  await ruji.ok('POST', '/api/v1/grants', role)
  assert.equal(await ask(evaluation(id, 'resource.write')), false)
  assert.equal(
    await ask(evaluation(id, 'resource.write', { context: { time: '2031-06-01T00:00:00Z' } })),
    true,
  )
  assert.equal(
    await ask(evaluation(id, 'resource.write', { context: { time: '2032-01-01T00:00:00Z' } })),
    false,
  )
  assert.equal((await ruji.ask('POST', '/access/v1/evaluation', { subject: { type: 'member' } })).status, 400)
})

test('AuthZEN is discovered without signing in', async (t) => {
  const { house } = await foundedHouse(t)
  const found = await fetch(`${house.url}/.well-known/authzen-configuration`)
  assert.equal(found.status, 200)
  const { access_evaluation_endpoint: endpoint } = (await found.json()) as {
    access_evaluation_endpoint: string
  }
  assert.match(endpoint, /\/access\/v1\/evaluation$/)
})

test('an external resource with its levels as roles answers for a group member at that resource only', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  await ruji.ok('POST', '/api/v1/resources', {
    kind: 'repository',
    id: 'hufu/server',
    name: 'server',
    departmentId: null,
  })
  await ruji.ok('POST', '/api/v1/resources', {
    kind: 'repository',
    id: 'hufu/web',
    name: 'web',
    departmentId: null,
  })
  const group = await ruji.ok('POST', '/api/v1/groups', { name: '平台组' })
  await ruji.ok('POST', `/api/v1/groups/${String(group['id'])}/members`, { add: [id] })
  const role = await ruji.ok('POST', '/api/v1/roles', {
    name: '写入',
    permissions: ['resource.read', 'resource.write'],
  })
  await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'group', id: group['id'] },
    right: { type: 'role', id: role['id'] },
    scope: { type: 'resource', kind: 'repository', id: 'hufu/server' },
    because: '仓库权限',
  })
  const may = async (resource: string) =>
    (
      await ruji.ok('POST', '/access/v1/evaluation', {
        subject: { type: 'member', id },
        action: { name: 'resource.write' },
        resource: { type: 'repository', id: resource },
      })
    )['decision']
  assert.deepEqual(
    [await may('hufu/server'), await may('hufu/web'), await may('hufu/none')],
    [true, false, false],
  )
})

test('a resource that a grant still names is not forgotten, so that no grant comes to life again later', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const server = { kind: 'repository', id: 'hufu/server' }
  await ruji.ok('POST', '/api/v1/resources', { ...server, name: 'server', departmentId: null })
  const grant = await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'member', id },
    right: { type: 'permission', key: 'resource.read' },
    scope: { type: 'resource', ...server },
    because: '仓库权限',
  })
  const kept = await ruji.ask('POST', '/api/v1/resources/remove', server)
  assert.equal(kept.status, 409)
  assert.equal(kept.body['code'], 'authority/still-spoken-of')
  await ruji.ok('POST', `/api/v1/grants/${String(grant['id'])}/end`, { because: '仓库归档' })
  await ruji.ok('POST', '/api/v1/resources/remove', server)
})

test('why not, in words: the missing piece and who could give it', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const { id } = await hire('wangwei')
  const why = await ruji.ok('POST', '/api/v1/decisions/explain', {
    memberId: id,
    permission: 'resource.admin',
    target: { type: 'workspace' },
  })
  assert.equal(why['because'], 'authority/not-granted')
  assert.deepEqual(
    (why['whoCouldGive'] as readonly { name: string }[]).map(({ name }) => name),
    ['如姬'],
  )
})

test('under a restriction, who could help are those who may lift it, and not everybody who may give', async (t) => {
  const { ruji, hire, rootId } = await foundedHouse(t)
  const wang = await hire('wangwei', '王伟')
  const chen = await hire('chen', '陈会计')
  const scope = { type: 'departments', ids: [rootId] }
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: chen.id,
    tier: 'scoped',
    permissions: ['perm.grant'],
    scope,
    ceiling: { permissions: ['file.download'], reach: scope },
    because: '代班',
  })
  await ruji.ok('POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: wang.id },
    right: { type: 'permission', key: 'file.download' },
    scope: { type: 'workspace' },
    because: '审计期间',
  })
  const why = await ruji.ok('POST', '/api/v1/decisions/explain', {
    memberId: wang.id,
    permission: 'file.download',
    target: { type: 'department', id: rootId },
  })
  assert.equal(why['because'], 'authority/restricted')
  assert.deepEqual(
    (why['whoCouldGive'] as readonly { name: string }[]).map(({ name }) => name),
    ['如姬'],
  )
})

test('O2 where there is one super administrator for a time, a second one is for good', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const appoint = async (login: string, more: object) =>
    ruji.ask('POST', '/api/v1/administrators', {
      memberId: (await hire(login)).id,
      tier: 'super',
      because: '值班',
      ...more,
    })
  assert.equal((await appoint('lina', { until })).status, 200)
  const second = await appoint('zhaomin', { until })
  assert.deepEqual([second.status, second.body['code']], [409, 'authority/supers-run-out'])
  assert.equal((await appoint('sunli', {})).status, 200)
})

test('administrators come page by page, by name or one alone, and all who are in force stand in the chart', async (t) => {
  const { ruji, hire } = await foundedHouse(t)
  for (const login of ['wangwei', 'sunli', 'zhaolei']) {
    const { id } = await hire(login)
    const body = { memberId: id, tier: 'super', because: '值班' }
    await ruji.ok('POST', '/api/v1/administrators', body)
  }
  type Page = { readonly items: readonly { id: string; memberName: string }[]; readonly next: string | null }
  const read = async (query: string) => {
    const page = await ruji.ok('GET', `/api/v1/administrators?${query}`)
    return page as unknown as Page & { readonly total: number }
  }
  const whole = await read('')
  const ids: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const page: Page = await read(`limit=3${next === '' ? '' : `&cursor=${next}`}`)
    ids.push(...page.items.map(({ id }) => id))
    next = page.next
  }
  assert.equal(whole.total, 4)
  assert.deepEqual(
    ids,
    whole.items.map(({ id }) => id),
  )
  const [newest] = whole.items
  assert.ok(newest !== undefined)
  const named = await read(`search=${encodeURIComponent(newest.memberName)}`)
  assert.ok(named.items.some(({ id }) => id === newest.id))
  assert.ok(named.items.every(({ memberName }) => memberName.includes(newest.memberName)))
  await ruji.ok('POST', `/api/v1/administrators/${newest.id}/end`, { because: '值班结束' })
  assert.equal((await read('')).total, 3)
  assert.equal((await read(`administratorId=${newest.id}`)).items[0]?.id, newest.id)
  const chart = (await ruji.ok('GET', '/api/v1/administrators/chart')) as unknown as Page
  assert.deepEqual(
    chart.items.map(({ id }) => id),
    ids.slice(1),
  )
})
