/** Asking for rights, on two servers: routed, decided, refused, appealed, given for a time. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browserAt, cluster, endingWith } from '../../testing/index.ts'
import type { Answer, Cluster, Player } from '../../testing/index.ts'

const PASSWORD = 'nine yellow lanterns'
const file = endingWith(after)
let it: Cluster
const KEY = 'file.download'
const because = '发布公告需要提醒所有人'

before(async () => {
  it = await cluster(file)
  // 孙丽 heads research, so whoever works there reports to her; 张强 may decide requests of his people.
  const sunli = (await it.ok(0, 'lina', 'GET', `/api/v1/members/${it.id.sunli}`)) as never as Card
  await it.ok(0, 'lina', 'PATCH', `/api/v1/appointments/${String(sunli.appointments[0]?.id)}`, { head: true })
})

type Card = { readonly appointments: readonly { readonly id: string }[] }
type View = {
  readonly id: string
  readonly state: string
  readonly termsHash: string
  readonly stages: readonly {
    readonly who: string
    readonly state: string
    readonly people: readonly { readonly id: string; readonly name: string }[]
  }[]
  readonly thread: readonly { readonly what: string; readonly words: string }[]
  readonly grants: readonly { readonly id: string; readonly state: string }[]
  readonly can: Readonly<Record<string, { readonly allowed: boolean; readonly because: string }>>
}

const ask = (who: Player, more: object = {}): Promise<Answer> =>
  it.ask(0, who, 'POST', '/api/v1/requests', {
    kind: 'right',
    rights: [{ type: 'permission', key: KEY }],
    scope: { type: 'workspace' },
    lasts: 60,
    need: 'work',
    because,
    ...more,
  })
const asked = async (who: Player, more: object = {}): Promise<string> => {
  const { status, body } = await ask(who, more)
  assert.equal(status, 200, JSON.stringify(body))
  return String(body['id'])
}
const view = async (who: Player, id: string): Promise<View> =>
  (await it.ok(1, who, 'GET', `/api/v1/requests/${id}`)) as unknown as View
const decide = async (who: Player, id: string, verdict: string, more: object = {}): Promise<Answer> => {
  const { termsHash } = await view(who, id)
  return it.ask(1, who, 'POST', `/api/v1/requests/${id}/decide`, {
    verdict,
    termsHash,
    because: verdict === 'approve' ? '' : '请说明',
    ...more,
  })
}
const holds = async (who: Player, key: string): Promise<unknown> =>
  (
    await it.ok(1, 'lina', 'POST', '/api/v1/decisions/explain', {
      memberId: it.id[who],
      permission: key,
      target: { type: 'workspace' },
    })
  )['allowed']

const restrict = async (who: Player, key: string): Promise<void> => {
  await it.ok(0, 'lina', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id[who] },
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    because: '试用期',
  })
}
const codeOf = ({ body }: Answer): unknown => body['code']
test('Q4 what is asked for is approved stage by stage, given exactly so, and ends by itself', async () => {
  await restrict('wangwei', KEY)
  assert.equal(await holds('wangwei', KEY), false)
  const id = await asked('wangwei')
  const sent = await view('wangwei', id)
  assert.equal(sent.state, 'pending')
  // The restriction is 李娜's: beside the head of the department an administrator has to agree.
  assert.deepEqual(
    sent.stages.map(({ who, state }) => [who, state]),
    [
      ['manager', 'now'],
      ['scoped', 'later'],
    ],
  )
  assert.deepEqual(
    sent.stages[0]?.people.map(({ name }) => name),
    ['孙丽'],
  )
  const first = await decide('sunli', id, 'approve')
  assert.equal(first.status, 200, first.text)
  assert.equal((await view('wangwei', id)).state, 'pending')
  assert.equal(await holds('wangwei', KEY), false)
  const second = await decide('lina', id, 'approve')
  assert.equal(second.status, 200, second.text)
  const given = await view('wangwei', id)
  assert.equal(given.state, 'granted')
  assert.deepEqual(
    given.grants.map(({ state }) => state),
    ['active'],
  )
  assert.equal(await holds('wangwei', KEY), true)
  const { rows } = await it.pool.query<{ source: string; minutes: number }>(
    `select source, extract(epoch from until_at - given_at) / 60 as minutes from authority_grant where id = $1`,
    [given.grants[0]?.id],
  )
  assert.equal(rows[0]?.source, 'request')
  assert.equal(Math.round(Number(rows[0].minutes)), 60)
  // Q15: after its end it gives nothing, and the restriction stands again, without any job.
  const later = new Date(Date.now() + 61 * 60_000).toISOString()
  const then = await it.ok(1, 'lina', 'POST', '/api/v1/decisions/explain', {
    memberId: it.id.wangwei,
    permission: KEY,
    target: { type: 'workspace' },
    at: later,
  })
  assert.equal(then['allowed'], false)
})

test('Q10 nobody decides for themselves, and nobody who is not asked', async () => {
  await restrict('wangwei', 'file.upload')
  const id = await asked('wangwei', { rights: [{ type: 'permission', key: 'file.upload' }] })
  assert.equal(codeOf(await decide('wangwei', id, 'approve')), 'access-request/own')
  // 张强 administers his people, but not their requests: to him it is not there.
  const { termsHash } = await view('wangwei', id)
  const foreign = await it.ask(0, 'zhangqiang', 'POST', `/api/v1/requests/${id}/decide`, {
    verdict: 'approve',
    termsHash,
    because: '',
  })
  assert.equal(foreign.status, 404)
  assert.equal((await it.ask(0, 'zhangqiang', 'GET', `/api/v1/requests/${id}`)).status, 404)
  // 李娜 is not asked before the head of the department has agreed.
  assert.equal(codeOf(await decide('lina', id, 'approve')), 'access-request/not-asked')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/withdraw`, { because: '' })
  assert.equal(codeOf(await decide('sunli', id, 'approve')), 'access-request/not-now')
})

test('Q4 whoever read other terms than those that stand decides nothing', async () => {
  const id = await asked('wangwei', { rights: [{ type: 'permission', key: 'file.upload' }] })
  const wrong = await it.ask(0, 'sunli', 'POST', `/api/v1/requests/${id}/decide`, {
    verdict: 'approve',
    termsHash: 'x'.repeat(43),
    because: '',
  })
  assert.equal(codeOf(wrong), 'access-request/terms-changed')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/withdraw`, { because: '' })
})

test('what is held already, asked already, or barred for many is refused with what would help', async () => {
  const held = await ask('wangwei', { rights: [{ type: 'permission', key: 'msg.read' }] })
  assert.equal(codeOf(held), 'access-request/held-already')
  const id = await asked('wangwei', { rights: [{ type: 'permission', key: 'file.upload' }] })
  const twice = await ask('wangwei', { rights: [{ type: 'permission', key: 'file.upload' }] })
  assert.equal(codeOf(twice), 'access-request/open-already')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/withdraw`, { because: '' })
  const office = await ask('wangwei', { rights: [{ type: 'permission', key: 'perm.grant' }] })
  assert.equal(codeOf(office), 'access-request/not-askable')
  await it.ok(0, 'lina', 'POST', '/api/v1/restrictions', {
    subject: { type: 'department', id: it.research },
    right: { type: 'permission', key: 'group.create' },
    scope: { type: 'workspace' },
    because: '封闭期',
  })
  const barred = await ask('wangwei', { rights: [{ type: 'permission', key: 'group.create' }] })
  assert.equal(codeOf(barred), 'access-request/restricted-above')
})

test('Q16 a refusal is looked at by others: appealed once, spoken for, overturned, and used', async () => {
  const id = await asked('wangwei', { rights: [{ type: 'permission', key: 'file.upload' }] })
  assert.equal(codeOf(await decide('sunli', id, 'reject')), 'access-request/code-needed')
  const refused = await decide('sunli', id, 'reject', { code: 'not-needed', because: '目前用不到' })
  assert.equal(refused.status, 200, refused.text)
  const seen = await view('wangwei', id)
  assert.equal(seen.state, 'rejected')
  assert.equal(seen.can['appeal']?.allowed, true)
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/appeal`, { because: '项目需要' })
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/invite`, { memberIds: [it.id.zhangqiang] })
  assert.equal(
    codeOf(await it.ask(0, 'wangwei', 'POST', `/api/v1/requests/${id}/appeal`, { because: '再来' })),
    'access-request/not-now',
  )
  const before = await holds('wangwei', 'file.upload')
  await it.ok(0, 'zhangqiang', 'POST', `/api/v1/requests/${id}/endorse`, { words: '确实需要', joins: true })
  assert.equal(await holds('wangwei', 'file.upload'), before)
  assert.equal(codeOf(await decide('sunli', id, 'approve')), 'access-request/not-asked')
  const overturned = await decide('lina', id, 'approve', { because: '同意' })
  assert.equal(overturned.status, 200, overturned.text)
  assert.equal((await view('wangwei', id)).state, 'granted')
  assert.equal(await holds('wangwei', 'file.upload'), true)
  const { thread } = await view('wangwei', id)
  assert.deepEqual(
    thread.map(({ what }) => what),
    [
      'submitted',
      'stage',
      'rejected',
      'appealed',
      'stage',
      'invited',
      'endorsed',
      'approved',
      'overturned',
      'granted',
    ],
  )
})

test('Q3 what somebody higher has barred is lifted by nobody lower, on appeal neither', async () => {
  const right = { rights: [{ type: 'permission', key: 'msg.group' }] }
  await it.ok(0, 'chenli', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: right.rights[0],
    scope: { type: 'workspace' },
    because: '审计期间',
  })
  const id = await asked('wangwei', right)
  await decide('sunli', id, 'reject', { code: 'policy', because: '审计期间不开' })
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/appeal`, { because: '项目需要' })
  // 李娜 looks at appeals, but the founder has barred it.
  assert.deepEqual(
    (await view('wangwei', id)).stages.map(({ people }) => people.map(({ name }) => name)),
    [['陈立']],
  )
  assert.equal(codeOf(await decide('lina', id, 'approve')), 'access-request/not-asked')
  assert.equal(await holds('wangwei', 'msg.group'), false)
  assert.equal((await decide('chenli', id, 'approve')).status, 200)
  assert.equal(await holds('wangwei', 'msg.group'), true)
})

test('Q23 an approver offers less; taken, it goes its way anew with every agreement forgotten', async () => {
  await restrict('wangwei', 'msg.dm')
  const right = { rights: [{ type: 'permission', key: 'msg.dm' }] }
  const id = await asked('wangwei', right)
  const wide = { ...right, scope: { type: 'workspace' }, lasts: 600 }
  assert.equal(codeOf(await decide('sunli', id, 'offer', { offer: wide })), 'access-request/not-narrower')
  const less = await decide('sunli', id, 'offer', { offer: { ...wide, lasts: 30 } })
  assert.equal(less.status, 200, less.text)
  const offered = await view('wangwei', id)
  assert.equal(offered.state, 'offered')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/accept`, { termsHash: offered.termsHash })
  const again = await view('wangwei', id)
  assert.equal(again.state, 'pending')
  assert.notEqual(again.termsHash, offered.termsHash)
  assert.equal((await decide('sunli', id, 'ask', { because: '给谁发？' })).status, 200)
  assert.equal((await view('wangwei', id)).state, 'needs-info')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/answer`, { words: '客户' })
  assert.equal((await decide('sunli', id, 'approve')).status, 200)
  assert.equal((await decide('lina', id, 'approve')).status, 200)
  assert.equal((await view('wangwei', id)).state, 'granted')
})

test('a suspended account reads why, asks to be restored, and reaches nothing else', async () => {
  await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.wangwei}/suspend`, { because: '资料待核对' })
  const back = browserAt(it.nodes[0]?.address ?? '', new Map(), PASSWORD)
  await back.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
  const { suspension } = (await back.ok('GET', '/api/v1/me/suspension')) as never as {
    readonly suspension: {
      readonly by: string
      readonly because: string
      readonly revocationId: string
      readonly contacts: readonly { readonly name: string }[]
    }
  }
  assert.deepEqual([suspension.by, suspension.because], ['李娜', '资料待核对'])
  assert.ok(suspension.contacts.some(({ name }) => name === '李娜'))
  for (const path of [
    '/api/v1/requests/waiting',
    '/api/v1/conversations',
    '/api/v1/members',
    '/api/v1/grants',
  ])
    assert.equal((await back.ask('GET', path)).status, 403, path)
  const asking = { kind: 'account', need: 'other', because: '资料已补齐' }
  const { id } = await back.ok('POST', '/api/v1/requests', asking)
  assert.equal(codeOf(await back.ask('POST', '/api/v1/requests', asking)), 'access-request/open-already')
  // What is asked for a suspended account is nothing but the account.
  const right = {
    ...asking,
    kind: 'right',
    rights: [{ type: 'permission', key: KEY }],
    scope: { type: 'workspace' },
  }
  assert.equal(codeOf(await back.ask('POST', '/api/v1/requests', right)), 'access-request/member-inactive')
  await back.ok('POST', `/api/v1/revocations/${suspension.revocationId}/contest`, { words: '我已提交资料' })
  assert.equal((await decide('lina', String(id), 'approve')).status, 200)
  assert.equal((await it.ok(1, 'lina', 'GET', `/api/v1/members/${it.id.wangwei}`))['status'], 'active')
})
