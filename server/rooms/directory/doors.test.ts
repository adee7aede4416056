import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'
import type { Browser, Founded } from '../../testing/index.ts'

type Import = {
  readonly id: string
  readonly state: string
  readonly code: string | null
  readonly reason: string | null
  readonly encoding: string | null
  readonly dialect: string | null
  readonly ignored: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly leaving: { readonly departures: number; readonly suspensions: number }
  readonly applied: { readonly state: string } | null
}

const bytesFrom = async (who: Browser, path: string): Promise<Response> =>
  fetch(`${who.url}${path}`, { headers: { cookie: cookieOf(who), 'sec-fetch-site': 'same-origin' } })

const cookieOf = (who: Browser): string =>
  [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

async function upload(
  who: Browser,
  bytes: Uint8Array<ArrayBuffer> | string,
  fileName = '通讯录.csv',
): Promise<Response> {
  return fetch(`${who.url}/api/v1/imports?fileName=${encodeURIComponent(fileName)}`, {
    method: 'POST',
    headers: {
      cookie: cookieOf(who),
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/octet-stream',
      'accept-language': 'zh-CN',
    },
    body: bytes,
  })
}

async function ready(who: Browser, id: string): Promise<Import> {
  for (let tries = 0; tries < 500; tries++) {
    const view = (await who.ok('GET', `/api/v1/imports/${id}`)) as unknown as Import
    if (view.state !== 'reading') return view
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('the file is still being read')
}

/** Uploads and gives the preview, which must come to be. */
async function previewed(who: Browser, bytes: Uint8Array<ArrayBuffer> | string): Promise<Import> {
  const response = await upload(who, bytes)
  const text = await response.text()
  assert.equal(response.status, 200, text)
  // The answer is the contract's import view.
  return ready(who, (JSON.parse(text) as Import).id)
}

const wecom =
  '姓名,帐号,别名,职务,部门,性别,手机,个人邮箱,部门负责人,直属上级\n韩梅梅,hanmm,梅,工程师,虎符科技/研发部,女,13800000009,han@example.com,是,\n林涛,lintao,,,虎符科技/研发部/一组,男,13800000010,,否,韩梅梅(hanmm)\n,nobody,,,虎符科技,,,,,\n'

const company = async (t: Parameters<typeof foundedHouse>[0]): Promise<Founded> => foundedHouse(t)

test('a file is uploaded, previewed row by row, applied and reported over HTTP', async (t) => {
  const { ruji } = await company(t)
  const preview = await previewed(ruji, wecom)
  assert.equal(preview.state, 'ready')
  assert.deepEqual([preview.encoding, preview.dialect, preview.ignored], ['UTF-8', 'wecom', ['别名', '性别']])
  assert.deepEqual(preview.counts, { new: 2, changed: 0, unchanged: 0, refused: 1, departments: 2 })
  const rows = (await ruji.ok('GET', `/api/v1/imports/${preview.id}/rows?outcome=refused`)) as unknown as {
    items: readonly { row: number; reason: string }[]
  }
  assert.deepEqual(
    rows.items.map((row) => [row.row, row.reason]),
    [[4, 'The name is empty']],
  )
  const done = (await ruji.ok('POST', `/api/v1/imports/${preview.id}/commit`, {})) as unknown as Import
  assert.deepEqual([done.state, done.applied?.state], ['committed', 'applied'])
  const found = (await ruji.ok('GET', '/api/v1/members?search=lintao')) as unknown as {
    items: readonly { name: string; id: string }[]
    total: number
  }
  assert.deepEqual([found.total, found.items[0]?.name], [1, '林涛'])
  const card = await ruji.ok('GET', `/api/v1/members/${found.items[0]?.id ?? ''}`)
  assert.equal(card['managerName'], '韩梅梅')
  const again = await ruji.ask('POST', `/api/v1/imports/${preview.id}/commit`, {})
  assert.deepEqual([again.status, again.body['code']], [409, 'directory/import-not-ready'])
  const list = (await ruji.ok('GET', '/api/v1/imports')) as unknown as { items: readonly Import[] }
  assert.equal(list.items.length, 1)
})

test('a file that says who leaves takes nothing of them; it lists them with their last day, until they have left', async (t) => {
  const { ruji, hire } = await company(t)
  const wang = await hire('wangwei', '王伟')
  const li = await hire('lina', '李娜')
  const file =
    '姓名,登录名,状态,最后工作日,手机\n王伟,wangwei,离职,2026/3/31,13800000009\n李娜,lina,停用,,\n走了,gone,离职,,\n'
  const preview = await previewed(ruji, file)
  assert.deepEqual(preview.leaving, { departures: 1, suspensions: 1 })
  assert.deepEqual(preview.counts, { new: 0, changed: 1, unchanged: 1, refused: 1, departments: 0 })
  const done = (await ruji.ok('POST', `/api/v1/imports/${preview.id}/commit`, {})) as unknown as Import
  assert.deepEqual([done.state, done.leaving], ['committed', preview.leaving])
  for (const { id } of [wang, li])
    assert.equal((await ruji.ok('GET', `/api/v1/members/${id}`))['status'], 'active')
  const path = `/api/v1/imports/${preview.id}/leaving`
  const due = '2026-03-31T15:59:59.000Z'
  assert.deepEqual(await ruji.ok('GET', path), {
    items: [
      { what: 'departure', memberId: wang.id, login: 'wangwei', name: '王伟', due },
      { what: 'suspension', memberId: li.id, login: 'lina', name: '李娜', due: null },
    ],
  })
  assert.equal((await wang.browser.ask('GET', path)).status, 403)
  await ruji.ok('POST', `/api/v1/members/${wang.id}/depart`, { because: '离职' })
  const left = (await ruji.ok('GET', path)) as unknown as { items: readonly { login: string }[] }
  assert.deepEqual(
    left.items.map(({ login }) => login),
    ['lina'],
  )
})

test('a change between preview and commit makes the preview anew', async (t) => {
  const { ruji, rootId } = await company(t)
  const preview = await previewed(ruji, wecom)
  await ruji.ok('POST', '/api/v1/departments', { parentId: rootId, name: '研发部' })
  const refused = await ruji.ask('POST', `/api/v1/imports/${preview.id}/commit`, {})
  assert.deepEqual([refused.status, refused.body['code']], [409, 'directory/import-changed'])
  const anew = await ready(ruji, preview.id)
  assert.deepEqual([anew.state, anew.counts['departments']], ['ready', 1])
  const done = (await ruji.ok('POST', `/api/v1/imports/${preview.id}/commit`, {})) as unknown as Import
  assert.equal(done.state, 'committed')
})

test('a file that cannot be read is refused in the reader’s language; a cancelled one changes nothing', async (t) => {
  const { ruji } = await company(t)
  const broken = await previewed(ruji, '姓名,登录名\n"王')
  assert.deepEqual([broken.state, broken.code], ['refused', 'directory/import-cut'])
  assert.match(broken.reason ?? '', /cut short/)
  const preview = await previewed(ruji, wecom)
  const gone = (await ruji.ok('DELETE', `/api/v1/imports/${preview.id}`)) as unknown as Import
  assert.equal(gone.state, 'cancelled')
  const late = await ruji.ask('POST', `/api/v1/imports/${preview.id}/commit`, {})
  assert.equal(late.body['code'], 'directory/import-not-ready')
  assert.equal(((await ruji.ok('GET', '/api/v1/members')) as unknown as { total: number }).total, 1)
})

test('who may not import or export is refused, and hears nothing of other people’s imports', async (t) => {
  const { ruji, hire } = await company(t)
  const preview = await previewed(ruji, wecom)
  const { browser } = await hire('wang')
  assert.equal((await upload(browser, wecom)).status, 403)
  assert.equal((await browser.ask('GET', `/api/v1/imports/${preview.id}`)).status, 403)
  assert.equal((await browser.ask('POST', `/api/v1/imports/${preview.id}/commit`, {})).status, 403)
  assert.equal((await bytesFrom(browser, '/api/v1/directory/export?format=csv')).status, 403)
  assert.equal((await browser.ask('GET', '/api/v1/departments')).status, 200)
})

test('the export and the template are files, and the export imports as unchanged', async (t) => {
  const { ruji } = await company(t)
  const preview = await previewed(ruji, wecom)
  await ruji.ok('POST', `/api/v1/imports/${preview.id}/commit`, {})
  for (const format of ['csv', 'xlsx']) {
    const response = await bytesFrom(ruji, `/api/v1/directory/export?format=${format}`)
    assert.match(response.headers.get('content-disposition') ?? '', /attachment/)
    const same = await previewed(ruji, new Uint8Array(await response.arrayBuffer()))
    assert.deepEqual(same.counts, { new: 0, changed: 0, unchanged: 3, refused: 0, departments: 0 })
    const template = await bytesFrom(ruji, `/api/v1/imports/template?format=${format}&locale=en-US`)
    const empty = await previewed(ruji, new Uint8Array(await template.arrayBuffer()))
    assert.equal(empty.code, 'directory/import-no-rows')
  }
})

test('departments, people, appointments, positions and groups are kept over HTTP', async (t) => {
  const { ruji, rootId } = await company(t)
  const dev = await ruji.ok('POST', '/api/v1/departments', { parentId: rootId, name: '研发部' })
  await ruji.ok('PATCH', `/api/v1/departments/${String(dev['id'])}`, { name: '产品部' })
  const position = await ruji.ok('POST', '/api/v1/positions', { name: '工程师' })
  const han = await ruji.ok('POST', '/api/v1/members', {
    name: '韩',
    login: 'han',
    departmentId: dev['id'],
    positionId: position['id'],
  })
  const memberId = String(han['id'])
  await ruji.ok('PATCH', `/api/v1/members/${memberId}`, { phone: '13800000001', email: null })
  const group = await ruji.ok('POST', '/api/v1/groups', { name: '篮球队' })
  await ruji.ok('POST', `/api/v1/groups/${String(group['id'])}/members`, { add: [memberId] })
  const inGroup = (await ruji.ok('GET', `/api/v1/groups/${String(group['id'])}/members`)) as unknown as {
    items: readonly { name: string }[]
  }
  assert.deepEqual(
    inGroup.items.map((each) => each.name),
    ['韩'],
  )
  const tree = (await ruji.ok('GET', '/api/v1/departments')) as unknown as { names: readonly string[] }
  assert.deepEqual(tree.names, ['虎符科技', '产品部'])
  const suspended = await ruji.ok('POST', `/api/v1/members/${memberId}/suspend`, { because: '休假' })
  assert.equal((suspended['applied'] as { state: string }).state, 'applied')
  await ruji.ok('POST', `/api/v1/members/${memberId}/restore`, { because: '回来' })
  await ruji.ok('POST', `/api/v1/members/${memberId}/depart`, { because: '离职' })
  const gone = await ruji.ask('DELETE', `/api/v1/departments/${rootId}`)
  assert.equal(gone.body['code'], 'directory/root-fixed')
  assert.equal((await ruji.ask('GET', '/api/v1/members/0199b1c0-0000-7000-8000-000000000000')).status, 404)
})
