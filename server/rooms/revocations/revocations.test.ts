/** Rights taken back from people of a company on two servers, seen from outside: what is kept, tried, signed and shown. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { verifyReceipt } from '@hufu/merkle'
import type { ReceiptFile } from '@hufu/merkle'
import { sha256 } from '../../platform/ledger/index.ts'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Cluster, Player } from '../../testing/index.ts'

const because = '转到新的项目组'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file)
})

type View = {
  readonly id: string
  readonly state: string
  readonly what: string
  readonly reason: string
  readonly round: number
  readonly rights: readonly {
    readonly permission: string
    readonly ended: number
    readonly restricted: boolean
  }[]
  readonly before: readonly {
    readonly place: { readonly type: string }
    readonly permissions: readonly string[]
  }[]
  readonly after: View['before']
  readonly remaining: readonly { readonly permission: string; readonly label: string }[]
  readonly applied: { readonly nodes: readonly { readonly node: string }[] } | null
  readonly checks: readonly {
    readonly node: string
    readonly round: number
    readonly tried: number
    readonly failed: readonly unknown[]
  }[]
  readonly awaited: readonly string[]
  readonly entry: number | null
}

const take = (by: Player, from: Player, permissions: 'all' | readonly string[]) =>
  it.ask(0, by, 'POST', '/api/v1/revocations', {
    memberId: it.id[from],
    permissions,
    reason: 'move',
    because,
  })

const look = async (id: string, by: Player = 'lina'): Promise<View> =>
  // The contract holds the answer to this shape.
  (await it.ok(1, by, 'GET', `/api/v1/revocations/${id}`)) as unknown as View

/** Waits until the nodes have answered: seconds pass, not minutes. */
async function settled(id: string): Promise<View> {
  for (let tries = 0; tries < 200; tries += 1) {
    const view = await look(id)
    if (view.state !== 'applied') return view
    await sleep(25)
  }
  return assert.fail('the nodes did not answer in five seconds')
}

const listOf = async (path: string, who: Player = 'lina'): Promise<readonly string[]> => {
  const { items } = (await it.ok(0, who, 'GET', path)) as unknown as {
    readonly items: readonly { readonly id: string }[]
  }
  return items.map(({ id }) => id)
}

/** Lifts what earlier tests have placed on 王伟. */
async function lifted(): Promise<void> {
  for (const id of await listOf(`/api/v1/restrictions?memberId=${it.id.wangwei}`))
    await it.ok(0, 'lina', 'POST', `/api/v1/restrictions/${id}/lift`, { because: '回到原来的组' })
}

/** 王伟 holds two rights by the baseline, one of them also directly, and loses them. Answers the revocation's id. */
async function taken(permissions: 'all' | readonly string[] = ['file.download', 'file.upload']) {
  await lifted()
  await it.ok(0, 'lina', 'POST', '/api/v1/grants', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key: 'file.download' },
    scope: { type: 'departments', ids: [it.research] },
    because: '写报告',
  })
  const answer = await take('lina', 'wangwei', permissions)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return String(answer.body['id'])
}

const receiptText = async (id: string): Promise<string> =>
  JSON.stringify(await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${id}/receipt`))

test('R2 R4 R5 what is taken is tried on every node at every place where it was held, and then counts as verified', async () => {
  const id = await taken()
  const view = await settled(id)
  assert.equal(view.state, 'verified')
  assert.deepEqual(view.rights, [
    { permission: 'file.download', ended: 1, left: 0, restricted: true },
    { permission: 'file.upload', ended: 0, left: 0, restricted: true },
  ])
  const held = view.before.filter(({ permissions }) => permissions.includes('file.download'))
  assert.ok(held.length >= 2, 'the company, and a department')
  assert.ok(view.after.every(({ permissions }) => !permissions.includes('file.download')))
  assert.deepEqual(
    view.checks.map(({ node, failed }) => `${node} ${failed.length}`).toSorted(),
    it.nodes.map(({ name }) => `${name} 0`).toSorted(),
  )
  const pairs = view.before.flatMap(({ permissions }) =>
    permissions.filter((key) => key === 'file.download' || key === 'file.upload'),
  )
  assert.ok(view.checks.every(({ tried }) => tried === pairs.length && tried > 0))
  assert.deepEqual(view.awaited, [])
  assert.ok(view.applied !== null && view.applied.nodes.length > 0)
  assert.ok(
    view.remaining.some(({ permission }) => permission === 'file.upload'),
    'the baseline would give it',
  )
  assert.notEqual(view.entry, null)
})

test('R7 a receipt verifies with nothing but itself, and no more when a letter of it is changed', async () => {
  const id = await taken()
  await settled(id)
  const text = await receiptText(id)
  const report = await verifyReceipt(sha256, text)
  assert.deepEqual(report.findings, [])
  assert.equal(report.ok, true)
  assert.equal(report.receipt?.revocation.member.name, '王伟')
  assert.equal(report.receipt?.checks.length, 2)
  const forged = text.replace(because, '误操作')
  assert.notEqual(forged, text)
  assert.equal((await verifyReceipt(sha256, forged)).ok, false)
  // The other server signs the same.
  const other = (await it.ok(1, 'lina', 'GET', `/api/v1/revocations/${id}/receipt`)) as unknown as ReceiptFile
  assert.equal((await verifyReceipt(sha256, JSON.stringify(other))).key, report.key)
})

test('R6 given again, a right is found by the next round, and there is no receipt any more', async () => {
  const id = await taken(['file.download'])
  await settled(id)
  await lifted()
  const again = await it.ok(1, 'lina', 'POST', `/api/v1/revocations/${id}/verify`, {})
  assert.equal(again['round'], 2)
  const view = await settled(id)
  assert.equal(view.state, 'unverified')
  assert.ok(view.checks.some(({ round, failed }) => round === 2 && failed.length > 0))
  const { status, body } = await it.ask(0, 'lina', 'GET', `/api/v1/revocations/${id}/receipt`)
  assert.equal(status, 409)
  assert.equal(body['code'], 'revocation/not-verified')
})

test('one sees what was taken from oneself, an administrator those of their departments, and nobody else’s', async () => {
  const id = await taken()
  await settled(id)
  assert.equal((await listOf('/api/v1/revocations'))[0], id)
  assert.equal((await listOf('/api/v1/revocations', 'zhangqiang'))[0], id)
  assert.equal((await listOf(`/api/v1/revocations?memberId=${it.id.wangwei}`, 'wangwei'))[0], id)
  const unverified = '/api/v1/revocations?state=unverified&reason=move&limit=1'
  assert.equal((await listOf(unverified, 'zhangqiang')).length, 1)
  assert.equal((await it.ask(0, 'sunli', 'GET', '/api/v1/revocations')).status, 403)
  assert.equal((await it.ask(0, 'sunli', 'GET', `/api/v1/revocations/${id}`)).status, 403)
  assert.equal((await look(id, 'wangwei')).id, id)
  assert.equal((await it.ask(0, 'wangwei', 'GET', `/api/v1/revocations/${id}/receipt`)).status, 403)
  assert.equal((await it.ask(0, 'wangwei', 'POST', `/api/v1/revocations/${id}/verify`, {})).status, 403)
  assert.equal((await take('sunli', 'wangwei', 'all')).status, 403)
})

test('R1 R7 several taken in one batch are each tried, and each has its own entry and receipt', async () => {
  await lifted()
  const step = (memberId: string) => ({
    do: 'revocations.take',
    with: { memberId, permissions: ['msg.dm', 'file.upload'], reason: 'review', because },
  })
  const { results } = (await it.ok(0, 'lina', 'POST', '/api/v1/batches', {
    steps: [step(it.id.wangwei), step(it.id.sunli)],
  })) as unknown as { readonly results: readonly { readonly id: string }[] }
  const entries = new Set<number | null>()
  for (const { id } of results) {
    const view = await settled(id)
    assert.equal(view.state, 'verified')
    entries.add(view.entry)
    assert.deepEqual((await verifyReceipt(sha256, await receiptText(id))).findings, [])
  }
  assert.ok(entries.size === 2 && !entries.has(null))
})

test('R5 a node that is asleep is waited for by name, and answers when it wakes', async () => {
  const id = await taken(['file.upload'])
  await settled(id)
  // Asked of a node that is asleep. It stays in the list of those that may still serve.
  it.nodes[1]?.signal('SIGSTOP')
  const again = await it.ok(0, 'lina', 'POST', `/api/v1/revocations/${id}/verify`, {})
  assert.equal(again['round'], 2)
  await untilHolds('only the one asleep is awaited', async () => {
    const waiting = (await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${id}`)) as unknown as View
    assert.equal(waiting.state, 'applied')
    return waiting.awaited.join() === it.nodes[1]?.name
  })
  it.nodes[1]?.signal('SIGCONT')
  assert.equal((await settled(id)).state, 'verified')
})

test('R8 whoever leaves loses everything everywhere, and what they lost is kept, tried and signed', async () => {
  const name = '离职的人'
  const { id: memberId } = await it.ok(0, 'lina', 'POST', '/api/v1/members', {
    name,
    login: 'leaver',
    departmentId: it.research,
    status: 'active',
  })
  const answer = await it.ok(0, 'lina', 'POST', `/api/v1/members/${String(memberId)}/depart`, { because })
  const view = await settled(String(answer['revocationId']))
  assert.equal(view.state, 'verified')
  assert.equal(view.what, 'departure')
  assert.equal(view.reason, 'leave')
  assert.ok(
    view.rights.length > 5 && view.rights.every(({ ended, restricted }) => ended === 0 && !restricted),
  )
  assert.ok(view.after.every(({ permissions }) => permissions.length === 0))
  const { findings, receipt } = await verifyReceipt(sha256, await receiptText(view.id))
  assert.deepEqual(findings, [])
  assert.equal(receipt?.revocation.member.name, name)
})

test('R8 the suspended keep two things, and a grant that ends takes what no other gives', async () => {
  const { id: memberId } = await it.ok(0, 'lina', 'POST', '/api/v1/members', {
    name: '停用的人',
    login: 'rests',
    departmentId: it.research,
    status: 'active',
  })
  const grant = async (key: string): Promise<string> => {
    const { id } = await it.ok(0, 'lina', 'POST', '/api/v1/grants', {
      subject: { type: 'member', id: memberId },
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      because,
    })
    return String(id)
  }
  const end = async (grantId: string) =>
    (await it.ok(0, 'lina', 'POST', `/api/v1/grants/${grantId}/end`, { because }))['revocationId']
  const rare = await settled(String(await end(await grant('resource.read'))))
  assert.deepEqual([rare.state, rare.what], ['verified', 'grant'])
  assert.deepEqual(rare.rights, [{ permission: 'resource.read', ended: 1, left: 0, restricted: false }])
  const common = await settled(String(await end(await grant('file.download'))))
  assert.equal(common.state, 'verified')
  assert.ok(
    common.after.some(({ permissions }) => permissions.includes('file.download')),
    'from the baseline',
  )
  assert.deepEqual((await verifyReceipt(sha256, await receiptText(common.id))).findings, [])
  const paused = await it.ok(0, 'lina', 'POST', `/api/v1/members/${String(memberId)}/suspend`, { because })
  const view = await settled(String(paused['revocationId']))
  assert.deepEqual([view.state, view.what], ['verified', 'suspension'])
  const left = new Set(view.after.flatMap(({ permissions }) => permissions))
  assert.ok(
    [...left].every((key) => ['audit.self.view', 'request.submit'].includes(key)),
    [...left].join(),
  )
})
