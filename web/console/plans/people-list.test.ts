import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPeople, writePeople } from './people-list.ts'

test('a list pasted from a table names one person a line, with their last day after a comma or a tab', () => {
  const { people, bad } = readPeople(
    'wangwei\r\n\n 10086 \t2026-11-30\n13800000000，2026/12/1 18:00\nlina,\n',
  )
  assert.deepEqual(bad, [])
  assert.deepEqual(people, [
    { who: 'wangwei' },
    { who: '10086', due: new Date(2026, 10, 30, 23, 59, 59).toISOString() },
    { who: '13800000000', due: new Date(2026, 11, 1, 18, 0).toISOString() },
    { who: 'lina' },
  ])
})

test('a list written from a file reads back as the same people and moments, and a day that is past means at once', () => {
  const due = new Date(2026, 10, 30, 23, 59, 59).toISOString()
  const text = writePeople(
    [
      { login: 'wangwei', due },
      { login: 'lina', due: null },
      { login: 'chen', due: '2026-01-31T15:59:59.000Z' },
    ],
    Date.parse('2026-06-01T00:00:00Z'),
  )
  assert.deepEqual(readPeople(text), {
    people: [{ who: 'wangwei', due }, { who: 'lina' }, { who: 'chen' }],
    bad: [],
  })
})

test('a moment with a zone of its own is not moved to the zone of whoever pastes it', () => {
  const { people } = readPeople('a,2026-11-30T18:00:30.250Z\nb,2026-11-30T18:00+08:00')
  assert.deepEqual(
    people.map(({ due }) => due),
    ['2026-11-30T18:00:30.250Z', '2026-11-30T10:00:00.000Z'],
  )
})

test('a day that is none is told by its line, never guessed', () => {
  const { bad } = readPeople('a,2026-11-30\nb,2026-02-30\nc,下周五\nd,2026-11-30 25:00')
  assert.deepEqual(bad, [
    { line: 2, text: '2026-02-30' },
    { line: 3, text: '下周五' },
    { line: 4, text: '2026-11-30 25:00' },
  ])
})
