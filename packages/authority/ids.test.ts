import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, find, idOf, noIds, remove, share } from './ids.ts'
import { newIdOf, randomFrom } from './scenarios.ts'

test('ids keep what a plain map would, through adding, removing and adding again', () => {
  const random = randomFrom(11)
  const ids = noIds()
  const map = new Map<string, number>()
  const gone: string[] = []
  for (let turn = 0; turn < 20_000; turn++) {
    const known = [...(turn % 50 === 0 ? map.keys() : [])]
    if (known.length > 400)
      for (const id of known.filter(() => random() < 0.5)) {
        assert.equal(find(ids, id), map.get(id))
        remove(ids, map.get(id) ?? -1)
        assert.equal(find(ids, id), -1)
        map.delete(id)
        gone.push(id)
      }
    const id =
      random() < 0.1
        ? (gone.pop() ?? newIdOf({ random }))
        : random() < 0.1
          ? `thing/${turn}`
          : newIdOf({ random })
    map.set(id, add(ids, id))
  }
  for (const [id, handle] of map) {
    assert.equal(find(ids, id), handle)
    assert.equal(idOf(ids, handle), id)
  }
  for (const id of gone) assert.equal(find(ids, id), -1)
  assert.equal(new Set(map.values()).size, map.size)
})

test('only the lower-case form with dashes is a UUID; everything else is a text of its own', () => {
  const ids = noIds()
  const uuid = '0195d0c0-7000-7000-8000-00000000000a'
  const handles = [
    uuid,
    uuid.toUpperCase(),
    uuid.replaceAll('-', ''),
    ` ${uuid.slice(1)}`,
    '',
    'ffffffff-ffff-ffff-ffff-ffff00000000',
  ].map((id) => add(ids, id))
  assert.equal(new Set(handles).size, 6)
  assert.equal(find(ids, uuid), handles[0])
  assert.equal(idOf(ids, handles[5] ?? -1), 'ffffffff-ffff-ffff-ffff-ffff00000000')
  assert.equal(find(ids, 'ffffffff-ffff-ffff-ffff-ffff00000001'), -1)
  assert.throws(() => add(ids, uuid))
})

test('the same id of two kinds is two things', () => {
  const ids = noIds(5)
  const first = add(ids, 'cups', 0)
  const second = add(ids, 'cups', 1)
  assert.notEqual(first, second)
  assert.deepEqual([find(ids, 'cups', 0), find(ids, 'cups', 1), find(ids, 'cups', 2)], [first, second, -1])
})

test('shared ids go their own ways, whichever of the two is written first', () => {
  const [first, second, third] = ['0', '1', '2'].map((digit) => `0195d0c0-7000-7000-8000-00000000000${digit}`)
  assert.ok(first !== undefined && second !== undefined && third !== undefined)
  for (const isFirst of [true, false]) {
    const ids = noIds()
    add(ids, first)
    add(ids, 'cups')
    const other = share(ids)
    const [written, kept] = isFirst ? [ids, other] : [other, ids]
    remove(written, find(written, first))
    add(written, second)
    add(written, 'printers')
    assert.deepEqual(
      [first, 'cups', second, 'printers'].map((id) => find(kept, id)),
      [0, 1, -1, -1],
    )
    assert.equal(idOf(kept, 0), first)
    add(kept, third)
    assert.deepEqual(
      [first, second, third].map((id) => find(written, id)),
      [-1, 0, -1],
    )
    assert.equal(idOf(written, 0), second)
  }
})
