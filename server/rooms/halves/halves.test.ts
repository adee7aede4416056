import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { STEP_UP_HEADER } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import {
  PASSWORD,
  actOf,
  agreedHalf,
  askForHalf,
  because,
  browserAt,
  criticalRoutes,
  foundedHouse,
  makeStrict,
  withHalf,
  codeOf,
  deputy,
} from '../../testing/index.ts'
import type { Browser, Asked } from '../../testing/index.ts'
import { NEEDED, threeAbove } from './halves-fixture.ts'

/** As above; 王伟 works in it, and there is a role. */
async function setting(t: TestContext) {
  const it = await threeAbove(t)
  const wangwei = await it.hire('wangwei', '王伟')
  const { id: roleId } = await it.ruji.ok('POST', '/api/v1/roles', { name: '备勤', permissions: [] })
  return { ...it, wangwei, roleId: String(roleId) }
}

type Setting = Awaited<ReturnType<typeof setting>>
const role: Asked = ['POST', '/api/v1/roles', { name: '外勤', permissions: [] }]
const workspaceIdOf = ({ house }: Setting): string => house.node.feed.known()[0]?.workspaceId ?? ''

test('in a strict company a critical act takes a second person who has agreed to it, and both stand in the ledger', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const refused = await it.ruji.ask(...role)
  assert.equal(refused.status, 403)
  assert.equal(refused.body['code'], NEEDED)
  assert.deepEqual(refused.body['details'], {
    act: 'admin.role.manage',
    target: { type: 'workspace' },
    seconders: 2,
  })
  const asked = await askForHalf(it.ruji, role)
  assert.equal(asked.state, 'waiting')
  assert.equal(codeOf(await withHalf(it.ruji, role, asked.id)), NEEDED)
  const agreed = await it.lina.browser.ok('POST', `/api/v1/halves/${asked.id}/agree`, {
    hash: asked.act.hash,
  })
  assert.equal(agreed['state'], 'agreed')
  assert.equal(codeOf(await withHalf(it.ruji, role, asked.id)), 'done')
  const { rows } = await it.house.node.pool.query<{ proof: unknown }>(
    `select leaf::jsonb -> 'proof' as proof from ledger_entry
     where tree = 'authority' and event in ('half.agreed@1', 'role.created@1') order by index desc limit 2`,
  )
  const [done, agreement] = rows.map(({ proof }) => proof as Record<string, unknown>)
  assert.equal(done?.['method'], 'password')
  assert.deepEqual(done['second'], { memberId: it.lina.id, method: 'password', id: agreement?.['id'] })
  const used = await it.lina.browser.ok('GET', `/api/v1/halves/${asked.id}`)
  assert.equal(used['state'], 'used')
})

test('where the company is not strict, or nobody else could do it, nobody is asked', async (t) => {
  const it = await setting(t)
  assert.equal(codeOf(await it.ruji.ask(...role)), 'done')
  const act = { method: role[0], path: role[1], body: JSON.stringify(role[2]) }
  const asked = await it.ruji.ask('POST', '/api/v1/halves', { act, because })
  assert.equal(asked.body['code'], 'half/not-needed')
  const alone = await foundedHouse(t)
  await makeStrict(alone)
  assert.equal(codeOf(await alone.ruji.ask(...role)), 'done')
  const { id } = await alone.hire('sunli')
  assert.equal(
    codeOf(await alone.ruji.ask('POST', '/api/v1/administrators', { memberId: id, tier: 'super', because })),
    'done',
  )
})

/** Every critical route of the golden file as somebody would ask it: made ready before the company is strict. */
const acts: Readonly<
  Record<string, (it: Setting) => Promise<{ readonly by: Browser; readonly asked: Asked }>>
> = {
  'POST /api/v1/administrators': async (it) => {
    const { id } = await it.hire('chosen')
    return {
      by: it.ruji,
      asked: ['POST', '/api/v1/administrators', { memberId: id, tier: 'super', because }],
    }
  },
  'PATCH /api/v1/administrators/:administratorId': async (it) => {
    const { by, seat } = await deputy(it)
    return {
      by,
      asked: ['PATCH', `/api/v1/administrators/${seat}`, { permissions: ['admin.view'], because }],
    }
  },
  'PUT /api/v1/administrators/heads': async (it) => {
    const { by } = await deputy(it)
    const heads = { enabled: true, permissions: ['admin.view'], ceiling: [], because }
    return { by, asked: ['PUT', '/api/v1/administrators/heads', heads] }
  },
  'POST /api/v1/members/:memberId/depart': async (it) => {
    const { id } = await it.hire('leaver')
    return { by: it.lina.browser, asked: ['POST', `/api/v1/members/${id}/depart`, { because }] }
  },
  'POST /api/v1/plans': async (it) => ({
    by: it.lina.browser,
    asked: ['POST', '/api/v1/plans', planOf([await it.hire('planned')])],
  }),
  'POST /api/v1/plans/:planId/cancel': async (it) => {
    const { id } = await it.lina.browser.ok('POST', '/api/v1/plans', planOf([await it.hire('stays')]))
    return { by: it.lina.browser, asked: ['POST', `/api/v1/plans/${String(id)}/cancel`, { because }] }
  },
  'POST /api/v1/plans/:planId/carry-out': async (it) => {
    const { id } = await it.lina.browser.ok('POST', '/api/v1/plans', planOf([await it.hire('goes')]))
    return { by: it.lina.browser, asked: ['POST', `/api/v1/plans/${String(id)}/carry-out`, {}] }
  },
  'POST /api/v1/members/:memberId/factors/reset': async (it) => {
    const { id } = await it.hire('lost')
    return { by: it.lina.browser, asked: ['POST', `/api/v1/members/${id}/factors/reset`, { because }] }
  },
  'POST /api/v1/ledger/export': async (it) => {
    await it.ruji.ok('POST', '/api/v1/ledger/verify', {})
    return { by: it.lina.browser, asked: ['POST', '/api/v1/ledger/export', {}] }
  },
  'POST /api/v1/roles': (it) =>
    Promise.resolve({
      by: it.lina.browser,
      asked: ['POST', '/api/v1/roles', { name: '值守', permissions: [] }],
    }),
  'PATCH /api/v1/roles/:roleId': (it) =>
    Promise.resolve({
      by: it.lina.browser,
      asked: ['PATCH', `/api/v1/roles/${it.roleId}`, { name: '备勤二组' }],
    }),
  'DELETE /api/v1/roles/:roleId': async (it) => {
    const { id } = await it.ruji.ok('POST', '/api/v1/roles', { name: '临时', permissions: [] })
    return { by: it.lina.browser, asked: ['DELETE', `/api/v1/roles/${String(id)}`] }
  },
  'POST /api/v1/roles/:roleId/replace': async (it) => {
    const { id } = await it.ruji.ok('POST', '/api/v1/roles', { name: '旧组', permissions: [] })
    return { by: it.lina.browser, asked: ['POST', `/api/v1/roles/${String(id)}/replace`, { because }] }
  },
}

/**
 * Told elsewhere: these have a second person of their own, take back what another one here has done, belong to a ceremony in
 * which others have their say, or end the strictness that is tried here.
 */
const elsewhere = [
  'POST /api/v1/plans/:planId/agree',
  'POST /api/v1/critical-acts/:revision/revert',
  'POST /api/v1/creator/claims',
  'POST /api/v1/creator/claims/:claimId/vote',
  'POST /api/v1/creator/transfers',
  'POST /api/v1/creator/transfers/:transferId/approve',
  'POST /api/v1/creator/transfers/:transferId/arm',
  'POST /api/v1/creator/transfers/:transferId/letter',
  'POST /api/v1/creator/transfers/:transferId/revert/agree',
  'POST /api/v1/creator/transfers/:transferId/veto',
  'PUT /api/v1/creator/settings',
  'PUT /api/v1/protection',
]

const planOf = (people: readonly { readonly id: string }[]) => ({
  what: 'departure',
  people: people.map(({ id }) => ({ who: id })),
  due: '2099-01-01T00:00:00Z',
  reason: 'leave',
  because,
})

test('W1 W2 each critical route is refused without a half, with one of another body, and with one used up', async (t) => {
  const it = await setting(t)
  assert.deepEqual(criticalRoutes().toSorted(), [...Object.keys(acts), ...elsewhere].toSorted())
  const ready = []
  for (const [name, act] of Object.entries(acts)) ready.push({ name, ...(await act(it)) })
  await makeStrict(it)
  for (const { name, by, asked } of ready) {
    const second = by === it.lina.browser ? it.zhaomin.browser : it.lina.browser
    assert.equal(codeOf(await by.ask(...asked)), NEEDED, name)
    const half = await agreedHalf(by, second, asked)
    const [method, path, body] = asked
    const other: Asked = [method, path, `${JSON.stringify(body)} `]
    if (body !== undefined)
      assert.equal(codeOf(await withHalf(by, other, half)), NEEDED, `${name}: other bytes`)
    assert.equal(
      codeOf(await withHalf(by, [method, `${path}?`, body], half)),
      NEEDED,
      `${name}: other address`,
    )
    assert.notEqual(codeOf(await withHalf(it.wangwei.browser, asked, half)), 'done', `${name}: by another`)
    assert.equal(codeOf(await withHalf(by, asked, half)), 'done', name)
    assert.notEqual(codeOf(await withHalf(by, asked, half)), 'done', `${name}: once more`)
  }
})

test('W4 a second person who has lost the right, or is suspended, stands behind nothing any more', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const first = await agreedHalf(it.ruji, it.lina.browser, role)
  const second = await agreedHalf(it.ruji, it.zhaomin.browser, role)
  await it.ruji.ok('POST', `/api/v1/members/${it.lina.id}/suspend`, { because })
  assert.equal(codeOf(await withHalf(it.ruji, role, first)), NEEDED)
  await it.ruji.ok('POST', `/api/v1/members/${it.lina.id}/restore`, { because })
  await it.ruji.ok('POST', `/api/v1/administrators/${it.seats[0] ?? ''}/end`, { because })
  assert.equal(codeOf(await withHalf(it.ruji, role, first)), NEEDED)
  assert.equal(codeOf(await withHalf(it.ruji, role, second)), 'done')
})

test('W2 the half is the person’s and not the session’s: a new sign-in may use it, nobody else', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const half = await agreedHalf(it.lina.browser, it.ruji, role)
  const elsewhere = browserAt(it.house.url, new Map(), PASSWORD)
  await elsewhere.ok('POST', '/api/v1/sessions', { login: 'lina', password: PASSWORD })
  assert.equal(codeOf(await withHalf(it.zhaomin.browser, role, half)), NEEDED)
  assert.equal(codeOf(await withHalf(elsewhere, role, half)), 'done')
})

test('W2 of fifty who use a half at the same moment exactly one does the act', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const half = await agreedHalf(it.ruji, it.lina.browser, role)
  const node = await it.open()
  const careful = [it.house.url, node.url].map((url) => browserAt(url, it.ruji.cookies))
  const tokens: string[] = []
  for (let round = 0; round < 50; round += 1) {
    const proved = { proof: { method: 'password', password: PASSWORD }, act: actOf(...role) }
    tokens.push(String((await it.ruji.ok('POST', '/api/v1/me/step-ups', proved))['token']))
  }
  const answers = await Promise.all(
    tokens.map((token, at) => withHalf(careful[at % 2] ?? it.ruji, role, half, { [STEP_UP_HEADER]: token })),
  )
  const codes = answers.map(codeOf)
  assert.equal(codes.filter((code) => code === 'done').length, 1, codes.join(' '))
  assert.equal(codes.filter((code) => code === NEEDED).length, 49, codes.join(' '))
})

test('an act that was refused has not used up its half, and after a day it is none', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const half = await agreedHalf(it.ruji, it.lina.browser, role)
  const other = await agreedHalf(it.ruji, it.lina.browser, role)
  assert.equal(codeOf(await withHalf(it.ruji, role, half)), 'done')
  assert.equal(codeOf(await withHalf(it.ruji, role, other)), 'authority/name-taken')
  assert.equal((await it.ruji.ok('GET', `/api/v1/halves/${other}`))['state'], 'agreed')
  await it.house.node.pool.query("update half set until = until - interval '1 day 1 second'")
  assert.equal(codeOf(await withHalf(it.ruji, role, other)), NEEDED)
  assert.equal((await it.ruji.ok('GET', `/api/v1/halves/${other}`))['state'], 'lapsed')
})

test('W3 nobody stands behind their own act, behind another than was shown, or without being able to do it', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const { id, act } = await askForHalf(it.ruji, role)
  const agree = (who: Browser, hash: string) => who.ask('POST', `/api/v1/halves/${id}/agree`, { hash })
  assert.equal(codeOf(await agree(it.ruji, act.hash)), 'half/own')
  assert.equal(codeOf(await agree(it.wangwei.browser, act.hash)), 'half/not-found')
  assert.equal(codeOf(await agree(it.lina.browser, '00'.repeat(32))), 'half/other-act')
  const careful = browserAt(it.house.url, it.lina.browser.cookies)
  assert.equal(codeOf(await agree(careful, act.hash)), 'identity/step-up-needed')
  assert.equal((await it.wangwei.browser.ask('GET', `/api/v1/halves/${id}`)).status, 404)
  assert.equal(codeOf(await agree(it.lina.browser, act.hash)), 'done')
  assert.equal(codeOf(await agree(it.zhaomin.browser, act.hash)), 'half/not-now')
})

test('both see the same, names in place of ids, and each may do what is theirs to do', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const asked: Asked = ['POST', `/api/v1/members/${it.wangwei.id}/depart`, { because: '个人原因' }]
  const { id } = await askForHalf(it.lina.browser, asked)
  const seen = async (who: Browser, language: string): Promise<HalfView> =>
    // The route answers exactly this.
    (await who.ok('GET', `/api/v1/halves/${id}`, undefined, {
      'accept-language': language,
    })) as unknown as HalfView
  const hers = await seen(it.lina.browser, 'zh-CN')
  const theirs = await seen(it.ruji, 'zh-CN')
  assert.deepEqual(hers.act, theirs.act)
  assert.deepEqual(theirs.act.words, ['删除成员', '成员：王伟', '说明：个人原因'])
  assert.deepEqual((await seen(it.ruji, 'en-US')).act.words, [
    'Delete people',
    'Member: 王伟',
    'Because: 个人原因',
  ])
  assert.deepEqual([hers.may.answer.allowed, hers.may.withdraw.allowed], [false, true])
  assert.deepEqual([theirs.may.answer.allowed, theirs.may.withdraw.allowed], [true, false])
  assert.equal(theirs.act.body, JSON.stringify(asked[2]))
})

test('whoever could stand behind it is told and led there, and whoever asked hears the answer', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const { id } = await askForHalf(it.lina.browser, role)
  const told = async (who: Browser) => {
    const { items } = (await who.ok('GET', '/api/v1/me/notices')) as {
      readonly items: readonly { readonly kind: string; readonly words: string; readonly leads: unknown }[]
    }
    return items.filter(({ kind }) => kind.startsWith('half.'))
  }
  for (const who of [it.ruji, it.zhaomin.browser]) {
    const [one] = await told(who)
    assert.match(one?.words ?? '', /^李娜 asks you to stand behind “.*”: 请一起看$/)
    assert.deepEqual(one?.leads, { kind: 'half', id, mine: false })
  }
  assert.deepEqual(await told(it.wangwei.browser), [])
  const careful = browserAt(it.house.url, it.zhaomin.browser.cookies)
  await careful.ok('POST', `/api/v1/halves/${id}/refuse`, { because: '不需要' })
  const [answer] = await told(it.lina.browser)
  assert.match(answer?.words ?? '', /^赵敏 refused “.*”: 不需要$/)
  assert.equal(codeOf(await withHalf(it.lina.browser, role, id)), NEEDED)
})

test('whoever has asked withdraws it, and whoever has agreed may think better of it until it is used', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const first = await agreedHalf(it.ruji, it.lina.browser, role)
  await it.lina.browser.ok('POST', `/api/v1/halves/${first}/refuse`, { because: '看错了' })
  assert.equal(codeOf(await withHalf(it.ruji, role, first)), NEEDED)
  const second = await agreedHalf(it.ruji, it.lina.browser, role)
  assert.equal(
    codeOf(await it.zhaomin.browser.ask('POST', `/api/v1/halves/${second}/refuse`, { because })),
    'half/not-now',
  )
  await it.ruji.ok('POST', `/api/v1/halves/${second}/withdraw`)
  assert.equal(codeOf(await withHalf(it.ruji, role, second)), NEEDED)
  const { items } = (await it.ruji.ok('GET', '/api/v1/halves?state=withdrawn')) as {
    readonly items: readonly HalfView[]
  }
  assert.deepEqual(
    items.map(({ id }) => id),
    [second],
  )
})

test('nobody is asked to stand behind what would be refused as it stands, and whoever asks is told why', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const ask = (who: Browser, method: string, path: string, body: string) =>
    who.ask('POST', '/api/v1/halves', { act: { method, path, body }, because })
  const taken = JSON.stringify({ name: '备勤', permissions: [] })
  assert.equal(codeOf(await ask(it.ruji, 'POST', '/api/v1/roles', taken)), 'authority/name-taken')
  assert.equal(
    codeOf(await ask(it.wangwei.browser, 'POST', '/api/v1/roles', JSON.stringify(role[2]))),
    'authority/not-administrator',
  )
  assert.equal(codeOf(await ask(it.ruji, 'POST', '/api/v1/roles', '{')), 'half/not-so')
  assert.equal(codeOf(await ask(it.ruji, 'POST', '/api/v1/nowhere', '')), 'half/not-so')
  assert.equal(codeOf(await ask(it.ruji, 'POST', '/api/v1/halves', '{}')), 'half/not-needed')
  const harmless = JSON.stringify({ locale: 'zh-CN' })
  assert.equal(codeOf(await ask(it.ruji, 'PATCH', '/api/v1/me', harmless)), 'half/not-needed')
  const { items } = (await it.ruji.ok('GET', '/api/v1/roles')) as { readonly items: readonly unknown[] }
  assert.equal((await it.house.node.pool.query('select from half')).rowCount, 0)
  assert.ok(items.length > 0 && workspaceIdOf(it) !== '')
})
