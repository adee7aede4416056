import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { top } from '../top.ts'
import { enlist, isRoomPath, skeleton } from './skeleton.ts'

test('a new room goes onto the real list, last in its corridor', () => {
  const list = readFileSync(join(top, 'tools/rooms/list.ts'), 'utf8')
  const lines = enlist(list, 'server/rooms/calls', 'calls between members').split('\n')
  const at = lines.indexOf("  { path: 'server/rooms/calls', holds: 'calls between members' },")
  assert.match(lines[at - 1] ?? '', /path: 'server\/rooms\//)
  assert.equal(lines.length, list.split('\n').length + 1)
  assert.throws(() => enlist(list, 'server/rooms/files', ''), /on the list already/)
  assert.throws(() => enlist(list, 'attic/chest', ''), /no room on the list/)
})

test('a room has a path that can be imported and said aloud', () => {
  assert.ok(isRoomPath('server/rooms/calls') && isRoomPath('packages/work-time'))
  for (const path of ['server/rooms/Calls', 'server/calls', 'server/rooms/a/b', '../x', 'server/rooms/']) {
    assert.ok(!isRoomPath(path), path)
  }
})

test('the skeleton is a door, a noun and a test of it', () => {
  const files = skeleton('server/rooms/work-time')
  assert.deepEqual(
    files.map((file) => file.path.replace('server/rooms/work-time/', '')),
    ['index.ts', 'work-time.ts', 'work-time.test.ts'],
  )
  for (const file of files) assert.match(file.text, /describeWorkTime/)
})
