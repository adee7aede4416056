import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonText, plain, widthOf } from './text.ts'

test('nothing in a name moves the cursor, colours the screen or turns a line around', () => {
  assert.equal(plain('李\u001B[31m娜\u0007'), '李[31m娜')
  assert.equal(plain('a\u202Eb\u2066c\u200Bd\u009Be\nf\r'), 'abcdef')
  assert.equal(plain('王小明 👍 Ü'), '王小明 👍 Ü')
})

test('a Chinese character takes two columns and a combining one none', () => {
  assert.equal(widthOf('李娜 li'), 7)
  assert.equal(widthOf('e\u0301'), 1)
  assert.equal(widthOf('👍'), 2)
})

test('JSON for programs says the same and hides nothing', () => {
  const value = { name: 'a\u202E\u009B\u001B', lines: ['1', '2'] }
  const text = jsonText(value)
  assert.deepEqual(JSON.parse(text), value)
  assert.doesNotMatch(text, /[\u202E\u009B\u001B]/)
})
