/** The clocks of requests, on one server: reminded, put on to others, lapsed, handed on when an approver goes. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Answer, Cluster, Player } from '../../testing/index.ts'

const file = endingWith(after)
let it: Cluster
const because = '发布公告需要'
const KEY = 'file.download'

type Named = { readonly id: string; readonly name: string }
type View = {
  readonly state: string
  readonly termsHash: string
  readonly stages: readonly {
    readonly who: string
    readonly state: string
    readonly people: readonly Named[]
  }[]
  readonly thread: readonly { readonly what: string }[]
  readonly grants: readonly { readonly id: string; readonly until: string; readonly state: string }[]
}

before(async () => {
  it = await cluster(file, { nodes: 1 })
  const sunli = (await it.ok(0, 'lina', 'GET', `/api/v1/members/${it.id.sunli}`)) as never as {
    readonly appointments: readonly Named[]
  }
  await it.ok(0, 'lina', 'PATCH', `/api/v1/appointments/${String(sunli.appointments[0]?.id)}`, { head: true })
})

let number = 0
/** A right that somebody has not: a role made for it, so that no restriction has to be lifted. */
async function newRole(key = 'resource.write'): Promise<string> {
  number += 1
  const role = await it.ok(0, 'lina', 'POST', '/api/v1/roles', {
    name: `外部读者${number}`,
    permissions: [key],
  })
  return String(role['id'])
}

const ask = async (who: Player, more: object = {}): Promise<string> => {
  const rights = [{ type: 'role', id: await newRole() }]
  const { status, body, text } = await it.ask(0, who, 'POST', '/api/v1/requests', {
    kind: 'right',
    rights,
    scope: { type: 'workspace' },
    lasts: 60 * 24,
    need: 'project',
    because,
    ...more,
  })
  assert.equal(status, 200, text)
  return String(body['id'])
}
const view = async (id: string): Promise<View> =>
  (await it.ok(0, 'wangwei', 'GET', `/api/v1/requests/${id}`)) as unknown as View
const decide = async (who: Player, id: string, more: object = {}): Promise<Answer> =>
  it.ask(0, who, 'POST', `/api/v1/requests/${id}/decide`, {
    verdict: 'approve',
    termsHash: (await view(id)).termsHash,
    because: '',
    ...more,
  })
const whats = ({ thread }: View): readonly string[] => thread.map(({ what }) => what)
const now = ({ stages }: View): readonly string[] =>
  stages.find(({ state }) => state === 'now')?.people.map(({ name }) => name) ?? []
/** Time goes by for one request: all that is written of it moves so many hours into the past. */
const passes = async (id: string, hours: number): Promise<void> => {
  await it.pool.query(
    `update access_request set clock_from = clock_from - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour',
       stage_since = stage_since - $2 * interval '1 hour', lapse_at = lapse_at - $2 * interval '1 hour',
       wait_until = wait_until - $2 * interval '1 hour', next_at = next_at - $2 * interval '1 hour' where id = $1`,
    [id, hours],
  )
}
const DAYS = 24

test('whoever does not answer is reminded, then it goes on to others as well, and whoever had it may still decide', async () => {
  const id = await ask('wangwei')
  assert.deepEqual(now(await view(id)), ['孙丽'])
  await passes(id, 5 * DAYS)
  await untilHolds('it goes on', async () => whats(await view(id)).includes('escalated'))
  const later = await view(id)
  assert.ok(now(later).includes('孙丽') && now(later).length > 1, JSON.stringify(now(later)))
  assert.equal((await decide('sunli', id)).status, 200)
  assert.equal((await view(id)).state, 'granted')
})

test('Q22 what nobody answers lapses, is counted against those who had it, and takes no decision any more', async () => {
  const id = await ask('wangwei')
  await passes(id, 8 * DAYS)
  await untilHolds('it lapses', async () => (await view(id)).state === 'lapsed')
  assert.equal((await decide('sunli', id)).status, 409)
  const { rows } = await it.pool.query(
    `select missed_at from request_task where request_id = $1 and missed_at is not null`,
    [id],
  )
  assert.equal(rows.length, 1)
})

test('Q12 an approver who leaves is asked no longer, and others are at once', async () => {
  const id = await ask('wangwei')
  await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.sunli}/suspend`, { because: '请假核对' })
  await untilHolds('others are asked', async () => {
    const people = now(await view(id))
    return people.length > 0 && !people.includes('孙丽')
  })
  assert.ok(whats(await view(id)).includes('reassigned'))
  await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.sunli}/restore`, { because: '核对完毕' })
  // The next manager above heads the company. And whoever is back from a suspension comes in again.
  assert.equal((await decide('chenli', id)).status, 200)
  await it.at(0, 'sunli').ok('POST', '/api/v1/sessions', { login: 'sunli', password: 'nine yellow lanterns' })
})

test('Q11 a deputy decides while whoever they stand in for could, and both are named', async () => {
  const range = {
    from: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 3_600_000).toISOString(),
  }
  await it.ok(0, 'sunli', 'POST', '/api/v1/me/deputies', {
    deputyId: it.id.zhangqiang,
    ...range,
    because: '出差',
  })
  const own = await it.ask(0, 'zhangqiang', 'POST', '/api/v1/me/deputies', {
    deputyId: it.id.zhangqiang,
    ...range,
    because,
  })
  assert.equal(own.status, 422)
  const id = await ask('wangwei')
  const { items } = (await it.ok(0, 'zhangqiang', 'GET', '/api/v1/requests/waiting')) as never as {
    readonly items: readonly Named[]
  }
  assert.ok(items.some((one) => one.id === id))
  const done = await decide('zhangqiang', id)
  assert.equal(done.status, 200, done.text)
  const { rows } = await it.pool.query(
    `select member_id, decided_by from request_task where request_id = $1 and decided_by is not null`,
    [id],
  )
  assert.deepEqual(rows, [{ member_id: it.id.sunli, decided_by: it.id.zhangqiang }])
  // For himself he decides in nobody's stead.
  const mine = await ask('zhangqiang')
  const hash = ((await it.ok(0, 'zhangqiang', 'GET', `/api/v1/requests/${mine}`)) as never as View).termsHash
  const refused = await it.ask(0, 'zhangqiang', 'POST', `/api/v1/requests/${mine}/decide`, {
    verdict: 'approve',
    termsHash: hash,
    because: '',
  })
  assert.equal(refused.body['code'], 'access-request/own')
})

test('Q13 a flow that asks for more asks it of what is under way, and one that asks for less leaves out nothing', async () => {
  const { flow, version } = (await it.ok(0, 'lina', 'GET', '/api/v1/requests/flow')) as never as {
    readonly flow: {
      readonly rules: readonly { readonly risk?: string; readonly stages: readonly object[] }[]
    }
    readonly version: number
  }
  const id = await ask('wangwei')
  const stricter = {
    ...flow,
    rules: flow.rules.map((rule) =>
      rule.risk === 'medium'
        ? { ...rule, stages: [...rule.stages, { who: 'super', needs: 1, hours: 8 }] }
        : rule,
    ),
  }
  const set = (to: unknown, from: number) =>
    it.ask(0, 'lina', 'PUT', '/api/v1/requests/flow', { flow: to, version: from, because: '收紧' })
  const dry = await it.ask(0, 'lina', 'POST', '/api/v1/requests/flow/dry-run', { flow: stricter })
  assert.ok(Number(dry.body['changed']) > 0, dry.text)
  assert.equal((await set(stricter, version)).status, 200)
  assert.equal((await set(flow, version)).body['code'], 'access-request/flow-changed')
  assert.equal((await decide('sunli', id)).status, 200)
  assert.equal((await view(id)).state, 'pending')
  assert.deepEqual(
    (await view(id)).stages.map(({ who }) => who),
    ['manager', 'super'],
  )
  assert.equal((await set(flow, version + 1)).status, 200)
  assert.equal((await view(id)).state, 'pending')
  assert.equal((await decide('lina', id)).status, 200)
  assert.equal((await view(id)).state, 'granted')
})

test('Q15 what was given for a time is warned of, asked for longer, and never beyond its cap or after its end', async () => {
  const id = await ask('wangwei')
  assert.equal((await decide('sunli', id)).status, 200)
  const [grant] = (await view(id)).grants
  assert.ok(grant !== undefined)
  await it.pool.query(`update request_grant set warn_at = now() where request_id = $1`, [id])
  await untilHolds('a warning', async () => {
    const { items } = (await it.ok(0, 'wangwei', 'GET', '/api/v1/me/notices')) as never as {
      readonly items: readonly { readonly kind: string }[]
    }
    return items.some(({ kind }) => kind === 'request.grant-ending@1')
  })
  const extend = (until: string) =>
    it.ask(0, 'wangwei', 'POST', '/api/v1/requests', {
      kind: 'extension',
      grantId: grant.id,
      until,
      need: 'project',
      because: '项目延期',
    })
  const inDays = (days: number): string => new Date(Date.now() + days * DAYS * 3_600_000).toISOString()
  assert.equal((await extend(inDays(0.1))).body['code'], 'access-request/not-longer')
  assert.equal((await extend(inDays(1000))).body['code'], 'access-request/beyond-cap')
  const more = await extend(inDays(3))
  assert.equal(more.status, 200, more.text)
  assert.equal((await decide('sunli', String(more.body['id']))).status, 200)
  const { rows } = await it.pool.query<{ until_at: Date }>(
    `select until_at from authority_grant where id = $1`,
    [grant.id],
  )
  assert.ok(Math.abs((rows[0]?.until_at.getTime() ?? 0) - Date.parse(inDays(3))) < 60_000)
  const again = await extend(inDays(5))
  assert.equal((await decide('sunli', String(again.body['id']))).status, 200)
  // One warning is left: of the end that holds now.
  const warnings = await it.pool.query<{ warn_at: Date }>(
    `select warn_at from request_grant where grant_id = $1 and warn_at is not null`,
    [grant.id],
  )
  assert.equal(warnings.rows.length, 1)
  assert.ok((warnings.rows[0]?.warn_at.getTime() ?? 0) > Date.now() + 3 * DAYS * 3_600_000)
})

test('somebody who reports to one is asked for by them, and confirms it', async () => {
  const id = String(
    (
      await it.ok(0, 'sunli', 'POST', '/api/v1/requests', {
        kind: 'right',
        memberId: it.id.wangwei,
        rights: [{ type: 'role', id: await newRole('resource.triage') }],
        scope: { type: 'workspace' },
        lasts: 600,
        need: 'team',
        because,
      })
    )['id'],
  )
  assert.equal((await view(id)).state, 'confirming')
  await it.ok(0, 'wangwei', 'POST', `/api/v1/requests/${id}/confirm`)
  // Whoever asked decides nothing of it.
  assert.deepEqual(now(await view(id)).includes('孙丽'), false)
  const other = await it.ask(0, 'zhangqiang', 'POST', '/api/v1/requests', {
    kind: 'right',
    memberId: it.id.wangwei,
    rights: [{ type: 'permission', key: KEY }],
    scope: { type: 'workspace' },
    need: 'team',
    because,
  })
  assert.equal(other.body['code'], 'access-request/not-for-them')
})

test('a problem is reported to whoever is responsible, answered, and told', async () => {
  const { id } = await it.ok(0, 'wangwei', 'POST', '/api/v1/problem-reports', {
    words: '下载按钮是灰的',
    page: '/',
    permission: KEY,
  })
  const listed = (await it.ok(0, 'lina', 'GET', '/api/v1/problem-reports?open=true')) as never as {
    readonly open: number
    readonly items: readonly Named[]
  }
  assert.equal(listed.open, 1)
  await it.ok(0, 'lina', 'POST', `/api/v1/problem-reports/${String(id)}/answer`, { answer: '已开通' })
  const { items } = (await it.ok(0, 'wangwei', 'GET', '/api/v1/me/problem-reports')) as never as {
    readonly items: readonly { readonly answer: string; readonly answeredBy: string }[]
  }
  assert.deepEqual([items[0]?.answer, items[0]?.answeredBy], ['已开通', '李娜'])
})

test('what was asked is counted: how long it took, by whom, what lapsed, and for nobody below the whole company', async () => {
  const measures = (await it.ok(0, 'lina', 'GET', '/api/v1/requests/measures?days=30')) as never as {
    readonly submitted: number
    readonly medianHours: number | null
    readonly lapsed: { readonly count: number }
    readonly approvers: readonly {
      readonly name: string
      readonly decided: number
      readonly missed: number
    }[]
  }
  const { rows } = await it.pool.query<{ sent: number; lapsed: number }>(
    `select count(*)::int as sent, count(*) filter (where state = 'lapsed')::int as lapsed
     from access_request where submitted_at is not null`,
  )
  assert.deepEqual([measures.submitted, measures.lapsed.count], [rows[0]?.sent, rows[0]?.lapsed])
  assert.ok(measures.medianHours !== null)
  const head = measures.approvers.find(({ name }) => name === '孙丽')
  assert.ok(head !== undefined && head.decided > 0 && head.missed > 0, JSON.stringify(measures.approvers))
  assert.equal((await it.ask(0, 'sunli', 'GET', '/api/v1/requests/measures')).status, 403)
})

test('lists are narrowed by every filter, and show what was asked to whoever looks after it', async () => {
  const id = await ask('wangwei', { rights: [{ type: 'role', id: await newRole('resource.maintain') }] })
  const listed = async (who: Player, path: string): Promise<readonly Named[]> =>
    ((await it.ok(0, who, 'GET', path)) as never as { readonly items: readonly Named[] }).items
  const found = [
    '?state=pending',
    '?kind=right',
    `?memberId=${it.id.wangwei}`,
    '?permission=resource.maintain',
    `?search=${encodeURIComponent('王伟')}`,
  ]
  for (const filter of found)
    assert.ok(
      (await listed('lina', `/api/v1/requests${filter}`)).some((one) => one.id === id),
      filter,
    )
  for (const filter of ['?state=granted', '?kind=account', '?permission=msg.dm', '?overdue=true'])
    assert.ok(!(await listed('lina', `/api/v1/requests${filter}`)).some((one) => one.id === id), filter)
  await passes(id, 12)
  assert.deepEqual(await listed('lina', '/api/v1/requests/appeals'), [])
  assert.ok((await listed('sunli', '/api/v1/requests/waiting?decided=true')).length > 0)
  const first = (await it.ok(0, 'sunli', 'GET', '/api/v1/requests/waiting?limit=1')) as never as {
    readonly items: readonly Named[]
    readonly next: string | null
    readonly total: number
  }
  assert.equal(first.items.length, 1)
  if (first.next !== null)
    await it.ok(0, 'sunli', 'GET', `/api/v1/requests/waiting?cursor=${encodeURIComponent(first.next)}`)
  assert.ok((await listed('wangwei', '/api/v1/me/requests?open=true')).some((one) => one.id === id))
  const card = await it.ok(0, 'sunli', 'GET', `/api/v1/requests/${id}/card`)
  assert.deepEqual(
    (card['effect'] as readonly { readonly permission: string; readonly how: string }[]).map(
      ({ permission, how }) => [permission, how],
    ),
    [['resource.maintain', 'gained']],
  )
  assert.equal((await it.ask(0, 'wangwei', 'GET', `/api/v1/requests/${id}/card`)).status, 403)
  const { items } = (await it.ok(0, 'wangwei', 'GET', '/api/v1/requests/askable')) as never as {
    readonly items: readonly { readonly stages: readonly { readonly names: readonly string[] }[] }[]
  }
  assert.ok(items.some(({ stages }) => stages[0]?.names.includes('孙丽')))
})

test('Q23 less time for the very same place is less, whatever the order in which the database keeps its parts', async () => {
  const scope = { type: 'departments', ids: [it.research] }
  const right = { rights: [{ type: 'permission', key: 'resource.read' }], scope }
  const id = await ask('wangwei', { ...right, lasts: 600 })
  const same = await decide('sunli', id, {
    verdict: 'offer',
    because: '够用',
    offer: { ...right, lasts: 600 },
  })
  assert.equal(same.body['code'], 'access-request/not-narrower')
  const less = await decide('sunli', id, {
    verdict: 'offer',
    because: '够用',
    offer: { ...right, lasts: 60 },
  })
  assert.equal(less.status, 200, less.text)
})
