/** The ledger leaves the house by whole servers: who may take it, what of it is told, and what becomes of it when the right is lost. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { STEP_UP_HEADER } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { parseVerifierKey, verifyBundle } from '@hufu/merkle'
import type { BundleReport } from '@hufu/merkle'
import { appendLedger, inTransaction, sha256 } from '../platform/ledger/index.ts'
import { actOf, cluster, endingWith, sleep } from '../testing/index.ts'
import type { Cluster, Player } from '../testing/index.ts'

const because = '测试需要'
const path = '/api/v1/ledger/export'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 1 })
  await it.ok(0, 'chenli', 'POST', '/api/v1/administrators', {
    memberId: it.id.wangwei,
    tier: 'scoped',
    permissions: ['audit.export'],
    scope: { type: 'workspace' },
    ceiling: { permissions: [], reach: { type: 'workspace' } },
    because,
  })
})

const read = async (text: string, key?: string): Promise<BundleReport> =>
  await verifyBundle({
    hash: sha256,
    chunks: (async function* () {
      yield Buffer.from(text)
    })(),
    ...(key === undefined ? {} : { trusted: parseVerifierKey(sha256, key) ?? assert.fail(key) }),
  })

const taken = async (who: Player, body: object): Promise<string> => {
  const { status, text } = await it.ask(0, who, 'POST', path, body)
  assert.equal(status, 200, text.slice(0, 300))
  return text
}

test('both trees of a company verify away from it, and the export stands in the one of activity', async () => {
  const authority = await taken('chenli', { tree: 'authority' })
  const report = await read(authority)
  assert.deepEqual(report.findings, [])
  assert.ok(authority.includes(because), 'sealed texts go with it')
  const activity = await taken('chenli', { tree: 'activity' })
  const { key = '' } = (await read(activity)).head ?? {}
  assert.ok((await read(activity, key)).ok)
  assert.ok(activity.includes('ledger.exported@1'), 'this very export is in it')
  const spoilt = authority.replace(because, '另有原因')
  assert.ok(!(await read(spoilt)).ok)
})

test('whoever may export and not read sealed texts gets the ledger without them; others get nothing', async () => {
  const refused = await it.ask(0, 'wangwei', 'POST', path, {})
  assert.equal(refused.status, 403)
  assert.match(JSON.stringify(refused.body), /audit\.admin\.view/)
  const bare = await taken('wangwei', { texts: false })
  assert.ok((await read(bare)).ok)
  assert.ok(!bare.includes(because))
  assert.equal((await it.ask(0, 'sunli', 'POST', path, { texts: false })).status, 403)
})

test('of an export during which the right is lost nothing more leaves, and what came is told from a whole one', async () => {
  await fillActivity(20_000)
  const { body, signal } = await begun('wangwei', { tree: 'activity', texts: false })
  const reader = body.getReader()
  const first: Read = await reader.read()
  await it.ok(0, 'lina', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.wangwei },
    right: { type: 'permission', key: 'audit.export' },
    scope: { type: 'workspace' },
    because,
  })
  let text = Buffer.from(first.value ?? []).toString()
  await assert.rejects(async () => {
    for (;;) {
      const next: Read = await reader.read()
      if (next.done) return
      text += Buffer.from(next.value ?? []).toString()
    }
  })
  signal.abort()
  const report = await read(text)
  assert.ok(!report.ok)
  assert.ok(report.findings.some(({ code }) => code === 'file-cut'))
})

test('no more than two are under way on one node', async () => {
  // On a machine that is very busy one of the two may have ended before the third is asked for.
  for (let round = 0; ; round += 1) {
    const running = [await begun('chenli', { tree: 'activity' }), await begun('chenli', { tree: 'activity' })]
    const third = await it.ask(0, 'chenli', 'POST', path, { tree: 'activity' })
    for (const { signal } of running) signal.abort()
    if (third.status === 503) {
      assert.equal(third.body['code'], 'audit/exports-busy')
      break
    }
    assert.ok(round < 4, 'a third export was given five times')
    await sleep(500)
  }
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await it.ask(0, 'chenli', 'POST', path, {})).status === 200) return
    await sleep(100)
  }
  assert.fail('nobody gives the places back')
})

/** More than the kernels of both ends hold between them. */
async function fillActivity(count: number): Promise<void> {
  const { rows } = await it.pool.query<{ revision: number }>(
    'select revision::int as revision from workspace',
  )
  const origin = { at: Date.now(), actor: { type: 'operator' }, channel: 'job', request: newId() } as const
  const entries = Array.from({ length: count }, (_, number) => ({
    event: 'refusal.met@1',
    data: { memberId: it.id.sunli, code: 'authority/not-granted', door: `GET /${number}` },
    sealed: { note: '一段不短的话，好让文件比两端的缓冲区都长。'.repeat(8) },
  }))
  await inTransaction(it.pool, async (query) => {
    const tree = { workspaceId: it.workspaceId, tree: 'activity' } as const
    await appendLedger(query, { ...tree, ...origin, revision: rows[0]?.revision ?? 0, entries })
  })
}

type Read = { readonly done: boolean; readonly value?: Uint8Array }

/** An export whose first bytes have come and of which nobody reads more yet. */
async function begun(who: Player, body: object) {
  const browser = it.at(0, who)
  const signal = new AbortController()
  const json = JSON.stringify(body)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const proved = await browser.ok('POST', '/api/v1/me/step-ups', {
    proof: { method: 'password', password: 'nine yellow lanterns' },
    act: actOf('POST', path, body),
  })
  const response = await fetch(`${browser.url}${path}`, {
    method: 'POST',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie,
      [STEP_UP_HEADER]: String(proved['token']),
    },
    body: json,
    signal: signal.signal,
  })
  assert.equal(response.status, 200)
  assert.ok(response.body !== null)
  return { body: response.body, signal }
}
