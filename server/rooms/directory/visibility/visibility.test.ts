import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { PASSWORD, browserAt, foundedHouse } from '../../../testing/index.ts'
import type { Browser, Founded } from '../../../testing/index.ts'

const because = '测试需要'

/**
 * 如姬 founded 虎符科技 and sits in the company itself, as does 陈总. 王伟 works in 研发/平台, 张强 heads 研发, 周杰 works in
 * 销售, 孙丽 in 研发 and 销售, 李娜 in the company itself.
 */
type Who = 'chen' | 'wang' | 'zhang' | 'zhou' | 'sun' | 'lina'
type Where = 'dev' | 'platform' | 'sales'
type Office = Founded & {
  readonly id: Readonly<Record<Who, string>>
  readonly at: Readonly<Record<Where, string>>
  readonly enter: (who: Who) => Promise<Browser>
  readonly set: (terms: unknown) => Promise<string>
}

async function office(t: TestContext): Promise<Office> {
  const founded = await foundedHouse(t)
  const { ruji, rootId, house } = founded
  const make = async (path: string, body: unknown): Promise<string> =>
    String((await ruji.ok('POST', path, body))['id'])
  const dev = await make('/api/v1/departments', { parentId: rootId, name: '研发' })
  const at = {
    dev,
    platform: await make('/api/v1/departments', { parentId: dev, name: '平台' }),
    sales: await make('/api/v1/departments', { parentId: rootId, name: '销售' }),
  }
  const hire = (login: string, name: string, departmentId: string, phone: string, more: object = {}) =>
    make('/api/v1/members', { name, login, departmentId, phone, employeeNo: `E-${login}`, ...more })
  const id = {
    chen: await hire('chen', '陈总', rootId, '13800000001', { email: 'boss@hufu.example' }),
    wang: await hire('wang', '王伟', at.platform, '13800000002'),
    zhang: await hire('zhang', '张强', at.dev, '13800000003', { head: true }),
    zhou: await hire('zhou', '周杰', at.sales, '13800000004'),
    sun: await hire('sun', '孙丽', at.dev, '13800000005'),
    lina: await hire('lina', '李娜', rootId, '13800000006'),
  }
  await make(`/api/v1/members/${id.sun}/appointments`, { departmentId: at.sales })
  return {
    ...founded,
    id,
    at,
    async enter(who) {
      const invitation = await ruji.ok('POST', `/api/v1/members/${id[who]}/invitation`, {})
      const browser = browserAt(house.url)
      await browser.ok('POST', '/api/v1/activations', { code: invitation['code'], password: PASSWORD })
      return browser
    },
    set: (terms) => make('/api/v1/visibility', { terms, because }),
  }
}

const member = (id: string) => ({ type: 'member', id }) as const
const department = (id: string) => ({ type: 'department', id }) as const
type Row = Readonly<Record<string, unknown>> & { readonly name: string; readonly hidden: readonly string[] }

/** Names of the people a list shows, in no order, and their number as the list says it. */
async function people(who: Browser, query = ''): Promise<readonly string[]> {
  const page = await who.ok('GET', `/api/v1/members${query}`)
  const names = (page['items'] as readonly Row[]).map(({ name }) => name).toSorted()
  assert.equal(page['total'], names.length)
  return names
}

/** Departments as `name: people`, in the order of the tree. */
async function tree(who: Browser): Promise<readonly string[]> {
  const { names, members } = (await who.ok('GET', '/api/v1/departments')) as unknown as {
    readonly names: readonly string[]
    readonly members: readonly number[]
  }
  return names.map((name, at) => `${name}: ${members[at] ?? 0}`)
}

const codeOf = async (who: Browser, method: string, path: string, body?: unknown): Promise<unknown> =>
  (await who.ask(method, path, body)).body['code']

const everybody = ['周杰', '如姬', '孙丽', '张强', '李娜', '王伟', '陈总']

test('V1 V4 V14 a hidden person is nowhere: list, search, phone, card, manager, count, group; the named and the administrator see them', async (t) => {
  const { ruji, enter, set, id, rootId } = await office(t)
  await ruji.ok('PATCH', `/api/v1/members/${id.wang}`, { managerId: id.chen })
  const { id: groupId } = await ruji.ok('POST', '/api/v1/groups', { name: '班子' })
  await ruji.ok('POST', `/api/v1/groups/${String(groupId)}/members`, { add: [id.chen, id.zhou] })
  const [wang, lina] = [await enter('wang'), await enter('lina')]
  const before = await tree(wang)
  assert.deepEqual(before, ['虎符科技: 3', '销售: 2', '研发: 2', '平台: 1'])
  const card = await wang.ok('GET', `/api/v1/members/${id.wang}`)
  assert.equal(card['managerName'], '陈总')

  const ruleId = await set({ kind: 'hide', about: member(id.chen), viewers: [member(id.lina)] })
  const without = everybody.filter((name) => name !== '陈总')
  assert.deepEqual(await people(wang), without)
  assert.deepEqual(await tree(wang), ['虎符科技: 2', '销售: 2', '研发: 2', '平台: 1'])
  for (const search of ['陈总', 'chenz', 'cz', 'chen', '13800000001', 'E-chen'])
    assert.deepEqual(await people(wang, `?search=${encodeURIComponent(search)}`), [], search)
  assert.deepEqual(await people(wang, `?departmentId=${rootId}&below=false`), ['如姬', '李娜'])
  assert.equal(await codeOf(wang, 'GET', `/api/v1/members/${id.chen}`), 'directory/not-found')
  const mine = await wang.ok('GET', `/api/v1/members/${id.wang}`)
  assert.deepEqual([mine['managerId'], mine['managerName']], [null, null])
  const groups = (await wang.ok('GET', '/api/v1/groups'))['items'] as readonly { readonly members: number }[]
  assert.deepEqual(
    groups.map(({ members }) => members),
    [1],
  )
  const inGroup = await wang.ok('GET', `/api/v1/groups/${String(groupId)}/members`)
  assert.deepEqual(
    [(inGroup['items'] as readonly Row[]).map(({ name }) => name), inGroup['total']],
    [['周杰'], 1],
  )

  assert.deepEqual(await people(lina), everybody)
  assert.deepEqual(await people(ruji), everybody)
  assert.equal((await ruji.ok('GET', `/api/v1/members/${id.wang}`))['managerName'], '陈总')
  const chen = await enter('chen')
  assert.deepEqual(await people(chen), everybody)

  await ruji.ok('POST', `/api/v1/visibility/${ruleId}/end`, { because })
  assert.deepEqual([await people(wang), await tree(wang)], [everybody, before])
  assert.equal(
    await codeOf(ruji, 'POST', `/api/v1/visibility/${ruleId}/end`, { because }),
    'directory/visibility-ended',
  )
})

test('V5 V6 a hidden department is gone with all below it; who also works elsewhere is seen there only; its own people see it', async (t) => {
  const { ruji, enter, set, id, at, rootId } = await office(t)
  const [zhou, wang] = [await enter('zhou'), await enter('wang')]
  const { id: groupId } = await ruji.ok('POST', '/api/v1/groups', {
    name: '平台值班',
    departmentId: at.platform,
  })
  await set({ kind: 'hide', about: department(at.dev), viewers: [] })
  assert.deepEqual(await tree(zhou), ['虎符科技: 3', '销售: 2'])
  assert.deepEqual(await people(zhou), ['周杰', '如姬', '孙丽', '李娜', '陈总'])
  const sun = await zhou.ok('GET', `/api/v1/members/${id.sun}`)
  assert.deepEqual(
    (sun['appointments'] as readonly { readonly departmentName: string }[]).map(
      (each) => each.departmentName,
    ),
    ['销售'],
  )
  for (const hidden of [at.dev, at.platform])
    assert.equal(await codeOf(zhou, 'GET', `/api/v1/members?departmentId=${hidden}`), 'directory/not-found')
  assert.equal(await codeOf(zhou, 'GET', `/api/v1/members/${id.wang}`), 'directory/not-found')
  const groups = (await zhou.ok('GET', '/api/v1/groups'))['items'] as readonly Row[]
  assert.deepEqual(
    groups.map(({ id: one, departmentId }) => [one, departmentId]),
    [[groupId, null]],
  )
  assert.deepEqual(await people(wang), everybody)
  const root = { kind: 'hide', about: department(rootId), viewers: [] }
  assert.equal(
    await codeOf(ruji, 'POST', '/api/v1/visibility', { terms: root, because }),
    'directory/visibility-root',
  )
  assert.equal(await codeOf(ruji, 'DELETE', `/api/v1/groups/${String(groupId)}`), undefined)
})

test('V8 V9 V10 what a department sees: itself, itself and below, a list; every limit on an appointment holds, several appointments add up', async (t) => {
  const { ruji, enter, set, id, at, rootId } = await office(t)
  const [zhou, wang, sun, zhang] = [
    await enter('zhou'),
    await enter('wang'),
    await enter('sun'),
    await enter('zhang'),
  ]
  const limit = (
    about: string,
    reach: string,
    list: readonly unknown[] = [],
    viewers: readonly unknown[] = [],
  ) => ({ kind: 'limit', about: department(about), reach, list, viewers }) as const
  const ruleId = await set(limit(at.dev, 'itself'))
  assert.deepEqual(await people(wang), ['张强', '王伟'], 'their own department and the head above')
  assert.deepEqual(await tree(wang), ['虎符科技: 0', '研发: 1', '平台: 1'])
  assert.deepEqual(
    await people(zhang),
    ['如姬', '孙丽', '张强'],
    'whoever heads the company is the head above its heads',
  )
  assert.deepEqual(await people(sun), everybody, 'the appointment in sales is not limited')
  assert.deepEqual(await people(zhou), everybody)
  assert.equal(await codeOf(wang, 'GET', `/api/v1/members/${id.zhou}`), 'directory/not-found')
  assert.equal(await codeOf(wang, 'GET', `/api/v1/members?departmentId=${at.sales}`), 'directory/not-found')

  await ruji.ok('PATCH', `/api/v1/visibility/${ruleId}`, { terms: limit(at.dev, 'below'), because })
  assert.deepEqual(await people(zhang), ['如姬', '孙丽', '张强', '王伟'])
  await set(limit(at.platform, 'custom', [department(at.sales), member(id.chen)]))
  assert.deepEqual(await people(wang), ['张强', '王伟'], 'a second limit never widens the first')
  await ruji.ok('PATCH', `/api/v1/visibility/${ruleId}`, {
    terms: limit(at.dev, 'below', [], [member(id.wang)]),
    because,
  })
  assert.deepEqual(
    await people(wang),
    ['周杰', '孙丽', '张强', '王伟', '陈总'],
    'spared by the first, the list alone holds',
  )
  assert.deepEqual(await tree(wang), ['虎符科技: 1', '销售: 2', '研发: 2', '平台: 1'])
  await set(limit(rootId, 'itself'))
  assert.deepEqual(await people(zhou), ['周杰', '如姬', '孙丽'])
  assert.deepEqual(await people(ruji), everybody, 'an administrator sees whom they administer')
})

test('V11 V12 hidden fields come empty, are not searched by, and are read one by one with a reason that stays', async (t) => {
  const { ruji, enter, set, id, at } = await office(t)
  const [wang, zhou] = [await enter('wang'), await enter('zhou')]
  const fields = ['phone', 'email', 'login', 'employeeNo', 'manager', 'position']
  await set({ kind: 'fields', about: member(id.chen), fields, viewers: [department(at.sales)] })
  const card = await wang.ok('GET', `/api/v1/members/${id.chen}`)
  assert.deepEqual(
    [card['phone'], card['email'], card['login'], card['employeeNo'], card['managerName'], card['hidden']],
    [null, null, '', null, null, fields],
  )
  for (const search of ['E-chen', '13800000001'])
    assert.deepEqual(await people(wang, `?search=${search}`), [], search)
  assert.deepEqual(
    await people(wang, `?search=${encodeURIComponent('~chen')}`),
    ['陈总'],
    'by pinyin of the name',
  )
  assert.deepEqual(await people(wang, '?search=E-wang'), ['王伟'])
  assert.deepEqual(await people(zhou, '?search=E-chen'), ['陈总'])
  assert.equal((await zhou.ok('GET', `/api/v1/members/${id.chen}`))['email'], 'boss@hufu.example')

  const asAdministrator = await ruji.ok('GET', `/api/v1/members/${id.chen}`)
  assert.equal(asAdministrator['phone'], null)
  const reveal = `/api/v1/members/${id.chen}/reveal`
  assert.equal(await codeOf(wang, 'POST', reveal, { field: 'phone', because }), 'authority/not-administrator')
  assert.equal(await codeOf(ruji, 'POST', reveal, { field: 'phone', because: ' ' }), 'request/invalid')
  assert.equal((await ruji.ok('POST', reveal, { field: 'phone', because }))['value'], '13800000001')
  const chen = await enter('chen')
  assert.equal((await chen.ok('GET', `/api/v1/members/${id.chen}`))['email'], 'boss@hufu.example', 'oneself')
})

test('V15 V16 rules are set in one’s scope, about nobody of the same or a higher tier, and nobody widens their own limit', async (t) => {
  const { ruji, enter, set, id, at, rootId, creatorId } = await office(t)
  const [zhang, lina, wang] = [await enter('zhang'), await enter('lina'), await enter('wang')]
  const research = { type: 'departments', ids: [at.dev] }
  await ruji.ok('POST', '/api/v1/administrators', { memberId: id.lina, tier: 'super', because })
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: id.zhang,
    tier: 'scoped',
    permissions: ['org.visibility.manage'],
    scope: research,
    ceiling: { permissions: [], reach: research },
    because,
  })
  const post = (who: Browser, terms: unknown) => codeOf(who, 'POST', '/api/v1/visibility', { terms, because })
  const hide = (about: unknown) => ({ kind: 'hide', about, viewers: [] })
  assert.equal(await post(wang, hide(member(id.zhou))), 'authority/not-administrator')
  assert.equal(await post(zhang, hide(member(id.zhou))), 'authority/out-of-scope')
  assert.equal(await post(zhang, hide(member(id.wang))), undefined)
  assert.equal(await post(zhang, hide(member(id.zhang))), 'authority/higher-tier')
  assert.equal(await post(lina, hide(member(creatorId))), 'authority/higher-tier')
  assert.equal(await post(ruji, hide(member(creatorId))), undefined, 'the creator hides themself')
  const limit = (about: string) => ({
    kind: 'limit',
    about: department(about),
    reach: 'itself',
    list: [],
    viewers: [],
  })
  assert.equal(await post(lina, limit(rootId)), 'directory/visibility-peers')
  assert.equal(await post(ruji, limit(rootId)), undefined)
  const ruleId = await set(limit(at.dev))
  assert.equal(
    await codeOf(zhang, 'POST', `/api/v1/visibility/${ruleId}/end`, { because }),
    'directory/visibility-own',
  )
  const list = (await zhang.ok('GET', '/api/v1/visibility'))['items'] as readonly {
    readonly about: { readonly label: string }
  }[]
  assert.deepEqual(
    list.map(({ about }) => about.label),
    ['研发', '王伟'],
    'only what lies in the scope',
  )
  assert.equal(await codeOf(wang, 'GET', '/api/v1/visibility'), 'authority/not-administrator')
})

test('two administrators end a rule at once: one does, the other hears that it has ended', async (t) => {
  const { ruji, set, id } = await office(t)
  const ruleId = await set({ kind: 'hide', about: member(id.chen), viewers: [] })
  const end = () => ruji.ask('POST', `/api/v1/visibility/${ruleId}/end`, { because })
  const codes = (await Promise.all([end(), end()])).map(({ status, text }) =>
    text.includes('directory/visibility-ended') ? 'ended already' : String(status),
  )
  assert.deepEqual(codes.toSorted(), ['200', 'ended already'])
})

test('a preview shows the directory through somebody’s eyes, and weighing says how many it concerns', async (t) => {
  const { ruji, enter, set, id, at } = await office(t)
  for (const who of ['wang', 'zhou', 'sun', 'zhang', 'lina', 'chen'] as const) await enter(who)
  const terms = { kind: 'hide', about: department(at.dev), viewers: [member(id.lina)] }
  const weighed = await ruji.ok('POST', '/api/v1/visibility/weigh', { terms })
  assert.deepEqual(
    [weighed['viewers'], weighed['people']],
    [3, 3],
    '如姬, 陈总 and 周杰 would not see 张强, 孙丽 and 王伟',
  )
  await set(terms)
  const preview = (await ruji.ok('GET', `/api/v1/visibility/preview/${id.zhou}`)) as unknown as {
    readonly name: string
    readonly people: number
    readonly all: boolean
    readonly tree: { readonly names: readonly string[] }
  }
  assert.deepEqual([preview.name, preview.people, preview.all], ['周杰', 5, false])
  assert.deepEqual(preview.tree.names, ['虎符科技', '销售'])
  const page = await ruji.ok('GET', `/api/v1/visibility/preview/${id.zhou}/members?departmentId=${at.sales}`)
  assert.deepEqual((page['items'] as readonly Row[]).map(({ name }) => name).toSorted(), ['周杰', '孙丽'])
})

test('V21 a preview is no way around a rule: what is hidden from the one who looks stays hidden', async (t) => {
  const { ruji, enter, set, id, at } = await office(t)
  const [zhang] = [await enter('zhang'), await enter('wang'), await enter('zhou')]
  const scope = { type: 'departments', ids: [at.dev] }
  await ruji.ok('POST', '/api/v1/administrators', {
    memberId: id.zhang,
    tier: 'scoped',
    permissions: ['org.visibility.manage'],
    scope,
    ceiling: { permissions: [], reach: scope },
    because,
  })
  await set({ kind: 'hide', about: member(id.chen), viewers: [member(id.wang)] })
  await set({ kind: 'fields', about: member(id.wang), fields: ['phone', 'login'], viewers: [] })
  const text = await zhang.ask('GET', `/api/v1/visibility/preview/${id.wang}/members`)
  assert.equal(text.status, 200)
  for (const said of ['陈总', id.chen, '13800000002', '"wang"', 'boss@'])
    assert.ok(!text.text.includes(said), said)
  assert.equal(await codeOf(zhang, 'GET', `/api/v1/visibility/preview/${id.zhou}`), 'authority/out-of-scope')
})

test('V19 what a rule names is not removed under it', async (t) => {
  const { ruji, set, id, rootId } = await office(t)
  const { id: empty } = await ruji.ok('POST', '/api/v1/departments', { parentId: rootId, name: '空' })
  const { id: groupId } = await ruji.ok('POST', '/api/v1/groups', { name: '可见' })
  const viewers = [department(String(empty)), { type: 'group', id: String(groupId) }]
  const ruleId = await set({ kind: 'hide', about: member(id.chen), viewers })
  for (const path of [`/api/v1/departments/${String(empty)}`, `/api/v1/groups/${String(groupId)}`])
    assert.equal(await codeOf(ruji, 'DELETE', path), 'directory/still-in-rules')
  await ruji.ok('POST', `/api/v1/visibility/${ruleId}/end`, { because })
  assert.equal(await codeOf(ruji, 'DELETE', `/api/v1/departments/${String(empty)}`), undefined)
})
