import assert from 'node:assert/strict'
import { test } from 'node:test'
import { words as en } from './en-US/index.ts'
import { words as zh } from './zh-CN/index.ts'

const flat = (value: unknown, path = ''): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(Object(value)).flatMap(([key, inner]) =>
        flat(inner, path === '' ? key : `${path}.${key}`),
      )
const holes = (sentence: string): string =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)]
    .map((hole) => hole[1])
    .toSorted()
    .join()

test('every sentence of the pages is said in both languages, with the same blanks to fill', () => {
  const chinese = new Map(flat(zh))
  const english = new Map(flat(en))
  assert.deepEqual([...english.keys()].toSorted(), [...chinese.keys()].toSorted())
  for (const [key, sentence] of chinese) {
    const other = english.get(key) ?? ''
    assert.equal(holes(other), holes(sentence), `blanks of ${key}`)
    assert.ok(sentence.trim() !== '' && other.trim() !== '', `${key} says something`)
  }
})
