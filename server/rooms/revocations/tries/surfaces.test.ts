/** Ways in, tried on two whole servers as a shadow of the person: what each says, and what is found when one is left open. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { surfaceKinds } from '@hufu/contract'
import type { RevocationSurface, SurfaceKind } from '@hufu/contract'
import { browserAt, cluster, endingWith, untilHolds, wireOf } from '../../../testing/index.ts'
import type { Browser, Cluster } from '../../../testing/index.ts'

const because = '测试需要'
const password = 'nine yellow lanterns'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file)
})

type Check = {
  readonly node: string
  readonly round: number
  readonly failed: readonly unknown[]
  readonly surfaces: readonly RevocationSurface[]
}
type View = {
  readonly id: string
  readonly state: string
  readonly round: number
  readonly rights: readonly { readonly permission: string }[]
  readonly checks: readonly Check[]
}
type Person = { readonly id: string; readonly browser: Browser; readonly code: string | null }

const ok = (method: string, path: string, body?: unknown) => it.ok(0, 'chenli', method, path, body)

/** Somebody new in 研发, signed in unless they are still to come. */
async function hire(login: string, comes = true): Promise<Person> {
  const { id } = await ok('POST', '/api/v1/members', { name: login, login, departmentId: it.research })
  const { code } = await ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
  const browser = browserAt(it.nodes[0]?.address ?? '', new Map(), password)
  if (comes) await browser.ok('POST', '/api/v1/activations', { code, password })
  return { id: String(id), browser, code: comes ? null : String(code) }
}

const look = async (id: string): Promise<View> =>
  // The contract holds the answer to this shape.
  (await it.ok(0, 'chenli', 'GET', `/api/v1/revocations/${id}`)) as unknown as View

async function settled(id: unknown): Promise<View> {
  for (let tries = 0; tries < 400; tries += 1) {
    const view = await look(String(id))
    if (view.state !== 'applied') return view
    await sleep(25)
  }
  return assert.fail('the nodes did not answer in ten seconds')
}

const of = (checks: readonly Check[], kind: SurfaceKind): readonly RevocationSurface[] =>
  checks.map(({ surfaces }) => {
    const found = surfaces.find((one) => one.kind === kind)
    assert.ok(found !== undefined, kind)
    return found
  })

const take = async ({ id: memberId }: Person, permissions: 'all' | readonly string[]): Promise<View> => {
  const { id } = await ok('POST', '/api/v1/revocations', { memberId, permissions, reason: 'move', because })
  return settled(id)
}
const depart = async ({ id }: Person): Promise<View> =>
  settled((await ok('POST', `/api/v1/members/${id}/depart`, { because }))['revocationId'])

/** Asks for another round and waits for what both nodes say in it. */
async function again(id: string): Promise<readonly Check[]> {
  const { round } = await ok('POST', `/api/v1/revocations/${id}/verify`, {})
  let checks: readonly Check[] = []
  await untilHolds('both nodes have answered', async () => {
    checks = (await look(id)).checks.filter((check) => check.round === round)
    return checks.length === 2
  })
  return checks
}

test('V7 on every node every way in is tried, and each right that was taken is tried by a request or told why not', async () => {
  const person = await hire('sender')
  const { id: chat } = await person.browser.ok('POST', '/api/v1/conversations', {
    kind: 'group',
    name: '项目组',
    memberIds: [it.id.sunli],
  })
  const bytes = { 'content-type': 'application/octet-stream' }
  await person.browser.ok('POST', `/api/v1/conversations/${String(chat)}/files?name=a.txt`, 'x', bytes)
  const view = await take(person, 'all')
  assert.equal(view.state, 'verified')
  assert.equal(view.checks.length, 2)
  for (const { surfaces } of view.checks) {
    assert.deepEqual(
      surfaces.map(({ kind }) => kind),
      [...surfaceKinds],
    )
    for (const { tried, refused, failed } of surfaces) assert.deepEqual([failed.length, refused], [0, tried])
  }
  for (const { tried, notTried } of of(view.checks, 'request')) {
    assert.equal(tried + notTried.length, view.rights.length)
    assert.deepEqual(notTried, [], 'this company has everything to try with')
  }
  for (const kind of ['session', 'link'] as const)
    assert.deepEqual(
      of(view.checks, kind).map(({ tried }) => tried),
      [1, 1],
    )
})

test('whoever leaves is refused by each session, socket and link they had, and no invitation lets them back in', async () => {
  const person = await hire('leaver')
  const { ticket } = await person.browser.ok('POST', '/api/v1/tickets', {})
  assert.ok(ticket)
  const wire = await wireOf(person.browser.at(it.nodes[1]?.address ?? ''))
  const view = await depart(person)
  assert.equal(view.state, 'verified')
  assert.deepEqual(
    of(view.checks, 'session').map(({ refused }) => refused),
    [1, 1],
  )
  assert.deepEqual(
    of(view.checks, 'socket').map(({ refused }) => refused),
    [1, 1],
  )
  assert.ok(of(view.checks, 'invitation').every(({ refused }) => refused === 1))
  await wire.closed()
  const invited = await hire('invited', false)
  const left = await depart(invited)
  assert.equal(left.state, 'verified')
  assert.ok(of(left.checks, 'invitation').every(({ tried, refused }) => tried === 1 && refused === 1))
  assert.ok(of(left.checks, 'socket').every(({ notTried }) => notTried[0]?.because === 'no-session'))
})

test('a session left open after somebody left is found by the session, and by the socket it would open', async () => {
  const person = await hire('forger')
  const { id } = await depart(person)
  // What no command does: the session’s row speaks of the newest time of this member’s life.
  await it.pool.query(
    `update session set epoch = (select max(revision) from ledger_entry where event = 'member.departed@1')
     where member_id = $1`,
    [person.id],
  )
  const checks = await again(id)
  for (const kind of ['session', 'socket'] as const)
    assert.ok(
      of(checks, kind).every(({ failed }) => failed.length === 1 && failed[0]?.code === 'granted'),
      kind,
    )
  assert.notEqual((await look(id)).state, 'verified')
})

test('a right given again is found by the request, by the open session, by the link and among the other paths', async () => {
  const person = await hire('returner')
  const { id: chat } = await person.browser.ok('POST', '/api/v1/conversations', {
    kind: 'group',
    name: '项目组',
    memberIds: [it.id.sunli],
  })
  const bytes = { 'content-type': 'application/octet-stream' }
  await person.browser.ok('POST', `/api/v1/conversations/${String(chat)}/files?name=a.txt`, 'x', bytes)
  const { id, state } = await take(person, ['file.download'])
  assert.equal(state, 'verified')
  const { items } = (await ok('GET', `/api/v1/restrictions?memberId=${person.id}`)) as unknown as {
    readonly items: readonly { readonly id: string }[]
  }
  for (const one of items) await ok('POST', `/api/v1/restrictions/${one.id}/lift`, { because })
  const checks = await again(id)
  for (const kind of ['decision', 'request', 'session', 'link', 'residual'] as const)
    assert.ok(
      of(checks, kind).every(({ failed }) => failed.length > 0),
      kind,
    )
  // Tried again by itself a second later; given up on only after the third time.
  await untilHolds('the verifier asks again by itself', async () => (await look(id)).round > 2)
  assert.equal((await look(id)).state, 'unverified')
})

test('a round that a server was asked before it began is answered by it', async () => {
  const person = await hire('waiting')
  const { id } = await take(person, ['msg.dm'])
  const late = await it.start()
  await untilHolds('the newcomer has answered', async () =>
    (await look(id)).checks.some(({ node }) => node === late.name),
  )
  assert.equal((await look(id)).state, 'verified')
  await late.stop()
})

test('nothing of what shadows tried stands in the activity tree as if the person had tried it', async () => {
  const { rows } = await it.pool.query<{ count: number }>(
    `select count(*)::int as count from ledger_entry where event in ('refusal.met@1', 'file.downloaded@1')`,
  )
  assert.equal(rows[0]?.count, 0)
})
