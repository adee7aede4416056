/**
 * Somebody who is hidden, looked for through every door that reads, on both nodes of a company: neither id nor name, nor
 * phone, nor login of theirs comes out to a member. And the rules stand in the ledger: a falsified one is found.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { cluster, endingWith } from '../testing/index.ts'
import type { Cluster } from '../testing/index.ts'

const because = '测试需要'
const file = endingWith(after)
const canary = { name: '金丝雀', login: 'canary7', phone: '13912345678', employeeNo: 'K-7777' }
let it: Cluster
let canaryId: string
let group: string

before(async () => {
  it = await cluster(file)
  const { id } = await it.ok(0, 'chenli', 'POST', '/api/v1/members', {
    ...canary,
    departmentId: it.research,
    status: 'active',
    head: true,
  })
  canaryId = String(id)
  const made = await it.ok(0, 'chenli', 'POST', '/api/v1/groups', { name: '班子' })
  group = String(made['id'])
  await it.ok(0, 'chenli', 'POST', `/api/v1/groups/${group}/members`, { add: [canaryId, it.id.wangwei] })
  await it.ok(0, 'chenli', 'PATCH', `/api/v1/members/${it.id.wangwei}`, { managerId: canaryId })
  await it.group('wangwei', 'sunli')
})

const rooms: readonly Readonly<Record<string, Route>>[] = Object.values(contract)
const reads = rooms
  .flatMap((room) => Object.values(room))
  .filter(({ method, answers }) => method === 'GET' && answers === 'json')

/** Addresses of a route, with every id that could lead to the canary. */
function addressesOf({ url }: Route): readonly string[] {
  const ids: Readonly<Record<string, string>> = {
    memberId: canaryId,
    departmentId: it.research,
    groupId: group,
  }
  const filled = url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? it.id.wangwei)
  const searches = ['金丝雀', 'jinsique', 'jsq', 'canary', canary.phone, 'K-7777'].map(
    (search) => `?search=${encodeURIComponent(search)}`,
  )
  const own = url.replaceAll(/:(\w+)/g, () => it.id.wangwei)
  return [filled, own, ...searches.map((search) => filled + search), `${filled}?departmentId=${it.research}`]
}

/** Every door at every address that says something of the canary to 王伟; guessed words in an echo aside. */
async function leaks(node: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const route of reads)
    for (const address of new Set(addressesOf(route))) {
      const { text, status } = await it.ask(node, 'wangwei', 'GET', address)
      if (status >= 400) continue
      for (const said of [canaryId, ...Object.values(canary)])
        if (text.includes(said)) found.push(`${address}: ${said}`)
    }
  return found
}

test('V2 V7 once a rule stands, no door that reads says anything of a hidden person to a member, on any node', async () => {
  assert.ok((await leaks(1)).length >= 10, 'before, they are found')
  const about = { type: 'member', id: canaryId }
  const terms = { kind: 'hide', about, viewers: [{ type: 'member', id: it.id.sunli }] }
  const { id, applied } = await it.ok(0, 'chenli', 'POST', '/api/v1/visibility', { terms, because })
  assert.equal((applied as { readonly state: string }).state, 'applied')
  assert.deepEqual(await leaks(1), [])
  assert.deepEqual(await leaks(0), [])
  const named = await it.ask(1, 'sunli', 'GET', `/api/v1/members/${canaryId}`)
  assert.equal(named.body['name'], canary.name)
  const late = await it.start()
  assert.deepEqual(await leaks(it.nodes.indexOf(late)), [], 'a node that starts now loads the rule')
  await it.ok(0, 'chenli', 'POST', `/api/v1/visibility/${String(id)}/end`, { because })
  assert.equal((await it.ask(1, 'wangwei', 'GET', `/api/v1/members/${canaryId}`)).status, 200)
})

test('V7 a hidden department and a limit leave nothing of its people either', async () => {
  const about = { type: 'department', id: it.research }
  const limited = {
    kind: 'limit',
    about,
    reach: 'custom',
    list: [{ type: 'member', id: it.id.sunli }],
    viewers: [],
  }
  const { id } = await it.ok(1, 'chenli', 'POST', '/api/v1/visibility', { terms: limited, because })
  const head = await it.ask(0, 'wangwei', 'GET', `/api/v1/members/${canaryId}`)
  assert.equal(head.status, 200, 'the head above stays')
  const hide = { kind: 'hide', about: { type: 'member', id: canaryId }, viewers: [] }
  await it.ok(1, 'chenli', 'POST', '/api/v1/visibility', { terms: hide, because })
  assert.deepEqual(await leaks(0), [])
  await it.ok(1, 'chenli', 'POST', `/api/v1/visibility/${String(id)}/end`, { because })
})

test('V7 every open page hears that who sees whom has changed, on any node, and of nobody by name', async () => {
  const pages = await Promise.all([it.wire(0, 'wangwei'), it.wire(1, 'sunli')])
  const hide = { kind: 'hide', about: { type: 'member', id: canaryId }, viewers: [] }
  const set = async () => {
    const { id, applied } = await it.ok(1, 'chenli', 'POST', '/api/v1/visibility', { terms: hide, because })
    return { id: String(id), revision: (applied as { readonly revision: number }).revision }
  }
  const { id, revision } = await set()
  for (const page of pages) {
    const heard = await page.next('sight', (frame) => Number(frame['revision']) >= revision)
    assert.deepEqual(Object.keys(heard).toSorted(), ['revision', 'type'])
  }
  const { applied } = await it.ok(1, 'chenli', 'POST', `/api/v1/visibility/${id}/end`, { because })
  const ended = (applied as { readonly revision: number }).revision
  for (const page of pages) await page.next('sight', (frame) => Number(frame['revision']) >= ended)
})

test('V18 what was revealed stands in the ledger and among what concerns the person; a falsified rule is found', async () => {
  const seen = await it.ok(0, 'chenli', 'POST', `/api/v1/members/${it.id.wangwei}/reveal`, {
    field: 'login',
    because: '核对账号',
  })
  assert.equal(seen['value'], 'wangwei')
  const mine = await it.ok(1, 'wangwei', 'GET', '/api/v1/me/history')
  const [entry] = mine['items'] as readonly { readonly event: string; readonly words: string }[]
  assert.equal(entry?.event, 'visibility.revealed@1')
  assert.match(entry.words, /陈立 read the login of 王伟.*核对账号/)
  const verify = async () =>
    (await it.ok(0, 'chenli', 'POST', '/api/v1/ledger/verify', {})) as unknown as {
      readonly ok: boolean
      readonly findings: readonly { readonly words: string }[]
    }
  assert.deepEqual((await verify()).findings, [])
  await it.pool.query('update visibility_rule set viewers = $1 where ended_at is null', [
    JSON.stringify([{ type: 'member', id: it.id.wangwei }]),
  ])
  const { findings } = await verify()
  assert.ok(findings.length > 0 && findings.every(({ words }) => words.includes('visibility')))
})
