/** Hand-overs and backups as they come and go over the wire, on a whole server. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { newId } from '@hufu/kit'
import { cluster, endingWith } from '../../testing/index.ts'
import type { Cluster, Player } from '../../testing/index.ts'

const because = '调到新的项目组'
const file = endingWith(after)
let it: Cluster
let group: string

before(async () => {
  it = await cluster(file, { nodes: 1 })
  const { id } = await it.ok(0, 'wangwei', 'POST', '/api/v1/conversations', {
    kind: 'group',
    name: '发布群',
    memberIds: [it.id.zhangqiang],
  })
  group = String(id)
})

const ok = (who: Player, method: string, path: string, body?: unknown) => it.ok(0, who, method, path, body)
const ask = (who: Player, method: string, path: string, body?: unknown) => it.ask(0, who, method, path, body)

async function upload(who: Player, name: string, bytes: string): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `/api/v1/conversations/${group}/files?name=${name}`
  const { body } = await it.ask(0, who, 'POST', path, bytes, headers)
  const fileId = String(body['id'])
  await ok(who, 'POST', `/api/v1/conversations/${group}/messages`, { clientId: newId(), body: '', fileId })
  return fileId
}

const offer = async (kind: string, to: Player = 'sunli'): Promise<string> =>
  String(
    (
      await ok('lina', 'POST', '/api/v1/handovers', {
        fromId: it.id.wangwei,
        toId: it.id[to],
        kind,
        occasion: 'inservice',
        because,
      })
    )['id'],
  )

type Mine = { readonly toMe: readonly { readonly id: string; readonly state: string }[] }
type Told = { readonly title: string; readonly leads: unknown }
const noticesOf = async (who: Player): Promise<readonly Told[]> =>
  ((await ok(who, 'GET', '/api/v1/me/notices')) as { readonly items: readonly Told[] }).items

test('H2 the successor and the person are told of an offer, and the author of the answer', async () => {
  const page = { kind: 'handover', id: it.id.wangwei }
  const leadOf = async (who: Player, title: string) =>
    (await noticesOf(who)).find((one) => one.title === title)?.leads
  const id = await offer('group')
  for (const who of ['wangwei', 'sunli'] as const)
    assert.deepEqual(await leadOf(who, 'Hand-over: waiting for an answer'), { ...page, mine: true }, who)
  const { toMe } = (await ok('sunli', 'GET', '/api/v1/me/handovers')) as Mine
  assert.deepEqual(
    toMe.map((one) => [one.id, one.state]),
    [[id, 'offered']],
  )
  await ok('sunli', 'POST', `/api/v1/handovers/${id}/accept`, {})
  assert.deepEqual(await leadOf('lina', 'Hand-over: accepted'), { ...page, mine: false })
  const { ownerId } = await ok('sunli', 'GET', `/api/v1/conversations/${group}`)
  assert.equal(ownerId, it.id.sunli)
  const { items } = (await ok('lina', 'GET', `/api/v1/handovers?memberId=${it.id.wangwei}`)) as {
    readonly items: readonly { readonly state: string; readonly fates: unknown }[]
  }
  assert.deepEqual([items[0]?.state, items[0]?.fates], ['accepted', { handed: 1, gone: 0, stays: 0 }])
})

test('H1 the page of a person counts what they hold, for whoever may hand it over and nobody else', async () => {
  const path = `/api/v1/members/${it.id.wangwei}/holdings`
  const { holdings } = (await ok('lina', 'GET', path)) as {
    readonly holdings: readonly { readonly kind: string; readonly count: number }[]
  }
  assert.equal(holdings.find(({ kind }) => kind === 'session')?.count, 1)
  for (const who of ['sunli', 'zhangqiang', 'wangwei'] as const)
    assert.equal((await ask(who, 'GET', path)).status, 403, who)
  const list = `/api/v1/handovers?memberId=${it.id.wangwei}`
  assert.equal((await ask('sunli', 'GET', list)).status, 403)
})

test('H10 a backup opens for who took something over and for who may hand over, and each opening is written down', async () => {
  const mine = await upload('wangwei', 'a.txt', 'what was agreed')
  const { id } = await ok('lina', 'POST', '/api/v1/backups', { memberId: it.id.wangwei, because })
  const path = `/api/v1/backups/${String(id)}`
  for (const who of ['zhangqiang', 'wangwei'] as const)
    assert.equal((await ask(who, 'POST', `${path}/open`, {})).status, 403, who)
  const opened = (await ok('lina', 'POST', `${path}/open`, {})) as {
    readonly sha256: string
    readonly manifest: string
  }
  assert.equal(createHash('sha256').update(opened.manifest).digest('hex'), opened.sha256)
  // 孙丽 took over the group: she may open it, and read no file before the files are hers too.
  await ok('sunli', 'POST', `${path}/open`, {})
  const early = await ask('sunli', 'GET', `${path}/files/${mine}`)
  assert.deepEqual([early.status, early.body['code']], [403, 'backup/not-yours'])
  await ok('sunli', 'POST', `/api/v1/handovers/${await offer('file')}/accept`, {})
  assert.equal((await ask('sunli', 'GET', `${path}/files/${mine}`)).text, 'what was agreed')
  assert.equal((await ask('lina', 'GET', `${path}/files/${mine}`)).text, 'what was agreed')
  assert.equal((await ask('lina', 'GET', `${path}/files/${newId()}`)).status, 404)
  const { items } = (await ok('lina', 'GET', `/api/v1/members/${it.id.wangwei}/backups`)) as {
    readonly items: readonly {
      readonly openings: readonly { readonly by: string; readonly file: string | null }[]
    }[]
  }
  assert.deepEqual(
    items[0]?.openings.map(({ by, file: name }) => [by, name]),
    [
      ['李娜', 'a.txt'],
      ['孙丽', 'a.txt'],
      ['孙丽', null],
      ['李娜', null],
    ],
  )
})

test('H10 bytes that are not those that were sealed are refused, in words', async () => {
  const changed = await upload('wangwei', 'b.txt', 'as it was')
  const { id } = await ok('lina', 'POST', '/api/v1/backups', { memberId: it.id.wangwei, because })
  await it.pool.query('update backup_file set sha256 = sha256($2::bytea) where file_id = $1', [
    changed,
    'else',
  ])
  const answer = await ask('lina', 'GET', `/api/v1/backups/${String(id)}/files/${changed}`)
  assert.deepEqual([answer.status, answer.body['code']], [409, 'backup/bytes-differ'])
})

test('H6 the ledger verifies after hand-overs there and back', async () => {
  const { toMe } = (await ok('sunli', 'GET', '/api/v1/me/handovers')) as Mine
  for (const { id, state } of toMe)
    if (state === 'accepted') await ok('sunli', 'POST', `/api/v1/handovers/${id}/reverse`, { because })
  const { ownerId } = await ok('wangwei', 'GET', `/api/v1/conversations/${group}`)
  assert.equal(ownerId, it.id.wangwei)
  assert.equal((await ask('sunli', 'GET', `/api/v1/conversations/${group}`)).status, 404)
  const verified = await ok('chenli', 'POST', '/api/v1/ledger/verify', {})
  assert.equal(verified['ok'], true, JSON.stringify(verified))
})
