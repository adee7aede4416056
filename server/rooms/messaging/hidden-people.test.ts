import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VisibilityTerms } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { directoryCommands } from '../directory/index.ts'
import { addMembers, openDirect, openGroup, send } from './index.ts'
import { office } from './messaging-fixture.ts'
import type { Office, Who } from './messaging-fixture.ts'
import { listFor, pageFor, readingOf } from './messaging-fixture-reading.ts'
import { heldBy, membersOf } from './views.ts'

const because = '测试需要'
const directTo = async ({ as }: Office, one: Who, memberId: string): Promise<string> =>
  (await as(one, (act) => openDirect(act, { memberId }), 'authority')).result.id
const direct = (it: Office, one: Who, other: Who): Promise<string> => directTo(it, one, it.id[other])
const set = async ({ as }: Office, terms: VisibilityTerms): Promise<string> =>
  (await as('lina', (act) => directoryCommands['visibility.set'](act, { terms, because }), 'authority'))
    .result.id
const end = ({ as }: Office, ruleId: string) =>
  as('lina', (act) => directoryCommands['visibility.end'](act, { ruleId, because }), 'authority')
const member = (id: string) => ({ type: 'member', id }) as const
const say = (it: Office, who: Who, conversationId: string) =>
  it.as(who, (act) => send(act, { conversationId, clientId: newId(), body: '你好', fileId: null }))

test('V17 only whom a shield names writes to a person, also in a conversation there is, or brings them into a group', async (t) => {
  const it = await office(t)
  const { id } = it
  const before = await direct(it, 'wangwei', 'zhoumin')
  const group = await it.group('wangwei', 'chenchen')
  const ruleId = await set(it, { kind: 'shield', about: member(id.zhoumin), viewers: [member(id.chenchen)] })
  const shielded = { code: 'messaging/shielded' }
  await assert.rejects(say(it, 'wangwei', before), shielded)
  const [seen] = await listFor(it, 'wangwei').then((all) => all.filter((one) => one.id === before))
  assert.deepEqual(
    [seen?.can['send'], seen?.title],
    [{ allowed: false, because: 'messaging/shielded' }, '周敏'],
  )
  const memberIds = [id.zhoumin]
  const opening = it.as('wangwei', (act) => openGroup(act, { name: '群', memberIds }), 'authority')
  await assert.rejects(opening, shielded)
  const adding = it.as('wangwei', (act) => addMembers(act, { conversationId: group, memberIds }), 'authority')
  await assert.rejects(adding, shielded)
  await assert.rejects(direct(it, 'lina', 'zhoumin'), shielded, 'nobody is above a shield')
  await say(it, 'zhoumin', before)
  assert.equal((await pageFor(it, 'wangwei', before, {})).items.length, 1)
  await direct(it, 'chenchen', 'zhoumin')
  await it.as('chenchen', (act) => addMembers(act, { conversationId: group, memberIds }), 'authority')
  await end(it, ruleId)
  await say(it, 'wangwei', before)
})

test('V2 V13 a hidden person answers like an id that never was; who talks with them already goes on, and sees the name alone', async (t) => {
  const it = await office(t)
  const { id } = it
  const before = await direct(it, 'wangwei', 'chenchen')
  const group = await it.group('lina', 'wangwei', 'chenchen')
  const ruleId = await set(it, { kind: 'hide', about: member(id.chenchen), viewers: [] })
  const refusalOf = async (work: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await work.then(
      () => assert.fail('it was not refused'),
      (no: unknown) => no,
    )
    assert.ok(error instanceof Error && 'code' in error && 'details' in error)
    return [error.code, error.details]
  }
  const guessed = newId()
  for (const asked of [
    (memberId: string) => directTo(it, 'zhoumin', memberId),
    (memberId: string) =>
      it.as('zhoumin', (act) => openGroup(act, { name: '群', memberIds: [memberId] }), 'authority'),
    (memberId: string) =>
      it
        .group('zhoumin')
        .then((conversationId) =>
          it.as('zhoumin', (act) => addMembers(act, { conversationId, memberIds: [memberId] }), 'authority'),
        ),
  ])
    assert.deepEqual(await refusalOf(asked(id.chenchen)), await refusalOf(asked(guessed)))
  await say(it, 'wangwei', before)
  const [mine] = (await listFor(it, 'wangwei')).filter((one) => one.id === before)
  assert.deepEqual([mine?.title, mine?.otherDepartment], ['陈晨', null])
  const reading = readingOf(it, 'wangwei')
  const seats = await membersOf(reading, heldBy(reading, group))
  assert.deepEqual(seats.map(({ name, department }) => `${name} ${department}`).toSorted(), [
    '李娜 研发',
    '王伟 研发',
    '陈晨 ',
  ])
  await end(it, ruleId)
  await direct(it, 'zhoumin', 'chenchen')
})
