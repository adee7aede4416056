import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leftoversOf } from './leftovers.ts'

type Entries = Parameters<typeof leftoversOf>[0]

const at = (revision: number, event: string, data: Entries[number]['data']): Entries[number] => ({
  revision,
  event,
  data,
})
const member = (revision: number, event: string, memberId: string): Entries[number] =>
  at(revision, `member.${event}@1`, { memberId })
const inGroup = (revision: number, event: 'added' | 'removed', memberId: string): Entries[number] =>
  at(revision, `group.member-${event}@1`, { groupId: 'g', memberId })
const own = { scope: null, head: true, memberId: 'ann' } as const
const subject = { type: 'member', id: 'ann' } as const

const arrival: Entries = [
  member(1, 'added', 'ann'),
  at(1, 'appointment.made@1', { ...own, appointmentId: 'a' }),
  at(2, 'administrator.appointed@1', { ...own, administratorId: 's' }),
  at(3, 'grant.given@1', { grantId: 'r', subject }),
  inGroup(4, 'added', 'ann'),
]
const ending: Entries = [
  at(5, 'administrator.ended@1', { administratorId: 's' }),
  at(5, 'appointment.ended@1', { appointmentId: 'a' }),
  at(5, 'grant.ended@1', { grantId: 'r' }),
  inGroup(5, 'removed', 'ann'),
  member(5, 'departed', 'ann'),
]

test('a departure that ends everything leaves nothing at any revision, in whatever order its entries stand', () => {
  const nothing = { revisions: 5, departures: 1, found: [] }
  assert.deepEqual(leftoversOf([...arrival, ...ending]), nothing)
  assert.deepEqual(leftoversOf([...arrival, ...ending.toReversed()]), nothing)
})

test('each thing that a departure does not end is found at its revision, even when a later one ends it', () => {
  const names = ['seat s', 'appointment a', 'grant r', 'group g']
  for (const [index, what] of names.entries()) {
    const late = ending.slice(index, index + 1).map((entry) => ({ ...entry, revision: 6 }))
    const { found } = leftoversOf([...arrival, ...ending.toSpliced(index, 1), ...late])
    assert.deepEqual(found, [{ revision: 5, memberId: 'ann', what }])
  }
})

test('what is given to somebody who has departed, or never came, is found where it was given', () => {
  const { found } = leftoversOf([
    ...arrival,
    ...ending,
    inGroup(6, 'added', 'ann'),
    inGroup(7, 'added', 'stranger'),
    member(8, 'restored', 'ann'),
    at(9, 'group.removed@1', { groupId: 'g' }),
  ])
  assert.deepEqual(
    found.map(({ revision, memberId, what }) => `${revision} ${memberId} ${what}`),
    ['6 ann group g', '7 stranger group g', '8 ann group g', '8 ann a place at work'],
  )
})
