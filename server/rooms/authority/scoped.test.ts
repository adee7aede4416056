/** Scoped administrators: what lists show them, how they appoint in turn, and seats that begin later. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'

const because = '测试'
const workspace = { type: 'workspace' } as const
const within = (...ids: readonly string[]) => ({ type: 'departments', ids }) as const
const codeOf = (answer: { readonly body: Readonly<Record<string, unknown>> }): unknown => answer.body['code']

type Rule = { readonly id: string; readonly subject: { readonly type: string; readonly id?: string } }
type Page = { readonly items: readonly Rule[]; readonly next: string | null }

const page = async (browser: Browser, path: string): Promise<Page> => {
  const { items, next } = await browser.ok('GET', path)
  return { items: items as readonly Rule[], next: next as string | null }
}

/** Everything of a list, read in pages of one. */
async function oneByOne(browser: Browser, path: string): Promise<readonly Rule[]> {
  const rules: Rule[] = []
  let cursor: string | null = null
  do {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`
    const { items, next }: Page = await page(browser, `${path}?limit=1${from}`)
    assert.equal(items.length, 1, 'no page is short because of what is left out of it')
    rules.push(...items)
    cursor = next
  } while (cursor !== null)
  return rules
}

const subjectsOf = (rules: readonly Rule[]): readonly string[] =>
  rules.map(({ subject }) => subject.id ?? subject.type)

/** East with Shanghai below it, south beside it; 许清欢 administers by seats that the test gives her. */
async function regions(t: TestContext) {
  const founded = await foundedHouse(t)
  const { ruji, rootId, hire } = founded
  const department = async (name: string, parentId = rootId) =>
    String((await ruji.ok('POST', '/api/v1/departments', { parentId, name }))['id'])
  const east = await department('华东区')
  const shanghai = await department('上海组', east)
  const south = await department('华南区')
  const place = async (memberId: string, departmentId: string) => {
    const { appointments } = await ruji.ok('GET', `/api/v1/members/${memberId}`)
    const [{ id } = { id: '' }] = appointments as readonly { readonly id: string }[]
    await ruji.ok('PATCH', `/api/v1/appointments/${id}`, { departmentId })
  }
  const comes = async (login: string, departmentId: string) => {
    const person = await hire(login)
    await place(person.id, departmentId)
    return person
  }
  const seat = async (memberId: string, permissions: readonly string[], more: object = {}) => {
    const body = { memberId, tier: 'scoped', permissions, because, ...more }
    return String((await ruji.ok('POST', '/api/v1/administrators', body))['id'])
  }
  const xu = await comes('xuqinghuan', east)
  return { ...founded, east, shanghai, south, comes, place, seat, xu }
}

const rule = (type: string, id: string | undefined, key: string) => ({
  subject: id === undefined ? { type } : { type, id },
  right: { type: 'permission', key },
  scope: workspace,
  because,
})

test('A44 a scoped administrator lists the rules about the people, departments and groups of their scope, and no sign of others', async (t) => {
  const { ruji, xu, east, shanghai, south, comes, place, seat } = await regions(t)
  const [fang, ma] = [await comes('fangyuan', shanghai), await comes('machao', south)]
  const group = async (name: string, departmentId: string) =>
    String((await ruji.ok('POST', '/api/v1/groups', { name, departmentId }))['id'])
  const [inEast, inSouth] = [await group('东区值班', east), await group('南区值班', south)]
  const subjects: readonly (readonly [string, string | undefined])[] = [
    ['member', fang.id],
    ['member', ma.id],
    ['department', shanghai],
    ['department', south],
    ['group', inEast],
    ['group', inSouth],
    ['everyone', undefined],
  ]
  const seen = [inEast, shanghai, fang.id]
  await seat(xu.id, ['perm.view'], { scope: within(east) })
  for (const [path, key] of [
    ['/api/v1/grants', 'resource.read'],
    ['/api/v1/restrictions', 'resource.write'],
  ] as const) {
    for (const [type, id] of subjects) await ruji.ok('POST', path, rule(type, id, key))
    assert.deepEqual(subjectsOf(await oneByOne(xu.browser, path)), seen)
    const of = await page(xu.browser, `${path}?permission=${key}&limit=3`)
    assert.deepEqual([subjectsOf(of.items), of.next], [seen, null], 'nothing hints at a further page')
    assert.deepEqual(await page(xu.browser, `${path}?permission=msg.dm`), { items: [], next: null })
    assert.equal((await ruji.ok('GET', `${path}?permission=${key}`))['next'], null)
    assert.equal((await page(ruji, `${path}?permission=${key}`)).items.length, subjects.length)
    assert.equal((await ma.browser.ask('GET', path)).status, 403)
  }

  // Whoever comes into the scope is listed from then on, whoever leaves it no more.
  await place(ma.id, east)
  await place(fang.id, south)
  assert.deepEqual(subjectsOf(await oneByOne(xu.browser, '/api/v1/grants')), [inEast, shanghai, ma.id])
  await ruji.ok('POST', '/api/v1/restrictions', rule('member', xu.id, 'perm.view'))
  assert.equal(codeOf(await xu.browser.ask('GET', '/api/v1/grants')), 'authority/restricted')
})

test('A44 ended rules are listed by the same scope, and an office that is over or to come opens no list', async (t) => {
  const { ruji, xu, east, south, comes, seat } = await regions(t)
  const [fang, ma] = [await comes('fangyuan', east), await comes('machao', south)]
  for (const { id } of [fang, ma]) {
    const grant = await ruji.ok('POST', '/api/v1/grants', rule('member', id, 'resource.read'))
    await ruji.ok('POST', `/api/v1/grants/${String(grant['id'])}/end`, { because })
  }
  const later = { from: '2099-01-01T00:00:00.000Z' }
  await seat(xu.id, ['perm.view'], { scope: within(south), ...later })
  assert.equal((await xu.browser.ask('GET', '/api/v1/grants?ended=true')).status, 403)
  await seat(xu.id, ['perm.view'], { scope: within(east) })
  const { items } = await page(xu.browser, '/api/v1/grants?ended=true')
  assert.deepEqual(subjectsOf(items), [fang.id])
})

test('a seat may begin later: until then it gives nothing, and an end before its beginning is refused', async (t) => {
  const { ruji, xu, east, comes, seat } = await regions(t)
  const fang = await comes('fangyuan', east)
  const [from, until] = ['2099-01-01T00:00:00.000Z', '2099-02-01T00:00:00.000Z']
  const id = await seat(xu.id, ['org.member.disable'], { scope: within(east), from, until })
  const at = async (time: string) => {
    const asked = {
      subject: { type: 'member', id: xu.id },
      action: { name: 'org.member.disable' },
      resource: { type: 'member', id: fang.id },
      context: { time },
    }
    return (await ruji.ok('POST', '/access/v1/evaluation', asked))['decision']
  }
  assert.deepEqual(
    await Promise.all([at('2098-12-31T23:59:59Z'), at(from), at('2099-01-31T00:00:00Z'), at(until)]),
    [false, true, true, false],
  )
  const { items } = await ruji.ok('GET', `/api/v1/administrators?memberId=${xu.id}`)
  assert.deepEqual(
    (items as readonly { from: string; inForce: boolean }[]).map((one) => [one.from, one.inForce]),
    [[from, false]],
  )

  const change = (body: object) => ruji.ask('PATCH', `/api/v1/administrators/${id}`, { ...body, because })
  assert.equal(codeOf(await change({ until: from })), 'authority/times-reversed')
  const backwards = { memberId: fang.id, tier: 'scoped', permissions: ['perm.view'], scope: within(east) }
  assert.equal(
    codeOf(
      await ruji.ask('POST', '/api/v1/administrators', { ...backwards, from: until, until: from, because }),
    ),
    'authority/times-reversed',
  )
  assert.equal((await change({ from: null })).status, 200)
  assert.equal(await at('2098-12-31T23:59:59Z'), true)
})

test('A29 a delegate who names no ceiling appoints somebody who may hand out nothing, inside the delegate’s own ceiling', async (t) => {
  const { ruji, xu, east, shanghai, comes, seat } = await regions(t)
  const [fang, ma] = [await comes('fangyuan', shanghai), await comes('machao', shanghai)]
  const office = ['admin.assign', 'admin.delegate', 'admin.view', 'perm.view', 'perm.grant']
  const delegate = (reach: object) =>
    seat(xu.id, office, { scope: within(east), ceiling: { permissions: ['resource.read'], reach } })
  const ceilings = async (memberId: string) => {
    const { items } = await ruji.ok('GET', `/api/v1/administrators?memberId=${memberId}`)
    return (items as readonly { ceiling: object }[]).map(({ ceiling }) => ceiling)
  }
  const appoint = (memberId: string, scope: object) =>
    xu.browser.ok('POST', '/api/v1/administrators', {
      memberId,
      tier: 'scoped',
      permissions: ['perm.view', 'perm.grant'],
      scope,
      because,
    })
  const first = await delegate(within(east))
  await appoint(fang.id, within(shanghai))
  assert.deepEqual(await ceilings(fang.id), [{ permissions: [], reach: within(shanghai) }])
  await ruji.ok('POST', `/api/v1/administrators/${first}/end`, { because })

  // She may give in Shanghai only, and manages all of the east.
  await delegate(within(shanghai))
  await appoint(ma.id, within(east))
  assert.deepEqual(await ceilings(ma.id), [{ permissions: [], reach: within(shanghai) }])
  const gift = { ...rule('member', fang.id, 'resource.read'), scope: within(shanghai) }
  assert.equal((await ma.browser.ask('POST', '/api/v1/grants', gift)).status, 403)
})
