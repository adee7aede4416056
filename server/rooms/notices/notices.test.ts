import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Notice } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import {
  PASSWORD,
  because,
  criticalRoutes,
  foundedHouse,
  sleep,
  wireOf,
  deputy,
} from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'
import { tell } from './index.ts'

type Read = { readonly items: readonly Notice[]; readonly unread: number; readonly next: string | null }

const read = async (who: Browser, query = ''): Promise<Read> =>
  // The route answers exactly this.
  (await who.ok('GET', `/api/v1/me/notices${query}`)) as unknown as Read

/** 如姬 founded the company, 李娜 and 赵敏 are super administrators, 王伟 and 孙丽 work in it. */
async function setting(t: TestContext) {
  const it = await foundedHouse(t)
  const [lina, zhaomin, wangwei, sunli] = [
    await it.hire('lina', '李娜'),
    await it.hire('zhaomin', '赵敏'),
    await it.hire('wangwei', '王伟'),
    await it.hire('sunli', '孙丽'),
  ]
  for (const { id } of [lina, zhaomin])
    await it.ruji.ok('POST', '/api/v1/administrators', { memberId: id, tier: 'super', because: '值班' })
  await it.ruji.ok('POST', '/api/v1/roles', { name: '备勤', permissions: [] })
  for (const { browser } of [lina, zhaomin]) {
    const { items } = await read(browser)
    await browser.ok('POST', '/api/v1/me/notices/read', { ids: items.map(({ id }) => id) })
  }
  return { ...it, lina, zhaomin, wangwei, sunli }
}

type Setting = Awaited<ReturnType<typeof setting>>

/** Who did it, whom it concerns, and what had been told before where something had to be made ready. */
type Done = {
  readonly by: Browser
  readonly about: Browser | null
  readonly before?: readonly number[]
}

const topOf = ({ ruji, lina, zhaomin }: Setting): readonly Browser[] => [ruji, lina.browser, zhaomin.browser]
/** What they were told of critical acts; a plan also tells whom its people report to. */
const toldOf = async (who: Browser) =>
  (await read(who, '?limit=200')).items.filter(({ kind }) => kind === 'authority.critical-act@1')
const countsOf = (it: Setting): Promise<readonly number[]> =>
  Promise.all(topOf(it).map(async (who) => (await toldOf(who)).length))

/** A plan of somebody's leaving, on a day to come. */
async function planned(by: Browser, people: readonly { readonly id: string }[]): Promise<string> {
  const { id } = await by.ok('POST', '/api/v1/plans', {
    what: 'departure',
    people: people.map((one) => ({ who: one.id })),
    due: '2099-01-01T00:00:00Z',
    reason: 'leave',
    because,
  })
  return String(id)
}

/** Each route of the golden file, done by whoever may: the act, by whom, and whom it concerns. */
const acts: Readonly<Record<string, (it: Setting) => Promise<Done>>> = {
  'POST /api/v1/administrators': async ({ ruji, sunli }) => {
    await ruji.ok('POST', '/api/v1/administrators', { memberId: sunli.id, tier: 'super', because })
    return { by: ruji, about: sunli.browser }
  },
  'PATCH /api/v1/administrators/:administratorId': async (it) => {
    const { by, seat } = await deputy(it)
    await by.ok('PATCH', `/api/v1/administrators/${seat}`, { permissions: ['admin.view'], because })
    return { by, about: null }
  },
  'PUT /api/v1/administrators/heads': async (it) => {
    const { by } = await deputy(it)
    await by.ok('PUT', '/api/v1/administrators/heads', {
      enabled: true,
      permissions: ['admin.view'],
      ceiling: [],
      because,
    })
    return { by, about: null }
  },
  'POST /api/v1/members/:memberId/depart': async ({ lina, wangwei }) => {
    await lina.browser.ok('POST', `/api/v1/members/${wangwei.id}/depart`, { because })
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/members/:memberId/factors/reset': async ({ lina, hire }) => {
    const { id, browser } = await hire('lost')
    await lina.browser.ok('POST', `/api/v1/members/${id}/factors/reset`, { because })
    // Their sessions are over: they come back, where they have been before.
    await browser.ok('POST', '/api/v1/sessions', { login: 'lost', password: PASSWORD })
    return { by: lina.browser, about: browser }
  },
  'PUT /api/v1/protection': async ({ lina }) => {
    const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }
    await lina.browser.ok('PUT', '/api/v1/protection', { profile: 'standard', needs, because })
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/plans': async ({ lina, hire }) => {
    await planned(lina.browser, [await hire('planned')])
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/plans/:planId/agree': async (it) => {
    const people = await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((login) => it.hire(login)))
    const plan = await planned(it.lina.browser, people)
    const before = await countsOf(it)
    await it.zhaomin.browser.ok('POST', `/api/v1/plans/${plan}/agree`, { people: 6 })
    return { by: it.zhaomin.browser, about: null, before }
  },
  'POST /api/v1/plans/:planId/cancel': async (it) => {
    const plan = await planned(it.lina.browser, [await it.hire('stays')])
    const before = await countsOf(it)
    await it.lina.browser.ok('POST', `/api/v1/plans/${plan}/cancel`, { because })
    return { by: it.lina.browser, about: null, before }
  },
  'POST /api/v1/plans/:planId/carry-out': async (it) => {
    const plan = await planned(it.lina.browser, [await it.hire('goes')])
    const before = await countsOf(it)
    await it.lina.browser.ok('POST', `/api/v1/plans/${plan}/carry-out`, {})
    return { by: it.lina.browser, about: null, before }
  },
  'POST /api/v1/critical-acts/:revision/revert': async (it) => {
    const { browser } = it.lina
    await browser.ok('POST', '/api/v1/roles', { name: '试行', permissions: [] })
    const before = await countsOf(it)
    const { items } = (await browser.ok('GET', '/api/v1/critical-acts')) as {
      readonly items: readonly { readonly revision: number }[]
    }
    await browser.ok('POST', `/api/v1/critical-acts/${String(items[0]?.revision)}/revert`, { because })
    return { by: browser, about: null, before }
  },
  'POST /api/v1/ledger/export': async ({ lina }) => {
    await lina.browser.ok('POST', '/api/v1/ledger/export', {})
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/roles': async ({ lina }) => {
    await lina.browser.ok('POST', '/api/v1/roles', { name: '外勤', permissions: [] })
    return { by: lina.browser, about: null }
  },
  'PATCH /api/v1/roles/:roleId': async ({ lina }) => {
    await lina.browser.ok('PATCH', `/api/v1/roles/${await ownRole(lina.browser)}`, { name: '外勤二组' })
    return { by: lina.browser, about: null }
  },
  'DELETE /api/v1/roles/:roleId': async ({ lina }) => {
    await lina.browser.ok('DELETE', `/api/v1/roles/${await ownRole(lina.browser)}`)
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/roles/:roleId/replace': async ({ lina }) => {
    const path = `/api/v1/roles/${await ownRole(lina.browser, '备勤')}/replace`
    await lina.browser.ok('POST', path, { because })
    return { by: lina.browser, about: null }
  },
}

type Transfer = { readonly id: string; readonly hash: string; readonly heir: Browser }
const terms = ({ id, hash }: Transfer) => ({ path: `/api/v1/creator/transfers/${id}`, body: { hash } })

/** The top seat offered to somebody new, in the company as it is set up. */
async function offered({ ruji, hire }: Setting, consent = 'none'): Promise<Transfer> {
  const { current } = await ruji.ok('GET', '/api/v1/creator')
  if (current !== null) {
    const { id } = current as { readonly id: string }
    await ruji.ok('POST', `/api/v1/creator/transfers/${id}/cancel`, { because })
  }
  await ruji.ok('PUT', '/api/v1/creator/settings', { rankMin: null, consent, approvals: 1 })
  const { id: successorId, browser: heir } = await hire(`heir${newId().slice(-6)}`)
  const offer = { successorId, formerBecomes: 'super', because }
  const { id, hash } = await ruji.ok('POST', '/api/v1/creator/transfers', offer)
  return { id: String(id), hash: String(hash), heir }
}

async function accepted(transfer: Transfer): Promise<void> {
  const { duties } = (await transfer.heir.ok('GET', '/api/v1/creator')) as {
    readonly duties: readonly { readonly key: string }[]
  }
  const { path, body } = terms(transfer)
  await transfer.heir.ok('POST', `${path}/accept`, { ...body, duties: duties.map(({ key }) => key) })
}

/** From here on the company is strict. */
async function becomeStrict({ house, ruji, creatorId }: Setting): Promise<void> {
  const { workspace } = (await ruji.ok('GET', '/api/v1/me')) as {
    readonly workspace: { readonly id: string }
  }
  const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }
  const chosen = { name: 'protection.chosen@1', data: { profile: 'strict', needs } } as const
  await house.perform(
    { type: 'member', memberId: creatorId, sessionId: null },
    { name: 'test', kind: 'authority', workspaceId: workspace.id },
    (act) => {
      record(permit(act, 'sec.self.manage', { type: 'member', id: creatorId }), chosen)
      return Promise.resolve(null)
    },
  )
}

/** The acts of handing on the top seat, in an order in which each can be done. */
const ofTransfers: typeof acts = {
  'PUT /api/v1/creator/settings': async ({ ruji }) => {
    await ruji.ok('PUT', '/api/v1/creator/settings', { rankMin: null, consent: 'none', approvals: 1 })
    return { by: ruji, about: null }
  },
  'POST /api/v1/creator/transfers': async (it) => {
    const { id: successorId } = await it.hire('heir')
    const offer = { successorId, formerBecomes: 'super', because }
    await it.ruji.ok('POST', '/api/v1/creator/transfers', offer)
    return { by: it.ruji, about: null }
  },
  'POST /api/v1/creator/transfers/:transferId/approve': async (it) => {
    const { path, body } = terms(await offered(it, 'approvals'))
    const before = await countsOf(it)
    await it.lina.browser.ok('POST', `${path}/approve`, body)
    return { by: it.lina.browser, about: null, before }
  },
  'POST /api/v1/creator/transfers/:transferId/letter': async (it) => {
    const { path, body } = terms(await offered(it, 'letter'))
    const before = await countsOf(it)
    const content = Buffer.from('%PDF-1.7').toString('base64')
    await it.ruji.ok('POST', `${path}/letter`, { ...body, name: 'letter.pdf', content })
    return { by: it.ruji, about: null, before }
  },
  'POST /api/v1/creator/transfers/:transferId/revert/agree': async (it) => {
    const transfer = await offered(it)
    await accepted(transfer)
    await it.house.switchNow()
    await it.ruji.ok('POST', '/api/v1/sessions', { login: 'ruji', password: PASSWORD })
    const { path, body } = terms(transfer)
    await it.ruji.ok('POST', `${path}/revert`, { ...body, because })
    const before = await countsOf(it)
    await it.lina.browser.ok('POST', `${path}/revert/agree`, body)
    await it.house.switchNow()
    return { by: it.lina.browser, about: null, before }
  },
  'POST /api/v1/creator/transfers/:transferId/arm': async (it) => {
    await becomeStrict(it)
    const transfer = await offered(it)
    await accepted(transfer)
    const { path, body } = terms(transfer)
    const before = await countsOf(it)
    await it.ruji.ok('POST', `${path}/arm`, body)
    return { by: it.ruji, about: null, before }
  },
  'POST /api/v1/creator/transfers/:transferId/veto': async (it) => {
    const { path } = terms(await offered(it))
    const before = await countsOf(it)
    await it.lina.browser.ok('POST', `${path}/veto`, { because })
    return { by: it.lina.browser, about: null, before }
  },
}

/** A claim that the creator is gone, by one of the two super administrators, and the vote of the other one. */
const ofClaims: typeof acts = {
  'POST /api/v1/creator/claims': async ({ lina, sunli }) => {
    const evidence = [{ words: because }]
    await lina.browser.ok('POST', '/api/v1/creator/claims', { successorId: sunli.id, because, evidence })
    return { by: lina.browser, about: null }
  },
  'POST /api/v1/creator/claims/:claimId/vote': async ({ zhaomin }) => {
    const { items } = (await zhaomin.browser.ok('GET', '/api/v1/creator/claims')) as {
      readonly items: readonly { readonly id: string }[]
    }
    await zhaomin.browser.ok('POST', `/api/v1/creator/claims/${items[0]?.id ?? ''}/vote`, {})
    return { by: zhaomin.browser, about: null }
  },
}

async function ownRole(who: Browser, called = '外勤'): Promise<string> {
  const { items } = (await who.ok('GET', '/api/v1/roles')) as {
    readonly items: readonly { readonly id: string; readonly name: string }[]
  }
  return items.find(({ name }) => name.startsWith(called))?.id ?? ''
}

test('of every critical act on the list the creator, the super administrators and the person concerned are told', async (t) => {
  const it = await setting(t)
  const all = { ...acts, ...ofTransfers, ...ofClaims }
  assert.deepEqual(criticalRoutes().toSorted(), Object.keys(all).toSorted())
  for (const [name, act] of Object.entries(all)) {
    const earlier = await countsOf(it)
    const { by, about, before = earlier } = await act(it)
    for (const [at, who] of topOf(it).entries()) {
      assert.equal((await toldOf(who)).length - (before[at] ?? 0), who === by ? 0 : 1, `${name}: ${at}`)
    }
    if (about !== null) assert.equal((await read(about)).items.length, 1, name)
  }
})

test('a notice says who did what to whom and why, in the language of its reader, and where it stands in the ledger', async (t) => {
  const it = await setting(t)
  await it.lina.browser.ok('POST', `/api/v1/members/${it.wangwei.id}/depart`, { because: '个人原因' })
  const [english] = (await read(it.ruji)).items
  assert.equal(english?.kind, 'authority.critical-act@1')
  assert.match(
    `${english.title} ${english.words}`,
    /^Critical act: .*李娜 recorded the departure of 王伟: 个人原因$/,
  )
  const { items } = (await it.ruji.ok('GET', '/api/v1/me/notices', undefined, {
    'accept-language': 'zh-CN',
  })) as unknown as Read
  assert.match(
    [items[0]?.title, items[0]?.words].join(' '),
    /^关键操作：.*李娜 为 王伟 办理了离职，原因：个人原因$/,
  )
  const { rows } = await it.house.node.pool.query<{ event: string }>(
    "select event from ledger_entry where tree = 'authority' and index = $1",
    [english.entry?.index],
  )
  assert.deepEqual(rows, [{ event: 'member.departed@1' }])
  assert.equal(english.entry?.can.allowed, true)
})

test('of an act that changes no right it is told who did it', async (t) => {
  const { ruji, lina } = await setting(t)
  await lina.browser.ok('POST', '/api/v1/ledger/export', {})
  const [told] = (await read(ruji)).items
  assert.match([told?.title, told?.words].join(' '), /^Critical act: .*Export audit log.* Done by 李娜$/)
  assert.equal(told?.entry, null)
})

test('who is appointed is told so, without a door to the ledger that is not theirs', async (t) => {
  const { ruji, sunli } = await setting(t)
  await ruji.ok('POST', '/api/v1/administrators', { memberId: sunli.id, tier: 'super', because: '接班' })
  const { items, unread } = await read(sunli.browser)
  assert.equal(unread, 1)
  assert.match(String(items[0]?.words), /如姬 appointed 孙丽 super administrator: 接班/)
})

test('what was read stays read, others’ notices are not there, and pages follow each other', async (t) => {
  const { ruji, lina, zhaomin } = await setting(t)
  for (const name of ['外勤', '内勤', '值守'])
    await lina.browser.ok('POST', '/api/v1/roles', { name, permissions: [] })
  const first = await read(ruji, '?limit=2')
  assert.deepEqual([first.items.length, first.unread], [2, 3])
  const second = await read(ruji, `?limit=2&cursor=${String(first.next)}`)
  assert.deepEqual([second.items.length, second.next], [1, null])
  const ids = first.items.map(({ id }) => id)
  assert.equal((await zhaomin.browser.ok('POST', '/api/v1/me/notices/read', { ids }))['unread'], 3)
  assert.equal((await ruji.ok('POST', '/api/v1/me/notices/read', { ids }))['unread'], 1)
  assert.ok((await read(ruji)).items.filter(({ readAt }) => readAt !== null).length === 2)
})

test('whoever is entitled hears of it on the open line at once; whoever left by the act hears nothing', async (t) => {
  const it = await setting(t)
  const wires = [await wireOf(it.ruji), await wireOf(it.zhaomin.browser)]
  const [his, hers] = [await wireOf(it.wangwei.browser), await wireOf(it.sunli.browser)]
  await it.lina.browser.ok('POST', `/api/v1/members/${it.wangwei.id}/depart`, { because })
  for (const wire of wires) assert.ok(await wire.next('notice'))
  await his.closed()
  await sleep(200)
  for (const wire of [his, hers]) assert.equal(wire.frames.filter(({ type }) => type === 'notice').length, 0)
})

test('an act that does not happen tells nobody', async (t) => {
  const { ruji, lina, zhaomin } = await setting(t)
  await ruji.ok('POST', '/api/v1/roles', { name: '外勤', permissions: [] })
  const before = (await read(zhaomin.browser)).items.length
  assert.equal(
    (await lina.browser.ask('POST', '/api/v1/roles', { name: '外勤', permissions: [] })).status,
    409,
  )
  assert.equal((await read(zhaomin.browser)).items.length, before)
})

test('any room may tell members something in a transaction of its own; a kind nobody speaks of is shown by its name', async (t) => {
  const { ruji, house, creatorId, sunli } = await setting(t)
  const workspaceId = house.node.feed.known()[0]?.workspaceId ?? ''
  const wire = await wireOf(sunli.browser)
  await house.perform(
    { type: 'member', memberId: creatorId, sessionId: null },
    { name: 'test', kind: 'content', workspaceId },
    async (act) => {
      const tally = permit(act, 'audit.self.view', { type: 'member', id: creatorId })
      await tell(tally, { to: [sunli.id, sunli.id], kind: 'test.happened@1', data: { count: 1 } })
      return null
    },
  )
  const { noticeId } = await wire.next('notice')
  const { items } = await read(sunli.browser)
  assert.deepEqual(
    items.map(({ id, title, words, entry }) => ({ id, title, words, entry })),
    [{ id: noticeId, title: 'test.happened@1', words: '', entry: null }],
  )
  assert.ok((await read(ruji)).items.every(({ kind }) => kind !== 'test.happened@1'))
})
