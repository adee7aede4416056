import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPermission, readTime } from './find.ts'
import { openTerminal } from './terminal.ts'
import type { Typed } from './verb.ts'

const typed: Typed = {
  terminal: openTerminal({ json: false, locale: 'en-US' }),
  words: [],
  option: () => undefined,
  flag: () => false,
  server: () => Promise.reject(new Error('nobody asks')),
  connect: () => Promise.reject(new Error('nobody asks')),
}
const now = Date.parse('2026-11-21T12:00:00Z')

test('a time is a date here, an instant, or so long from now', () => {
  assert.equal(readTime(typed, '36h', now), '2026-11-23T00:00:00.000Z')
  assert.equal(readTime(typed, '2w', now), '2026-12-05T12:00:00.000Z')
  assert.equal(readTime(typed, '2026-12-31T18:00:00+08:00', now), '2026-12-31T10:00:00.000Z')
  assert.equal(readTime(typed, '2026-12-31', now), new Date(2026, 11, 31).toISOString())
})

test('a time that could mean anything is refused rather than guessed', () => {
  for (const text of ['tomorrow', '12/31/2026', '31', '', '2026-13-01', '5y'])
    assert.throws(() => readTime(typed, text, now), { code: 'cli/misused' })
})

test('a permission is known by its key and by its words in both languages', () => {
  for (const word of ['file.download', '下载文件', 'Download files', 'download FILES'])
    assert.equal(readPermission(typed, word), 'file.download')
  assert.throws(() => readPermission(typed, 'file.everything'), { code: 'cli/misused' })
})
