import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@hufu/kit'
import {
  addMembers,
  conversations,
  conversationsOf,
  dissolve,
  heldOf,
  markRead,
  openDirect,
  openGroup,
  removeMember,
  renameGroup,
  send,
} from './index.ts'
import { heard, office, until } from './messaging-fixture.ts'
import type { Office, Who } from './messaging-fixture.ts'
import { listFor, pageFor } from './messaging-fixture-reading.ts'

const direct = async ({ as, id }: Office, one: Who, other: Who): Promise<string> =>
  (await as(one, (act) => openDirect(act, { memberId: id[other] }), 'authority')).result.id

test('two people have one conversation, whoever opens it', async (t) => {
  const it = await office(t)
  const mine = await direct(it, 'lina', 'wangwei')
  assert.equal(await direct(it, 'wangwei', 'lina'), mine)
  const [seen] = await listFor(it, 'wangwei')
  assert.equal(seen?.title, '李娜')
  assert.equal(seen?.otherDepartment, '研发')
  await assert.rejects(direct(it, 'lina', 'lina'), { code: 'messaging/not-with-oneself' })
})

test('what was said is read back in order, page by page, and counted as unread until it is read', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  for (let number = 1; number <= 7; number += 1) await it.say('lina', group, `第 ${number} 条`)
  const newest = await pageFor(it, 'wangwei', group, { limit: 3 })
  assert.deepEqual(
    newest.items.map(({ body }) => body),
    ['第 5 条', '第 6 条', '第 7 条'],
  )
  assert.equal(newest.more, true)
  const before = await pageFor(it, 'wangwei', group, { before: newest.items[0]?.seq, limit: 50 })
  assert.deepEqual(
    before.items.map(({ kind }) => kind),
    ['system', 'system', 'text', 'text', 'text', 'text'],
  )
  assert.equal(before.items[1]?.body, '李娜 邀请 王伟 加入群聊')
  assert.equal(before.more, false)
  const after = await pageFor(it, 'wangwei', group, { after: 7, limit: 1 })
  assert.deepEqual(
    after.items.map(({ body }) => body),
    ['第 6 条'],
  )
  // Lines of the system are no messages of anybody.
  assert.equal((await listFor(it, 'wangwei'))[0]?.unread, 7)
  assert.equal((await listFor(it, 'lina'))[0]?.unread, 0)
  const read = await it.as('wangwei', (act) => markRead(act, { conversationId: group, seq: 7 }))
  assert.equal(read.result.unread, 2)
  assert.equal(
    (await it.as('wangwei', (act) => markRead(act, { conversationId: group, seq: 3 }))).result.unread,
    2,
  )
  assert.equal(
    (await it.as('wangwei', (act) => markRead(act, { conversationId: group, seq: 999 }))).result.unread,
    0,
  )
})

test('a read mark is told to those whose messages were read', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei', 'chenchen')
  const seq = await it.say('lina', group, '看到请回复')
  await it.as('wangwei', (act) => markRead(act, { conversationId: group, seq }), 'content', 1)
  const reads = () => it.told.filter(({ frame }) => frame.type === 'read')
  await until(() => reads().length === 4)
  assert.deepEqual(new Set(reads().map(({ memberId }) => memberId)), new Set([it.id.lina, it.id.wangwei]))
})

test('the same message sent again is there once, and another under its id is refused', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  const input = { conversationId: group, clientId: newId(), body: '只说一次', fileId: null }
  const tries = await Promise.all(
    [0, 1, 0, 1].map((node) => it.as('lina', (act) => send(act, input), 'content', node)),
  )
  assert.equal(new Set(tries.map(({ result }) => result.id)).size, 1)
  assert.equal((await pageFor(it, 'lina', group, {})).items.filter(({ kind }) => kind === 'text').length, 1)
  await assert.rejects(
    it.as('lina', (act) => send(act, { ...input, body: '别的话' })),
    { code: 'messaging/key-reused' },
  )
})

test('eight people at once leave no gap and no pair in the numbers, and everybody hears them all on both nodes', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei', 'chenchen', 'zhoumin')
  const senders: readonly Who[] = [
    'lina',
    'wangwei',
    'chenchen',
    'zhoumin',
    'lina',
    'wangwei',
    'chenchen',
    'zhoumin',
  ]
  const given = await Promise.all(
    senders.map(async (who, place) => {
      const seqs: number[] = []
      for (let turn = 0; turn < 12; turn += 1)
        seqs.push(await it.say(who, group, `${who} ${turn}`, place % 2))
      return seqs
    }),
  )
  const all = given.flat().toSorted((a, b) => a - b)
  assert.deepEqual(
    all,
    Array.from({ length: 96 }, (_, place) => place + 3),
  )
  for (const seqs of given)
    assert.deepEqual(
      seqs,
      seqs.toSorted((a, b) => a - b),
    )
  const ofWangwei = (node: number): readonly number[] =>
    heard({ ...it, told: it.told.filter((one) => one.node === node) }, it.id.wangwei, group).toSorted(
      (a, b) => a - b,
    )
  await until(() => ofWangwei(0).length === 98 && ofWangwei(1).length === 98)
  assert.deepEqual(
    ofWangwei(0),
    Array.from({ length: 98 }, (_, place) => place + 1),
  )
  assert.deepEqual(ofWangwei(1), ofWangwei(0))
})

test('writing to another department takes its own permission', async (t) => {
  const it = await office(t)
  const withSales = await direct(it, 'wangwei', 'chenchen')
  const withResearch = await direct(it, 'wangwei', 'lina')
  await it.take('wangwei', 'msg.cross_dept')
  await assert.rejects(it.say('wangwei', withSales, '你好'), { code: 'authority/restricted' })
  await it.say('wangwei', withResearch, '你好')
  const aroundIt = { name: '绕行', memberIds: [it.id.chenchen] }
  await assert.rejects(
    it.as('wangwei', (act) => openGroup(act, aroundIt), 'authority'),
    { code: 'authority/restricted' },
  )
  // 周敏 is of the whole company, so near to everybody.
  await it.say('wangwei', await direct(it, 'wangwei', 'zhoumin'), '你好')
  const shown = (await listFor(it, 'wangwei')).find(({ id }) => id === withSales)
  assert.deepEqual(shown?.can['send'], { allowed: false, because: 'authority/restricted' })
})

test('nobody writes to somebody who has left, and everybody may still read what was said', async (t) => {
  const it = await office(t)
  const chat = await direct(it, 'wangwei', 'zhoumin')
  await it.say('zhoumin', chat, '再见')
  await it.depart('zhoumin')
  await assert.rejects(it.say('wangwei', chat, '还在吗'), { code: 'messaging/receiver-departed' })
  const [seen] = await listFor(it, 'wangwei')
  assert.deepEqual(seen?.can['send'], { allowed: false, because: 'messaging/receiver-departed' })
  assert.equal(seen?.last?.body, '再见')
  const bringing = { name: '项目群', memberIds: [it.id.zhoumin] }
  await assert.rejects(
    it.as('lina', (act) => openGroup(act, bringing), 'authority'),
    { code: 'messaging/member-departed' },
  )
})

test('what one is not in is not there, for every verb', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  const notFound = { code: 'messaging/not-found' }
  const { id } = it
  await assert.rejects(it.say('chenchen', group, '有人吗'), notFound)
  await assert.rejects(
    it.as('chenchen', (act) => markRead(act, { conversationId: group, seq: 1 })),
    notFound,
  )
  await assert.rejects(
    it.as(
      'chenchen',
      (act) => addMembers(act, { conversationId: group, memberIds: [id.chenchen] }),
      'authority',
    ),
    notFound,
  )
  await assert.rejects(
    it.as('chenchen', (act) => removeMember(act, { conversationId: group, memberId: id.lina }), 'authority'),
    notFound,
  )
  await assert.rejects(
    it.as('chenchen', (act) => renameGroup(act, { conversationId: group, name: '我的' }), 'authority'),
    notFound,
  )
  await assert.rejects(
    it.as('chenchen', (act) => dissolve(act, { conversationId: group }), 'authority'),
    notFound,
  )
  await assert.rejects(pageFor(it, 'chenchen', group, {}), notFound)
  assert.deepEqual(await listFor(it, 'chenchen'), [])
})

test('a group is its owner’s: others may bring people in, not take them out; who comes later sees what comes later', async (t) => {
  const it = await office(t)
  const { id } = it
  const group = await it.group('lina', 'wangwei')
  await it.say('lina', group, '旧事')
  await it.as(
    'wangwei',
    (act) => addMembers(act, { conversationId: group, memberIds: [id.chenchen, id.lina] }),
    'authority',
  )
  await assert.rejects(
    it.as(
      'wangwei',
      (act) => removeMember(act, { conversationId: group, memberId: id.chenchen }),
      'authority',
    ),
    { code: 'messaging/not-owner' },
  )
  assert.deepEqual(
    (await pageFor(it, 'chenchen', group, {})).items.map(({ body }) => body),
    ['王伟 邀请 陈晨 加入群聊'],
  )
  assert.equal((await listFor(it, 'chenchen'))[0]?.unread, 0)
  await it.as('lina', (act) => removeMember(act, { conversationId: group, memberId: id.lina }), 'authority')
  const known = it.nodes[0]?.feed.projection(it.workspaceId, conversations)
  assert.ok(known)
  assert.equal(heldOf(known, group)?.ownerId, id.wangwei)
  await it.as('wangwei', (act) => renameGroup(act, { conversationId: group, name: '新名' }), 'authority')
  assert.deepEqual(
    (await pageFor(it, 'wangwei', group, { limit: 2 })).items.map(({ body }) => body),
    ['王伟 成为新的群主', '王伟 将群名改为“新名”'],
  )
})

test('a dissolved group is gone for everybody, on both nodes, and both ways of knowing agree', async (t) => {
  const it = await office(t)
  const group = await it.group('lina', 'wangwei')
  await assert.rejects(
    it.as('wangwei', (act) => dissolve(act, { conversationId: group }), 'authority'),
    { code: 'messaging/not-owner' },
  )
  await it.as('lina', (act) => dissolve(act, { conversationId: group }), 'authority')
  await assert.rejects(it.say('wangwei', group, '还在吗', 1), { code: 'messaging/not-found' })
  assert.deepEqual(await listFor(it, 'wangwei'), [])
  await until(() => it.told.filter(({ frame }) => frame.type === 'conversation' && frame.gone).length === 4)
  for (const node of it.nodes) {
    const folded = conversationsOf(node.feed.projection(it.workspaceId, conversations), it.id.wangwei)
    await node.feed.load(it.workspaceId)
    assert.deepEqual(
      conversationsOf(node.feed.projection(it.workspaceId, conversations), it.id.wangwei),
      folded,
    )
  }
})
