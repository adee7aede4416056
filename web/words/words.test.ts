import assert from 'node:assert/strict'
import { test } from 'node:test'
import { words as en } from './en-US/index.ts'
import { words as zh } from './zh-CN/index.ts'

type Words = string | { readonly [key: string]: Words }

const flat = (value: Words, path = ''): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`))
const holes = (sentence: string): ReadonlySet<string> =>
  new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((hole) => hole[0]))

test('every sentence of the pages is said in both languages, with the same blanks to fill', () => {
  const chinese = new Map(flat(zh))
  const english = new Map(flat(en))
  assert.deepEqual(new Set(english.keys()), new Set(chinese.keys()))
  for (const [key, sentence] of chinese) {
    const other = english.get(key) ?? ''
    assert.deepEqual(holes(other), holes(sentence), `blanks of ${key}`)
    assert.ok(sentence.trim() !== '' && other.trim() !== '', `${key} says something`)
  }
})
