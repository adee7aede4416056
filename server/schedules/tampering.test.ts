/** Falsifications by somebody who owns the database, looked for through the product: `POST /api/v1/ledger/verify` of a running server. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { cluster, endingWith } from '../testing/index.ts'
import type { Cluster } from '../testing/index.ts'

const because = '测试需要'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 1 })
  const everywhere = { type: 'workspace' }
  const right = (key: string) => ({ type: 'permission', key })
  const subject = { type: 'member', id: it.id.wangwei }
  for (const key of ['file.download', 'file.upload', 'msg.dm', 'group.create', 'resource.write']) {
    const { id } = await it.ok(0, 'chenli', 'POST', '/api/v1/grants', {
      subject,
      right: right(key),
      scope: everywhere,
      until: key === 'resource.write' ? '2098-01-01T00:00:00Z' : null,
      because,
    })
    if (key === 'resource.write')
      await it.ok(0, 'chenli', 'POST', `/api/v1/grants/${String(id)}/suspend`, { because })
  }
  await it.ok(0, 'chenli', 'POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: it.id.sunli },
    right: right('msg.dm'),
    scope: everywhere,
    because,
  })
  // Signed up to here, and kept outside the database as well.
  assert.deepEqual((await verify()).findings, [])
})

type Verified = {
  readonly ok: boolean
  readonly findings: readonly {
    readonly tree: string
    readonly index: number | null
    readonly code: string
  }[]
}

const verify = async (): Promise<Verified> =>
  (await it.ok(0, 'chenli', 'POST', '/api/v1/ledger/verify', {})) as unknown as Verified

const entries = `ledger_entry where tree = 'authority' and index`
const rehash = `leaf_hash = sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))`
const all = [
  'ledger_entry',
  'ledger_node',
  'ledger_head',
  'ledger_checkpoint',
  'authority_grant',
  'restriction',
  'administrator',
  'member',
  'department',
  'appointment',
]

/** Each falsification in SQL, and the tree or table it strikes. `AT` stands for an entry in the middle. */
const falsifications: readonly (readonly [what: string, ...statements: readonly string[]])[] = [
  [
    'a leaf is edited',
    `update ledger_entry set leaf = replace(leaf, 'member', 'nember') where tree = 'authority' and index = AT`,
  ],
  [
    'a leaf is edited and its hash with it',
    `update ledger_entry set leaf = replace(leaf, 'member', 'nember') where tree = 'authority' and index = AT`,
    `update ledger_entry set ${rehash} where tree = 'authority' and index = AT`,
  ],
  [
    'a reason that stands sealed is edited',
    `update ledger_entry set sealed = '{"because": "我说了算"}' where tree = 'authority' and event = 'grant.given@1' and sealed <> '{}'`,
  ],
  ['an entry is deleted', `delete from ${entries} = AT`],
  [
    'two entries change places',
    `update ledger_entry e set (event, leaf, leaf_hash, sealed, salt, at, request_id) = (select event, leaf, leaf_hash, sealed, salt, at, request_id from ledger_entry o where o.workspace_id = e.workspace_id and o.tree = e.tree and o.index = 2 * AT + 1 - e.index) where e.tree = 'authority' and e.index in (AT, AT + 1)`,
  ],
  [
    'the tail is cut',
    `delete from ${entries} >= (select size - 2 from ledger_head where tree = 'authority')`,
  ],
  [
    'an entry is added at the end',
    `insert into ledger_entry select workspace_id, tree, (select size from ledger_head where tree = 'authority'), revision, event, leaf, leaf_hash, link, sealed, salt, at, request_id from ${entries} = AT`,
  ],
  ['the root of the head is edited', `update ledger_head set root = sha256(root) where tree = 'authority'`],
  ['a kept subtree root is edited', `update ledger_node set hash = sha256(hash) where tree = 'authority'`],
  [
    'the note of a checkpoint is edited',
    `update ledger_checkpoint set note = replace(note, E'\\n\\n', E'\\nmore\\n\\n') where tree = 'authority'`,
  ],
  [
    'the root beside a checkpoint is edited',
    `update ledger_checkpoint set root = sha256(root) where tree = 'authority'`,
  ],
  [
    'a signature is somebody else’s',
    `update ledger_checkpoint set note = regexp_replace(note, '[A-Za-z0-9+/]{40}={0,2}\\n$', repeat('A', 40) || E'\\n') where tree = 'authority'`,
  ],
  [
    'a grant widens',
    `update authority_grant set permission = 'msg.group' where permission = 'msg.dm' and subject_type = 'member'`,
  ],
  [
    'a grant is slipped in',
    `insert into authority_grant select (g).* from (select jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'permission', 'file.upload')) as g from authority_grant a where permission = 'msg.dm' limit 1) one`,
  ],
  [
    'a grant that ended is in force again, or one in force has ended',
    `update authority_grant set ended_at = now(), ended_by = 'operator' where permission = 'group.create'`,
  ],
  [
    'a suspended grant gives again',
    `update authority_grant set suspended_at = null, suspended_by = null, suspended_because = null, suspended_tier = null where permission = 'resource.write'`,
  ],
  [
    'a grant is suspended past the log',
    `update authority_grant set suspended_at = now(), suspended_by = 'operator', suspended_because = '' where permission = 'msg.dm' and subject_type = 'member'`,
  ],
  [
    'a grant ends later than the log says',
    `update authority_grant set first_until_at = until_at, until_at = '2099-01-01', extended = 1 where permission = 'resource.write'`,
  ],
  ['a restriction vanishes', `delete from restriction`],
  [
    'an administrator gets more permissions',
    `update administrator set permissions = permissions || array['org.member.delete'] where tier = 'scoped'`,
  ],
  ['an administrator becomes a super one', `update administrator set tier = 'super' where tier = 'scoped'`],
  ['a member is suspended past the log', `update member set status = 'suspended' where login = 'sunli'`],
  [
    'a member works in another department',
    `update appointment set department_id = (select id from department where parent_id is null) where member_id = (select id from member where login = 'wangwei')`,
  ],
  [
    'a department moves',
    `update department set parent_id = null, path = '/' || number || '/' where parent_id is not null`,
  ],
]

/** Runs statements as a superuser who goes round every trigger, key and check. */
async function asOwner(...statements: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: it.keeperUrl })
  await client.connect()
  try {
    let struck = 0
    await client.query('begin; set local session_replication_role = replica')
    for (const statement of statements) struck += (await client.query(statement)).rowCount ?? 0
    await client.query('commit')
    return struck
  } finally {
    await client.end()
  }
}

test('an untouched ledger verifies, also after it was verified before and more has happened', async () => {
  await it.ok(0, 'chenli', 'POST', '/api/v1/departments', { parentId: it.research, name: '平台' })
  assert.deepEqual((await verify()).findings, [])
})

test('the ledger verifies whatever becomes of a grant: suspended, extended, resumed, suspended again and given up', async () => {
  const { id } = await it.ok(0, 'chenli', 'POST', '/api/v1/grants', {
    subject: { type: 'member', id: it.id.sunli },
    right: { type: 'permission', key: 'resource.read' },
    scope: { type: 'workspace' },
    until: '2098-01-01T00:00:00Z',
    because,
  })
  const life = (act: string, body: object = { because }, who: 'chenli' | 'sunli' = 'chenli') =>
    it.ok(0, who, 'POST', `/api/v1/grants/${String(id)}/${act}`, body)
  for (const step of [
    () => life('suspend'),
    () => life('extend', { until: '2099-01-01T00:00:00Z', because }),
    () => life('resume'),
    () => life('suspend'),
    () => life('relinquish', {}, 'sunli'),
  ]) {
    await step()
    assert.deepEqual((await verify()).findings, [])
  }
})

test('each falsification by the owner of the database is found by the server, and taking it back makes it well again', async (t) => {
  await it.pool.query('select 1')
  await asOwner('create schema kept', ...all.map((name) => `create table kept.${name} as table ${name}`))
  const [row] = (
    await it.pool.query<{ size: number }>(
      "select size::int as size from ledger_head where tree = 'authority'",
    )
  ).rows
  const at = String(Math.floor((row?.size ?? 0) / 2))
  // Indexes that forbid a false state would only be in the owner's way.
  await asOwner('drop index if exists department_root')
  const missed: string[] = []
  for (const [what, ...statements] of falsifications) {
    const struck = await asOwner(...statements.map((statement) => statement.replaceAll('AT', at)))
    assert.ok(struck > 0, `${what}: it struck nothing`)
    const { ok, findings } = await verify()
    if (ok || findings.length === 0) missed.push(what)
    else
      t.diagnostic(
        `${what}: ${[...new Set(findings.map(({ code, index }) => (index === null ? code : `${code} at ${index}`)))].slice(0, 3).join(', ')}`,
      )
    await asOwner(
      ...all.toReversed().map((name) => `delete from ${name}`),
      ...all.map((name) => `insert into ${name} select * from kept.${name}`),
    )
  }
  assert.deepEqual(missed, [])
  assert.deepEqual((await verify()).findings, [])
  t.diagnostic(`${falsifications.length} of ${falsifications.length} found`)
})
