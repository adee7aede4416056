import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { filesBelow } from '../files.ts'
import { top } from '../top.ts'
import { linksOf } from './links.ts'

const papers = filesBelow(top)
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') }))

test('every link in the papers leads somewhere', () => {
  assert.ok(papers.length > 5, 'the papers were read')
  const broken = papers.flatMap((paper) =>
    linksOf(paper)
      .filter((link) => !existsSync(join(top, link)))
      .map((link) => `${paper.path} → ${link}`),
  )
  assert.deepEqual(broken, [])
})

test('links are found in prose, and what stands in code or leads outside is left alone', () => {
  const text = '[a](b.md) [c](../d/e.md#f) [g](https://h.example) `[i](j.md)`\n```\n[k](l.md)\n```\n[m](./n/)'
  assert.deepEqual(linksOf({ path: 'docs/x/y.md', text }), ['docs/x/b.md', 'docs/d/e.md', 'docs/x/n'])
})
