import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupTree, insideOf, outerNames } from './group-tree.ts'

const group = (id: string, ...groups: string[]) => ({ id, name: id.toUpperCase(), groups })
const company = [group('a', 'b', 'c'), group('b', 'd'), group('c', 'd'), group('d'), group('e')]

test('a group stands below each group it lies in, and outermost ones at the left', () => {
  assert.deepEqual(
    groupTree(company).map(({ path, depth }) => [path, depth]),
    [
      ['a', 0],
      ['a/b', 1],
      ['a/b/d', 2],
      ['a/c', 1],
      ['a/c/d', 2],
      ['e', 0],
    ],
  )
  assert.deepEqual(outerNames(company, 'd'), ['B', 'C'])
})

test('what lies inside a group is told once each, with one way to it', () => {
  assert.deepEqual(
    insideOf(company, 'a').map(({ group: { id }, names }) => [id, names.join('/')]),
    [
      ['b', 'B'],
      ['c', 'C'],
      ['d', 'B/D'],
    ],
  )
})
