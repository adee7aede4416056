import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ability, Held, PermissionKey } from '@hufu/authority'
import { compareAbilities, touchedBy } from './rights.ts'

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
  assert.deepEqual(touchedBy({ event: 'conversation.opened@1', data: { conversationId: 'c' } }), [])
  assert.deepEqual(touchedBy({ event: 'position.created@1', data: { positionId: 'p' } }), [])
  assert.deepEqual(touchedBy({ event: 'member.suspended@1', data: { memberId: 'm' } }), ['m'])
  assert.deepEqual(touchedBy({ event: 'grant.given@1', data: { subject: { type: 'member', id: 'm' } } }), [
    'm',
  ])
  assert.equal(
    touchedBy({ event: 'grant.given@1', data: { subject: { type: 'group', id: 'g' } } }),
    'everybody',
  )
  assert.equal(touchedBy({ event: 'grant.ended@1', data: { grantId: 'g' } }), 'everybody')
})
