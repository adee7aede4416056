import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { newId } from '@hufu/kit'
import pg from 'pg'
import { addMembers, markRead, removeMember, send } from './index.ts'
import { heard, office, rounds, until } from './messaging-fixture.ts'
import type { Office } from './messaging-fixture.ts'
import { listFor, pageFor } from './messaging-fixture-reading.ts'

/** Two people talk without pause, each on another node, until told to stop. Answers the numbers they got. */
function chatter(it: Office, group: string): { readonly stop: () => Promise<readonly number[]> } {
  const talk = { going: true }
  const speak = async (who: 'lina' | 'chenchen', node: number): Promise<readonly number[]> => {
    const seqs: number[] = []
    while (talk.going) seqs.push(await it.say(who, group, '嗯', node))
    return seqs
  }
  const talking = Promise.all([speak('lina', 0), speak('chenchen', 1)])
  return {
    async stop() {
      talk.going = false
      return (await talking).flat()
    },
  }
}

test('who was taken out hears nothing that was sent afterwards, on any node', async (t) => {
  const it = await office(t)
  const { wangwei, lina } = it.id
  for (let round = 0; round < rounds(10); round += 1) {
    const group = await it.group('lina', 'wangwei', 'chenchen')
    const talk = chatter(it, group)
    await until(() => heard(it, wangwei, group).length > 4)
    const removing = await it.as(
      'lina',
      (act) => removeMember(act, { conversationId: group, memberId: wangwei }),
      'authority',
      round % 2,
    )
    const returned = performance.now()
    assert.equal(removing.applied.state, 'applied')
    await assert.rejects(it.say('wangwei', group, '我还在', (round + 1) % 2), { code: 'messaging/not-found' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const last = Math.max(...(await talk.stop()))
    await until(() => new Set(heard(it, lina, group)).has(last))
    const { items } = await pageFor(it, 'lina', group, { limit: 200 })
    const taken = items.find(({ line }) => line?.what === 'removed')?.seq ?? 0
    assert.ok(taken > 0 && last > taken, 'people went on talking after the removal')
    assert.deepEqual(
      heard(it, wangwei, group).filter((seq) => seq >= taken),
      [],
    )
    const late = it.told.filter(
      ({ memberId, at, frame }) =>
        memberId === wangwei && at > returned && !(frame.type === 'conversation' && frame.gone),
    )
    assert.deepEqual(late, [])
    await assert.rejects(pageFor(it, 'wangwei', group, {}), { code: 'messaging/not-found' })
    assert.equal(
      (await listFor(it, 'wangwei')).some(({ id }) => id === group),
      false,
    )
  }
})

test('who loses the right to read hears nothing more, and keeps the conversation without its words', async (t) => {
  const it = await office(t)
  const { wangwei } = it.id
  const group = await it.group('lina', 'wangwei', 'chenchen')
  const talk = chatter(it, group)
  await until(() => heard(it, wangwei, group).length > 4)
  await it.take('wangwei', 'msg.read', 1)
  const before = heard(it, wangwei, group).length
  const told = it.told.length
  await until(() => it.told.length > told + 10)
  await talk.stop()
  assert.equal(heard(it, wangwei, group).length, before)
  await assert.rejects(
    it.as('wangwei', (act) => markRead(act, { conversationId: group, seq: 9 })),
    { code: 'authority/restricted' },
  )
  await assert.rejects(listFor(it, 'wangwei'), { code: 'authority/restricted' })
})

test('who is brought back sees what comes from then on', async (t) => {
  const it = await office(t)
  const { wangwei } = it.id
  const group = await it.group('lina', 'wangwei')
  await it.as('lina', (act) => removeMember(act, { conversationId: group, memberId: wangwei }), 'authority')
  await it.say('lina', group, '他不在')
  await it.as('lina', (act) => addMembers(act, { conversationId: group, memberIds: [wangwei] }), 'authority')
  await it.say('lina', group, '他回来了')
  assert.deepEqual(
    (await pageFor(it, 'wangwei', group, {})).items.map(({ body }) => body),
    ['李娜 邀请 王伟 加入群聊', '他回来了'],
  )
})

/** Holds the row of a conversation as a stuck writer of ours would; a barrier may end it. */
async function holdRow(
  t: TestContext,
  it: Office,
  group: string,
): Promise<{ readonly waiting: () => Promise<number>; readonly release: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: it.url, application_name: 'hufu/stuck/command' })
  client.on('error', () => {})
  await client.connect()
  t.after(() => client.end().catch(() => undefined))
  const pool = it.nodes[0]?.pool
  assert.ok(pool)
  await client.query('begin')
  await client.query('select from conversation where id = $1 for update', [group])
  return {
    async waiting() {
      // Another connection: inside a transaction this view stands still.
      const { rows } = await pool.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      )
      return rows.length
    },
    release: async () => void (await client.query('rollback')),
  }
}

test('a process killed while its message waits for the conversation has sent nothing', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  const held = await holdRow(t, it, group)
  const input = { url: it.url, workspaceId: it.workspaceId, memberId: it.id.wangwei, conversationId: group }
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'messaging-fixture-sender.ts'), JSON.stringify(input)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  t.after(() => child.kill('SIGKILL'))
  const lines: readonly unknown[] = await once(createInterface({ input: child.stdout }), 'line')
  assert.deepEqual(lines, ['sending'])
  while ((await held.waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGKILL')
  await once(child, 'exit')
  // What takes rights away does not wait for the row; it waits for the number of the killed one, or ends its backend.
  const started = performance.now()
  const { applied } = await it.take('wangwei', 'msg.group')
  // The killed node said no goodbye, so its lease is waited out; its backend and the stuck one are ended after 2 s.
  assert.equal(applied.state, 'applied')
  assert.ok(performance.now() - started < 6500)
  await assert.rejects(it.say('wangwei', group, '再试'), { code: 'authority/restricted' })
  await it.say('lina', group, '都在吗')
  const { items } = await pageFor(it, 'lina', group, {})
  assert.deepEqual(
    items.filter(({ kind }) => kind === 'text').map(({ body }) => body),
    ['都在吗'],
  )
  assert.deepEqual(
    items.map(({ seq }) => seq),
    [1, 2, 3],
  )
})

test('a message that waited while its sender was taken out is refused', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  const held = await holdRow(t, it, group)
  const sending = assert.rejects(
    it.as(
      'wangwei',
      (act) => send(act, { conversationId: group, clientId: newId(), body: '赶上了吗', fileId: null }),
      'content',
      1,
    ),
    { code: 'authority/restricted' },
  )
  while ((await held.waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const taking = it.take('wangwei', 'msg.group')
  // The change is committed and known on both nodes before the writer gets on; its barrier waits for the writer.
  await until(() => it.nodes.every(({ feed }) => feed.facts(it.workspaceId).revision === 3))
  await held.release()
  await Promise.all([sending, taking])
  assert.deepEqual(
    (await pageFor(it, 'lina', group, {})).items.filter(({ kind }) => kind === 'text'),
    [],
  )
})
