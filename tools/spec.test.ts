import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { top } from './top.ts'

const folder = join(top, 'docs/spec')

test('every rule of the specification stands once, under a name of its own', () => {
  const where = new Map<string, string[]>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.md')))
    for (const [, rule = ''] of readFileSync(join(folder, file), 'utf8').matchAll(
      /^- \*\*([A-Z]+\d+[a-z]?)\*\*/gm,
    ))
      where.set(rule, [...(where.get(rule) ?? []), file])
  assert.ok(where.size > 200, `only ${where.size} rules were found`)
  assert.deepEqual(
    [...where].filter(([, files]) => files.length > 1),
    [],
  )
})

test('every idea has one line in the glossary', () => {
  const lines = readFileSync(join(top, 'docs/glossary.md'), 'utf8').matchAll(
    /^\| ([^|]+) \| [^|]*\p{Script=Han}/gmu,
  )
  const ideas = [...lines].map(([, idea]) => idea).filter((idea) => idea !== 'English')
  assert.ok(ideas.length > 50, `only ${ideas.length} lines were found`)
  assert.deepEqual(
    ideas.filter((idea, at) => ideas.indexOf(idea) !== at),
    [],
  )
})
