import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ability, Held, PermissionKey } from '@hufu/authority'
import type { FeedEvent } from '../feed/index.ts'
import { compareAbilities, rests, toldOf, touchedBy } from './rights.ts'

const grant = (id: string, reach: Held['reach'] = { type: 'workspace' }): Held => ({
  reason: { kind: 'grant', id },
  reach,
})
const restriction = (id: string, reach: Held['reach'] = { type: 'workspace' }): Held => ({
  reason: { kind: 'restriction', id },
  reach,
})
const room: Held['reach'] = { type: 'resource', kind: 'conversation', id: 'room' }

const held = (by: readonly Held[], except: readonly Held[] = []): ReadonlyMap<PermissionKey, Ability> =>
  new Map([['file.download', { permission: 'file.download', by, except }]])

const changed = (before: ReadonlyMap<PermissionKey, Ability>, after: ReadonlyMap<PermissionKey, Ability>) => {
  const { lost, gained } = compareAbilities(before, after)
  return [lost.map(({ by }) => [...by]), gained.map(({ by }) => [...by])]
}

test('losing one of several ways to the same thing is no loss', () => {
  assert.deepEqual(changed(held([grant('a'), grant('b')]), held([grant('b')])), [[], []])
  assert.deepEqual(changed(held([grant('a'), grant('b', room)]), held([grant('a')])), [[], []])
})

test('losing the last way is a loss, and names the fact that went', () => {
  assert.deepEqual(changed(held([grant('a')]), new Map()), [[['a']], []])
  assert.deepEqual(changed(new Map(), held([grant('a')])), [[], [['a']]])
})

test('a restriction of everything is a loss, and of one place too; lifting it is a gain', () => {
  assert.deepEqual(changed(held([grant('a')]), held([grant('a')], [restriction('r')])), [[['r']], []])
  assert.deepEqual(changed(held([grant('a')]), held([grant('a')], [restriction('r', room)])), [[['r']], []])
  assert.deepEqual(changed(held([grant('a')], [restriction('r')]), held([grant('a')])), [[], [['r']]])
})

test('a right that shrinks to one place is a loss, one that grows is a gain', () => {
  assert.deepEqual(changed(held([grant('a')]), held([grant('b', room)])), [[['a', 'b']], []])
  assert.deepEqual(changed(held([grant('b', room)]), held([grant('a')])), [[], [['b', 'a']]])
})

test('what can change nobody makes no node look, and what names somebody makes it look at them alone', () => {
  const of = (event: string, data: object) => touchedBy({ event, data })
  const nobody = { type: 'members', ids: [] }
  const one = { type: 'members', ids: ['m'] }
  assert.deepEqual(of('conversation.opened@1', { conversationId: 'c' }), nobody)
  assert.deepEqual(of('position.created@1', { positionId: 'p' }), nobody)
  assert.deepEqual(of('member.suspended@1', { memberId: 'm' }), one)
  assert.deepEqual(of('grant.given@1', { grantId: 'g', subject: { type: 'member', id: 'm' } }), one)
  assert.deepEqual(of('grant.given@1', { grantId: 'g', subject: { type: 'group', id: 'x' } }), {
    type: 'everybody',
  })
  assert.deepEqual(of('grant.ended@1', { grantId: 'g' }), { type: 'holders', fact: 'g' })
  assert.deepEqual(of('grant.suspended@1', { grantId: 'g' }), { type: 'holders', fact: 'g' })
  assert.deepEqual(of('grant.resumed@1', { grantId: 'g' }), { type: 'everybody' })
  assert.deepEqual(of('role.changed@1', { roleId: 'r' }), { type: 'everybody' })
  assert.equal(rests(held([grant('g')]), 'g'), true)
  assert.equal(rests(held([grant('g')], [restriction('r')]), 'r'), true)
  assert.equal(rests(held([grant('g')]), 'x'), false)
})

test('whose right rests is told that it was suspended, and when it goes on that it was resumed', () => {
  const change = { key: 'file.download', by: new Set(['g']) } as const
  const cause = (event: string): FeedEvent => ({
    revision: 1,
    index: 1,
    event,
    data: { grantId: 'g' },
    sealed: { because: '复核' },
    at: new Date(0),
    actor: 'member:m',
    requestId: 'r',
  })
  const words = (kind: 'lost' | 'gained', event: string) =>
    toldOf(change, kind, cause(event), '李娜', 'zh-CN').words
  assert.match(words('lost', 'grant.suspended@1'), /已由 李娜 暂停，原因：复核$/)
  assert.match(words('gained', 'grant.resumed@1'), /^李娜 恢复了你的.+，原因：复核$/)
  assert.match(words('lost', 'grant.ended@1'), /已由 李娜 收回/)
})
