import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexOf } from '../../ui/department-index.ts'
import { chartOf, managersOf, rangesOf } from './managing.ts'

// 青禾 ─ 财务 ─ 核算, 青禾 ─ 研发
const index = indexOf({
  revision: 1,
  ids: ['root', 'finance', 'books', 'lab'],
  names: ['青禾', '财务', '核算', '研发'],
  parents: [-1, 0, 1, 0],
  members: [0, 0, 0, 0],
  can: [0, 0, 0, 0],
})
const seat = (id: string, tier: 'super' | 'scoped', ...departments: string[]) => ({ id, tier, departments })
const seats = [
  seat('xu', 'scoped', 'finance', 'books'),
  seat('li', 'scoped', 'books'),
  seat('lin', 'super', 'root'),
]

test('the chart counts each administrator of a department once, with those of the departments above', () => {
  const chart = chartOf(index, seats)
  assert.deepEqual([...chart.covering], [0, 1, 2, 0])
  assert.deepEqual([...chart.below], [2, 1, 0, 0])
  assert.deepEqual(rangesOf(index, ['books', 'finance', 'gone']), [[1, 3]])
})

test('who manages a department is told with the department nearest to it by which they do', () => {
  const chart = chartOf(index, seats)
  const told = (id: string) => managersOf(index, chart, id).map((one) => `${one.seat.id} ${one.by}`)
  assert.deepEqual(told('books'), ['xu books', 'li books'])
  assert.deepEqual(told('finance'), ['xu finance'])
  assert.deepEqual(told('lab'), [])
})
