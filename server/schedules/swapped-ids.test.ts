/**
 * P5. For every route that takes ids, each id of a request that would succeed is exchanged for one outside the caller's
 * reach: the answer is 403 or 404, and nothing has happened. A new route with ids is on the list of requests, or this
 * fails. There is one company on a server; a thing of another one is a thing that is not there.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { grantable, permission, permissions } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { z } from 'zod'
import { cluster, endingWith, freshWord, inDays, swaps, untilHolds } from '../testing/index.ts'
import type { Answer, Browser, Cluster, Swap, Thing } from '../testing/index.ts'

const because = '测试需要'
const file = endingWith(after)
let it: Cluster
let rootId: string
let scope: Readonly<Record<string, unknown>>
const outside = new Map<Thing, string>()

const creator = (): Browser => it.at(0, 'chenli')
const caller = ({ by }: Pick<Swap, 'by'>): Browser => it.at(0, by === 'super' ? 'lina' : 'zhangqiang')
const made = async (path: string, body: unknown): Promise<string> =>
  String((await creator().ok('POST', path, body))['id'])
const word = freshWord

let deputies = 0
const roleMade = [{ permission: 'admin.role.manage', target: { type: 'workspace' } }]
const keys = grantable(permissions.map(({ key }) => key))

before(async () => {
  it = await cluster(file, { nodes: 1 })
  const { workspace } = (await creator().ok('GET', '/api/v1/me')) as {
    readonly workspace: { readonly rootDepartmentId: string }
  }
  rootId = workspace.rootDepartmentId
  scope = { type: 'departments', ids: [it.research] }
  const { items } = (await creator().ok('GET', '/api/v1/administrators')) as {
    readonly items: readonly { readonly id: string; readonly memberId: string }[]
  }
  const seat = items.find(({ memberId }) => memberId === it.id.zhangqiang)
  await creator().ok('PATCH', `/api/v1/administrators/${String(seat?.id)}`, {
    permissions: keys.filter((key) => permission(key).kind === 'administration'),
    scope,
    ceiling: { permissions: keys.filter((key) => permission(key).kind === 'feature'), reach: scope },
    because,
  })
  const sales = await made('/api/v1/departments', { parentId: rootId, name: word() })
  for (const kind of Object.keys(makers) as readonly Thing[])
    outside.set(kind, await makers[kind]({ place: sales, owner: creator(), ours: false }))
})

/** Where a thing is made, and who owns it where things have owners. `ours`: inside the caller's reach. */
type Making = { readonly place: string; readonly owner: Browser; readonly ours: boolean }

const employ = (departmentId: string): Promise<string> => {
  const name = word()
  return made('/api/v1/members', { name, login: name, departmentId, status: 'active' })
}
const download = { right: { type: 'permission', key: 'file.download' }, because }
const rule = async (path: string, { place }: Making, terms: object = {}): Promise<string> =>
  made(path, {
    subject: { type: 'member', id: await employ(place) },
    scope: { type: 'departments', ids: [place] },
    ...download,
    ...terms,
  })

const makers: Readonly<Record<Thing, (making: Making) => Promise<string>>> = {
  department: ({ place }) => made('/api/v1/departments', { parentId: place, name: word() }),
  empty: ({ place }) => made('/api/v1/departments', { parentId: place, name: word() }),
  person: ({ place }) => employ(place),
  resting: async ({ place }) => {
    const id = await employ(place)
    await creator().ok('POST', `/api/v1/members/${id}/suspend`, { because })
    return id
  },
  appointment: async ({ place }) => {
    const below = await made('/api/v1/departments', { parentId: place, name: word() })
    return made(`/api/v1/members/${await employ(place)}/appointments`, { departmentId: below })
  },
  grant: (making) => rule('/api/v1/grants', making),
  ending: (making) => rule('/api/v1/grants', making, { until: inDays(1) }),
  paused: async (making) => {
    const id = await rule('/api/v1/grants', making)
    await making.owner.ok('POST', `/api/v1/grants/${id}/suspend`, { because })
    return id
  },
  own: ({ place, ours }) =>
    made('/api/v1/grants', {
      subject: { type: 'member', id: ours ? it.id.zhangqiang : it.id.sunli },
      scope: { type: 'departments', ids: [place] },
      ...download,
    }),
  restriction: (making) => rule('/api/v1/restrictions', making),
  seat: async ({ place }) => {
    const there = { type: 'departments', ids: [place] }
    return made('/api/v1/administrators', {
      memberId: await employ(place),
      tier: 'scoped',
      permissions: ['perm.view'],
      scope: there,
      ceiling: { permissions: [], reach: there },
      from: inDays(1),
      because,
    })
  },
  group: ({ place }) => made('/api/v1/groups', { name: word(), departmentId: place }),
  inner: async ({ place }) => {
    const group = await made('/api/v1/groups', { name: word(), departmentId: place })
    await creator().ok('POST', `/api/v1/groups/${group}/members`, { add: [await employ(place)] })
    return group
  },
  // Of the whole company there is nothing outside: what is not there stands for it.
  role: ({ ours }) =>
    ours ? made('/api/v1/roles', { name: word(), permissions: [] }) : Promise.resolve(newId()),
  position: ({ ours }) => (ours ? made('/api/v1/positions', { name: word() }) : Promise.resolve(newId())),
  rule: async ({ place }) =>
    made('/api/v1/visibility', {
      terms: {
        kind: 'fields',
        about: { type: 'member', id: await employ(place) },
        fields: ['phone'],
        viewers: [],
      },
      because,
    }),
  upload: async ({ owner }) => {
    const csv = `姓名,登录名,部门\n${word()},${word()},研发\n`
    const headers = { 'content-type': 'text/csv' }
    const { id } = await owner.ok('POST', '/api/v1/imports?fileName=a.csv', csv, headers)
    await untilHolds('the file is read', async () => {
      const { state: now } = await owner.ok('GET', `/api/v1/imports/${String(id)}`)
      return now !== 'reading'
    })
    return String(id)
  },
  chat: async ({ owner, ours }) => {
    const memberIds = [ours ? await employ(it.research) : await employ(rootId)]
    return String(
      (await owner.ok('POST', '/api/v1/conversations', { kind: 'group', name: word(), memberIds }))['id'],
    )
  },
  chatter: ({ place }) => employ(place),
  // Whom one may write to is a matter of who is seen: outside is somebody hidden.
  contact: async ({ place, ours }) => {
    const id = await employ(place)
    const terms = { kind: 'hide', about: { type: 'member', id }, viewers: [] }
    if (!ours) await made('/api/v1/visibility', { terms, because })
    return id
  },
  revocation: async ({ place }) => {
    const memberId = await employ(place)
    const body = { memberId, permissions: ['file.download'], reason: 'request', because }
    const id = await made('/api/v1/revocations', body)
    await untilHolds('every node has tried', async () => {
      const { state: now } = await creator().ok('GET', `/api/v1/revocations/${id}`)
      return now === 'verified'
    })
    return id
  },
  plan: async ({ place }) =>
    made('/api/v1/plans', {
      what: 'rights',
      permissions: ['file.download'],
      people: [{ who: await employ(place) }],
      due: '2099-01-01T00:00:00Z',
      reason: 'move',
      because,
    }),
  reporter: ({ place }) => employ(place),
  offered: async ({ place }) => offered(place, await employ(place)),
  asked: ({ place, ours }) => offered(place, ours ? it.id.zhangqiang : it.id.lina),
  taken: async ({ place, ours }) => {
    const id = await offered(place, ours ? it.id.zhangqiang : it.id.lina)
    await it.at(0, ours ? 'zhangqiang' : 'lina').ok('POST', `/api/v1/handovers/${id}/accept`, {})
    return id
  },
  backup: async ({ place }) => made('/api/v1/backups', { memberId: await employ(place), because }),
  sealed: ({ owner }) => uploaded(owner),
  file: ({ owner }) => uploaded(owner),
  request: async ({ ours, place }) => {
    const there = await made('/api/v1/departments', { parentId: place, name: word() })
    const { id } = await it.at(0, ours ? 'sunli' : 'lina').ok('POST', '/api/v1/requests', {
      kind: 'right',
      rights: [{ type: 'permission', key: 'resource.write' }],
      scope: { type: 'departments', ids: [there] },
      lasts: 60,
      need: 'work',
      because,
    })
    return String(id)
  },
  // Of the whole company, like a role: a revision that is not there yet stands for one of somebody else's.
  act: async ({ ours }) => {
    if (!ours) return '999999999'
    await made('/api/v1/roles', { name: word(), permissions: [] })
    const { items } = (await creator().ok('GET', '/api/v1/critical-acts?limit=1')) as {
      readonly items: readonly { readonly revision: number }[]
    }
    return String(items[0]?.revision)
  },
  // One company that is not strict asks nobody for a second person: what was asked before it was so still stands there.
  half: async ({ ours }) => {
    const id = newId()
    await it.pool.query(
      `insert into half (workspace_id, id, by_id, method, path, body, act_hash, wanted, because, at, until, state)
       values ($1, $2, $3, 'POST', '/api/v1/roles', '{}', sha256('role'), $4, $5, now(), now() + interval '1 day', 'waiting')`,
      [it.workspaceId, id, it.id[ours ? 'zhangqiang' : 'chenli'], JSON.stringify(roleMade), because],
    )
    return id
  },
  deputy: async ({ ours }) => {
    deputies += 1
    const day = new Date(Date.UTC(2090, 0, 2 * deputies))
    const { id } = await it.at(0, ours ? 'zhangqiang' : 'chenli').ok('POST', '/api/v1/me/deputies', {
      deputyId: it.id.sunli,
      from: day.toISOString(),
      until: new Date(day.getTime() + 3_600_000).toISOString(),
      because,
    })
    return String(id)
  },
  problem: async ({ ours }) => {
    const body = { words: because, page: '/' }
    return String((await it.at(0, ours ? 'sunli' : 'lina').ok('POST', '/api/v1/problem-reports', body))['id'])
  },
  // Of one company there is one at a time, and it concerns who stands at the top: what is not there stands for another.
  claim: async ({ ours }) => {
    if (!ours) return newId()
    const lina = it.at(0, 'lina')
    const { items } = (await lina.ok('GET', '/api/v1/creator/claims')) as {
      readonly items: readonly { readonly id: string; readonly state: string }[]
    }
    const open = items.find(({ state }) => state === 'gathering')
    if (open !== undefined) return open.id
    const claim = { successorId: it.id.sunli, because, evidence: [{ words: because }] }
    return String((await lina.ok('POST', '/api/v1/creator/claims', claim))['id'])
  },
  // One is open at a time; one that is over is there for the same people.
  transfer: async ({ ours }) => {
    const { current } = await creator().ok('GET', '/api/v1/creator')
    if (current !== null) {
      const { id } = current as { readonly id: string }
      await creator().ok('POST', `/api/v1/creator/transfers/${id}/cancel`, { because })
    }
    const successorId = ours ? it.id.zhangqiang : it.id.sunli
    return made('/api/v1/creator/transfers', { successorId, formerBecomes: 'super', because })
  },
  session: ({ owner }) => sessionOf(owner, 'chenli'),
  passkey: ({ ours }) => passkeyOf(ours ? it.id.zhangqiang : it.id.chenli),
  link: async ({ owner }) => String((await owner.ok('POST', '/api/v1/links', {}))['id']),
  notice: () => Promise.resolve(newId()),
}

/** Somebody's only report, offered to somebody. */
async function offered(place: string, toId: string): Promise<string> {
  const fromId = await employ(place)
  await creator().ok('PATCH', `/api/v1/members/${await employ(place)}`, { managerId: fromId })
  return made('/api/v1/handovers', { fromId, toId, kind: 'report', occasion: 'departure', because })
}

/** A backup with a file in it. */
async function sealedFile(ids: Map<Thing, string>): Promise<void> {
  const [owner, memberId] = [it.at(0, 'wangwei'), it.id.wangwei]
  const chat = await makers.chat({ place: it.research, owner, ours: true })
  const fileId = await uploaded(owner, chat)
  await owner.ok('POST', `/api/v1/conversations/${chat}/messages`, { clientId: word(), body: '', fileId })
  ids.set('sealed', fileId)
  ids.set('backup', await made('/api/v1/backups', { memberId, because }))
}

async function uploaded(owner: Browser, chat?: string): Promise<string> {
  const into = chat ?? (await makers.chat({ place: rootId, owner, ours: false }))
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `/api/v1/conversations/${into}/files?name=a.txt`
  return String((await owner.ok('POST', path, 'bytes', headers))['id'])
}

/** A session of somebody's, other than the one they ask with. */
async function sessionOf(owner: Browser, login: string): Promise<string> {
  const elsewhere = await fetch(`${owner.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ login, password: 'nine yellow lanterns' }),
  })
  assert.equal(elsewhere.status, 200)
  const { items } = (await owner.ok('GET', '/api/v1/sessions')) as {
    readonly items: readonly { readonly id: string; readonly current: boolean }[]
  }
  const found = items.find(({ current }) => !current)
  assert.ok(found)
  return found.id
}

/** A passkey as if a device of theirs had made it. */
async function passkeyOf(memberId: string): Promise<string> {
  const id = newId()
  await it.pool.query(
    `with made as (
       insert into factor (workspace_id, id, member_id, kind, since) select id, $1, $2, 'passkey', now() from workspace
       returning workspace_id)
     insert into passkey (workspace_id, id, member_id, credential_id, public_key, counter, transports, synced, name, created_at)
     select workspace_id, $1, $2, $3, '', 0, '{}', false, 'p', now() from made`,
    [id, memberId, Buffer.from(id)],
  )
  return id
}

/** Makes the things of one request, all the caller's own or inside their reach. */
async function inside(swap: Swap): Promise<ReadonlyMap<Thing, string>> {
  const wanted = new Set<Thing>()
  swap.request((kind) => {
    wanted.add(kind)
    return kind
  }, 'w')
  const owner = caller(swap)
  const ids = new Map<Thing, string>()
  for (const kind of wanted) {
    if (kind === 'file' && ids.has('chat')) ids.set(kind, await uploaded(owner, ids.get('chat')))
    else if (kind === 'session')
      ids.set(kind, await sessionOf(owner, swap.by === 'super' ? 'lina' : 'zhangqiang'))
    else ids.set(kind, await makers[kind]({ place: it.research, owner, ours: true }))
  }
  const [person, reporter] = [ids.get('person'), ids.get('reporter')]
  if (person !== undefined && reporter !== undefined)
    await creator().ok('PATCH', `/api/v1/members/${reporter}`, { managerId: person })
  if (ids.has('sealed')) await sealedFile(ids)
  const [chat, chatter] = [ids.get('chat'), ids.get('chatter')]
  if (chat !== undefined && chatter !== undefined)
    await owner.ok('POST', `/api/v1/conversations/${chat}/members`, { memberIds: [chatter] })
  return ids
}

type Asked = { readonly path: string; readonly body?: unknown }

function asked({ route, request }: Swap, ids: ReadonlyMap<Thing, string>): Asked {
  const { params = {}, query = {}, body } = request((kind) => ids.get(kind) ?? '', word())
  const path = route.url.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const search = new URLSearchParams(query).toString()
  return { path: search === '' ? path : `${path}?${search}`, body }
}

const send = (swap: Swap, { path, body }: Asked): Promise<Answer> =>
  swap.route.sends === 'bytes'
    ? caller(swap).ask('POST', path, 'bytes', { 'content-type': 'application/octet-stream' })
    : caller(swap).ask(swap.route.method, path, body)

/** The request once for each place where an id stands, with that one exchanged. */
function exchanged(request: Asked, ids: ReadonlyMap<Thing, string>): readonly Asked[] {
  const text = JSON.stringify(request)
  return [...ids].flatMap(([kind, id]) => {
    const parts = text.split(id)
    return parts.slice(1).map((_, place) => {
      const other = outside.get(kind) ?? newId()
      const head = parts.slice(0, place + 1).join(id)
      const tail = parts.slice(place + 1).join(id)
      // It was written from a request of this shape.
      return JSON.parse(`${head}${other}${tail}`) as Asked
    })
  })
}

/** What the company is, as far as a request could have changed it. */
async function state(): Promise<unknown> {
  const { rows } = await it.pool.query(`select
    (select max(index) from ledger_entry where tree = 'authority') as entries,
    (select count(*) from message) as messages,
    (select count(*) from conversation) as conversations,
    (select count(*) from conversation_member) as people,
    (select json_agg(r order by r.conversation_id, r.member_id) from conversation_read r) as read,
    (select count(*) from file) as files,
    (select count(*) from session where ended_at is null) as sessions,
    (select count(*) from notice where read_at is not null) as notices,
    (select string_agg(state, ',' order by id) from import) as imports,
    (select count(*) from plan_item where state = 'waiting') as planned,
    (select string_agg(name, ',' order by id) from passkey) as passkeys,
    (select string_agg(state, ',' order by id) from sign_in_link) as links`)
  return rows[0]
}

test('P5 every route that takes ids has a request in which they are exchanged', () => {
  const listed = new Set(swaps.map(({ route }) => nameOf(route)))
  const rooms: readonly Readonly<Record<string, Route>>[] = Object.values(contract)
  const taking = rooms.flatMap((room) => Object.values(room)).filter(takesIds)
  assert.deepEqual(
    taking.map(nameOf).filter((name) => !listed.has(name)),
    [],
  )
})

const nameOf = ({ method, url }: Route): string => `${method} ${url}`
const takesIds = ({ url, body }: Route): boolean =>
  /:\w+/.test(url) ||
  JSON.stringify(z.toJSONSchema(body, { unrepresentable: 'any', io: 'input' })).includes('"uuid"')

for (const swap of swaps)
  test(`P5 ${nameOf(swap.route)}: no id of what is out of reach is taken for one within`, async () => {
    const own = await inside(swap)
    const answer = await send(swap, asked(swap, own))
    if (swap.succeeds) assert.ok(answer.status < 300, `${answer.status} ${answer.text}`)
    const slots = exchanged(asked(swap, own), own).length
    assert.ok(slots > 0, 'there is an id to exchange')
    for (let slot = 0; slot < slots; slot += 1) {
      const ids = await inside(swap)
      const request = exchanged(asked(swap, ids), ids)[slot]
      assert.ok(request)
      const was = await state()
      const { status, text } = await send(swap, request)
      const said = `${JSON.stringify(request)}: ${status} ${text}`
      assert.ok(swap.silent || [403, 404, swap.also].includes(status), said)
      assert.deepEqual(await state(), was, said)
    }
  })
