import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DepartmentTree } from '@hufu/contract'
import { above, indexOf, matching, mayIn, nameIn, pathOf, unfolded } from './department-index.ts'

const company: DepartmentTree = {
  revision: 1,
  ids: ['root', 'dev', 'platform', 'web', 'sales'],
  parents: [-1, 0, 1, 1, 0],
  names: ['青禾科技', '研发中心', '平台研发部', 'Web 前端', '营销中心'],
  members: [1, 2, 3, 4, 5],
  can: [0, 1, 8, 15, 0],
}

test('a department counts its own people and all below', () => {
  assert.deepEqual([...indexOf(company).total], [15, 9, 3, 4, 5])
})

test('only what is unfolded is shown, and a folded branch hides everything below it', () => {
  const index = indexOf(company)
  const shown = (...open: string[]) => [...unfolded(index, new Set(open))].map((place) => company.ids[place])
  assert.deepEqual(shown(), ['root'])
  assert.deepEqual(shown('root'), ['root', 'dev', 'sales'])
  assert.deepEqual(shown('root', 'dev'), ['root', 'dev', 'platform', 'web', 'sales'])
  assert.deepEqual(shown('dev'), ['root'], 'an open department below a folded one stays hidden')
})

test('a department is found by any of its words in any case, and never more than asked for', () => {
  const index = indexOf(company)
  const found = (search: string, max = 10) =>
    [...matching(index, search, max)].map((place) => company.ids[place])
  assert.deepEqual(found('研发'), ['dev', 'platform'])
  assert.deepEqual(found('WEB 前端'), ['web'])
  assert.deepEqual(found('研发', 1), ['dev'])
  assert.deepEqual(found('没有'), [])
})

test('a department knows its way up, and one that is gone has none', () => {
  const index = indexOf(company)
  assert.deepEqual(pathOf(index, 'web'), ['青禾科技', '研发中心', 'Web 前端'])
  assert.deepEqual(above(index, 'web'), ['root', 'dev'])
  assert.deepEqual(pathOf(index, 'gone'), [])
  assert.deepEqual(above(index, 'gone'), [])
  assert.equal(nameIn(index, 'gone'), null)
})

test('what may be done with a department is what the server put into its bits', () => {
  const index = indexOf(company)
  assert.deepEqual([mayIn(index, 'dev', 'edit'), mayIn(index, 'dev', 'move')], [true, false])
  assert.equal(mayIn(index, 'platform', 'invite'), true)
  assert.equal(mayIn(index, 'gone', 'edit'), false)
})
