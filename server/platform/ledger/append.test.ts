import { newId } from '@hufu/kit'
import {
  commitment,
  emptyFrontier,
  appendLeaf,
  frontierRoot,
  leafHash,
  NODE_LEVEL_STEP,
  parseLeaf,
  toHex,
  utf8,
} from '@hufu/merkle'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerFixture, someTime, something } from './fixture.ts'
import { sha256 } from './hash.ts'
import { appendLedger, appendText, inTransaction } from './index.ts'
import { readAbout, readHead, readNodes, readStoredEntries } from './store.ts'

test('whatever the sizes of the appends, the database grows the very tree of RFC 6962', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  let revision = 0
  for (const count of [1, 1, 2, 3, 250, 1, 255, 256, 257, 1, 513]) {
    revision += 1
    const entries = Array.from({ length: count }, (_, at) => something(at))
    await append(revision, entries)
    const stored = await readStoredEntries(pool, { ...tree, from: 0, limit: 10_000 })
    const nodes = new Map<string, string>()
    let frontier = emptyFrontier
    for (const entry of stored) {
      const leaf = leafHash(sha256, utf8(entry.leaf))
      assert.equal(toHex(entry.leafHash), toHex(leaf))
      frontier = appendLeaf(sha256, frontier, leaf, ({ level, index, hash }) => {
        if (level % NODE_LEVEL_STEP === 0) nodes.set(`${level}/${index}`, toHex(hash))
      })
    }
    const head = await readHead(pool, tree)
    assert.ok(head)
    assert.equal(head.size, stored.length)
    assert.equal(head.revision, revision)
    assert.equal(toHex(head.root), toHex(frontierRoot(sha256, frontier)))
    assert.deepEqual(head.frontier.map(toHex), frontier.nodes.map(toHex))
    const kept = (await readNodes(pool, tree)).map(
      (node) => [`${node.level}/${node.index}`, toHex(node.hash)] as const,
    )
    assert.deepEqual(new Map(kept), nodes)
  }
})

test('an append answers where it stands, and a long one goes in several calls', async (t) => {
  const { append, verify } = await ledgerFixture(t)
  assert.deepEqual({ ...(await append(1, [something(1)])), root: '' }, { first: 0, size: 1, root: '' })
  const many = Array.from({ length: 20_001 }, (_, at) => something(at))
  const added = await append(2, many)
  assert.equal(added.first, 1)
  assert.equal(added.size, 20_002)
  const report = await verify()
  assert.equal(report.root, added.root)
  assert.ok(report.ok, JSON.stringify(report.findings))
})

test('a leaf tells who did what, when and by which way, and keeps clear text out of the tree', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  const [actor, deputyOf] = [newId(), newId()]
  await append(1, [something(1, { sealed: { reason: '年度调整', name: '王小明' } })], {
    actor: { type: 'member', id: actor },
    onBehalfOf: { type: 'member', id: deputyOf },
    request: 'r-1',
  })
  const [entry] = await readStoredEntries(pool, { ...tree, from: 0, limit: 1 })
  assert.ok(entry)
  const leaf = parseLeaf(entry.leaf)
  assert.ok(leaf)
  assert.deepEqual(
    { ...leaf, data: null, sealed: null },
    {
      v: 1,
      workspace: tree.workspaceId,
      tree: 'authority',
      revision: 1,
      at: '2026-03-02T08:30:00.250Z',
      actor: { type: 'member', id: actor },
      onBehalfOf: { type: 'member', id: deputyOf },
      channel: 'http',
      request: 'r-1',
      event: 'grant.given@1',
      data: null,
      sealed: null,
    },
  )
  assert.ok(!entry.leaf.includes('王小明') && !entry.leaf.includes('年度调整'))
  assert.deepEqual(entry.sealed, { reason: '年度调整', name: '王小明' })
  assert.equal(leaf.sealed['name'], commitment(sha256, entry.salt, 'name', '王小明'))
  assert.equal(entry.at, someTime)
})

test('a short append that stands as text in its message is the same append, whatever is written in it', async (t) => {
  const { pool, tree, append, verify } = await ledgerFixture(t)
  await append(1, [something(1)])
  const odd = `'; drop table ledger_entry; -- \\' $1 "\n\t虎符 \\u0000`
  const member = newId()
  const entries = [
    something(2, { data: { text: odd }, sealed: { reason: odd, name: '王小明' }, about: [member] }),
    something(3),
  ]
  const actor = { type: 'member', id: member } as const
  const origin = { at: someTime, actor, channel: 'http', request: odd } as const
  const text = appendText({ ...tree, ...origin, revision: 2, entries })
  await pool.query(`begin;${text};commit`)
  const stored = await readStoredEntries(pool, { ...tree, from: 1, limit: 2 })
  assert.deepEqual(
    stored.map(({ index, revision, request, at }) => ({ index, revision, request, at })),
    [1, 2].map((index) => ({ index, revision: 2, request: odd, at: someTime })),
  )
  assert.deepEqual(stored[0]?.sealed, { reason: odd, name: '王小明' })
  assert.deepEqual(parseLeaf(stored[0]?.leaf ?? '')?.data, { text: odd })
  const about = await readAbout(pool, tree, [1, 2])
  assert.deepEqual([...about], [[1, [member]]])
  const { ok, findings } = await verify()
  assert.ok(ok, JSON.stringify(findings))
})

test('the same words sealed twice cannot be recognised', async (t) => {
  const { pool, tree, append } = await ledgerFixture(t)
  await append(1, [
    something(1, { sealed: { name: '王小明' } }),
    something(2, { sealed: { name: '王小明' } }),
  ])
  const entries = await readStoredEntries(pool, { ...tree, from: 0, limit: 2 })
  const told = entries.map((entry) => parseLeaf(entry.leaf)?.sealed['name'])
  assert.equal(new Set(told).size, 2)
})

test('an append that is rolled back leaves nothing behind, and the next takes its place', async (t) => {
  const { pool, tree, append, verify } = await ledgerFixture(t)
  await append(1, [something(1)])
  const failing = inTransaction(pool, async (query) => {
    const origin = { at: someTime, actor: { type: 'operator' }, channel: 'cli', request: 'r' } as const
    await appendLedger(query, { ...tree, ...origin, revision: 2, entries: [something(2)] })
    throw new Error('the write failed')
  })
  await assert.rejects(failing, /the write failed/)
  assert.equal((await append(2, [something(3)])).first, 1)
  assert.ok((await verify()).ok)
})

test('sixteen at once stand in one order without gaps', async (t) => {
  const { append, verify, pool, tree } = await ledgerFixture(t)
  const clients = Array.from({ length: 16 }, async (_, client) => {
    for (let round = 0; round < 10; round += 1) await append(1, [something(client * 100 + round)])
  })
  await Promise.all(clients)
  const report = await verify()
  assert.ok(report.ok, JSON.stringify(report.findings))
  assert.equal(report.size, 160)
  assert.equal((await readHead(pool, tree))?.size, 160)
})

test('a revision behind the ledger’s own is refused', async (t) => {
  const { append } = await ledgerFixture(t)
  await append(5, [something(1)])
  await assert.rejects(append(4, [something(2)]), /revision 4 is behind 5/)
})

test('nobody changes or deletes what stands in the ledger, the server itself included', async (t) => {
  const { append, sign, pool } = await ledgerFixture(t)
  await append(
    1,
    Array.from({ length: 300 }, (_, at) => something(at, { about: [newId()] })),
  )
  await sign()
  for (const table of ['ledger_entry', 'ledger_checkpoint', 'ledger_about', 'ledger_node'])
    for (const statement of [
      `update ${table} set index = index + 1000`,
      `update ${table} set tree = 'activity'`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      if (table === 'ledger_checkpoint' && statement.includes('index')) continue
      await assert.rejects(pool.query(statement), { code: '23001' }, statement)
    }
  await assert.rejects(pool.query('delete from ledger_head'), { code: '23001' })
})

test('two trees and two companies never mix', async (t) => {
  const { append, pool, tree, verify } = await ledgerFixture(t)
  const other = newId()
  await pool.query(`insert into workspace (id, slug, name) values ($1, $2, 'another')`, [other, other])
  await append(1, [something(1)])
  assert.equal((await append(1, [something(2)], { tree: 'activity' })).first, 0)
  assert.equal((await append(1, [something(3)], { workspaceId: other })).first, 0)
  assert.ok((await verify()).ok)
  assert.ok((await verify({ tree: 'activity' })).ok)
  assert.ok((await verify({ workspaceId: other })).ok)
  assert.equal((await readHead(pool, tree))?.size, 1)
})
