/** Somebody changes jobs: what was given for the old one goes at once, after a grace, or stays with a reason. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'

const because = '转到市场'

async function setting(t: TestContext) {
  const it = await foundedHouse(t)
  const make = async (path: string, body: unknown): Promise<string> =>
    String((await it.ruji.ok('POST', path, body))['id'])
  const market = await make('/api/v1/departments', { parentId: it.rootId, name: '市场' })
  const seller = await make('/api/v1/positions', { name: '销售' })
  await it.ruji.ok('PUT', `/api/v1/positions/${seller}/template`, {
    items: [{ right: { type: 'permission', key: 'msg.cross_dept' }, scope: { type: 'workspace' } }],
    because,
  })
  const wang = await it.hire('wangwei', '王伟')
  const give = (key: string): Promise<string> =>
    make('/api/v1/grants', {
      subject: { type: 'member', id: wang.id },
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      because: '旧岗位需要',
    })
  const card = (await it.ruji.ok('GET', `/api/v1/members/${wang.id}`)) as unknown as {
    readonly appointments: readonly { readonly id: string }[]
  }
  const appointmentId = String(card.appointments[0]?.id)
  const open = async (): Promise<readonly string[]> => {
    const { items } = (await it.ruji.ok('GET', `/api/v1/grants?memberId=${wang.id}`)) as unknown as {
      readonly items: readonly { readonly id: string }[]
    }
    return items.map(({ id }) => id)
  }
  return { ...it, market, seller, wang, give, appointmentId, open }
}

test('N8 the dangerous of the old job ends with the move, the rest after five working days, and what the new job gives stays', async (t) => {
  const it = await setting(t)
  const high = await it.give('resource.admin')
  const rest = await it.give('resource.read')
  const common = await it.give('msg.cross_dept')
  const asked = { appointmentId: it.appointmentId, departmentId: it.market, positionId: it.seller }
  const seen = (await it.ruji.ok('POST', '/api/v1/plans/move/preview', asked)) as unknown as {
    readonly held: readonly { readonly id: string; readonly goes: string }[]
  }
  const goes = new Map(seen.held.map(({ id, goes: how }) => [id, how]))
  assert.deepEqual([goes.get(high), goes.get(rest), goes.get(common)], ['now', 'later', 'job'])
  assert.equal((await it.open()).length, 3, 'a preview does nothing')
  const { appointmentId, ...change } = asked
  const moved = (await it.ruji.ok('PATCH', `/api/v1/appointments/${appointmentId}`, {
    ...change,
    because,
  })) as unknown as {
    readonly dropped: readonly string[]
    readonly later: { readonly planId: string; readonly grantIds: readonly string[] }
  }
  assert.deepEqual(moved.dropped, [high])
  assert.deepEqual(moved.later.grantIds, [rest])
  assert.deepEqual((await it.open()).toSorted(), [rest, common].toSorted())
  const plan = await it.ruji.ok('GET', `/api/v1/plans/${moved.later.planId}`)
  assert.deepEqual([plan['what'], plan['reason'], plan['state']], ['grants', 'move', 'running'])
})

test('N8 the five days are days on which the company works, its own closed days left out', async (t) => {
  const it = await setting(t)
  const asked = { appointmentId: it.appointmentId, departmentId: it.market, positionId: it.seller }
  const due = async (): Promise<number> =>
    Date.parse(String((await it.ruji.ok('POST', '/api/v1/plans/move/preview', asked))['due']))
  const usual = await due()
  const DAY_MS = 86_400_000
  const holidays = Array.from({ length: 30 }, (_, ahead) =>
    new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10),
  )
  const terms = { zone: 'UTC', from: '09:00', until: '17:00', days: [1, 2, 3, 4, 5], holidays, workdays: [] }
  await it.ruji.ok('PUT', '/api/v1/working-time', terms)
  assert.ok((await due()) - Date.now() > 30 * DAY_MS)
  await it.ruji.ok('PUT', '/api/v1/working-time', { ...terms, days: [1, 2, 3, 4, 5, 6, 7], holidays: [] })
  assert.equal(Math.round(((await due()) - Date.now()) / DAY_MS), 5)
  assert.ok(usual - Date.now() > 5 * DAY_MS)
})

test('N8 what is kept is kept with a reason, and a change within the job takes nothing', async (t) => {
  const it = await setting(t)
  const high = await it.give('resource.admin')
  const path = `/api/v1/appointments/${it.appointmentId}`
  const same = await it.ruji.ok('PATCH', path, { head: true })
  assert.deepEqual([same['dropped'], same['later']], [[], null])
  const moved = await it.ruji.ok('PATCH', path, {
    departmentId: it.market,
    keep: [{ id: high, because: '交接期间仍需解散旧群' }],
  })
  assert.deepEqual([moved['dropped'], moved['later']], [[], null])
  assert.deepEqual(await it.open(), [high])
  const { rows } = await it.house.node.pool.query<{ event: string }>(
    "select event from ledger_entry where event = 'plan.kept@1'",
  )
  assert.equal(rows.length, 1)
})

test('N8 where nobody says why, the kind of reason says it in the language of whoever reads', async (t) => {
  const it = await setting(t)
  await it.give('resource.read')
  const moved = (await it.ruji.ok('PATCH', `/api/v1/appointments/${it.appointmentId}`, {
    departmentId: it.market,
  })) as unknown as { readonly later: { readonly planId: string } }
  assert.equal((await it.ruji.ok('GET', `/api/v1/plans/${moved.later.planId}`))['because'], '')
  const told = async (language: string) => {
    const { items } = (await it.wang.browser.ok('GET', '/api/v1/me/notices', undefined, {
      'accept-language': language,
    })) as unknown as { readonly items: readonly { readonly kind: string; readonly words: string }[] }
    return String(items.find(({ kind }) => kind === 'plan.made@1')?.words)
  }
  assert.match(await told('zh-CN'), /原因：调岗。/)
  assert.match(await told('en-US'), /: moved to other work\. /)
})

test('N2 N8 of what goes after the grace those are told whom it concerns: the person, and whoever they report to', async (t) => {
  const it = await setting(t)
  const leader = await it.hire('leader', '组长')
  await it.ruji.ok('PATCH', `/api/v1/members/${it.wang.id}`, { managerId: leader.id })
  await it.give('resource.read')
  await it.ruji.ok('PATCH', `/api/v1/appointments/${it.appointmentId}`, { departmentId: it.market, because })
  const told = async ({ browser }: typeof leader): Promise<readonly string[]> => {
    const { items } = (await browser.ok('GET', '/api/v1/me/notices', undefined, {
      'accept-language': 'zh-CN',
    })) as unknown as { readonly items: readonly { readonly kind: string; readonly words: string }[] }
    return items.filter(({ kind }) => kind === 'plan.made@1').map(({ words }) => words)
  }
  const [[mine = '', ...more], [theirs = '', ...others]] = [await told(it.wang), await told(leader)]
  assert.deepEqual([more, others], [[], []])
  assert.match(mine, /对你执行：结束授权。原因：转到市场/)
  assert.match(theirs, /对 王伟 执行：结束授权。原因：转到市场/)
})

test('N8 whoever may move people but not take their grants leaves them to those above, who are told', async (t) => {
  const it = await setting(t)
  await it.give('resource.admin')
  const mover = await it.hire('mover', '人事')
  const scope = { type: 'workspace' }
  await it.ruji.ok('POST', '/api/v1/administrators', {
    memberId: mover.id,
    tier: 'scoped',
    permissions: ['org.member.move', 'perm.view'],
    scope,
    ceiling: { permissions: [], reach: scope },
    because,
  })
  const moved = await mover.browser.ok('PATCH', `/api/v1/appointments/${it.appointmentId}`, {
    departmentId: it.market,
  })
  assert.deepEqual([moved['dropped'], moved['later'], moved['open']], [[], null, 1])
  assert.equal((await it.open()).length, 1)
  const { items } = (await it.ruji.ok('GET', '/api/v1/me/notices')) as unknown as {
    readonly items: readonly { readonly kind: string }[]
  }
  assert.ok(items.some(({ kind }) => kind === 'plan.move-open@1'))
})
