import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableText } from './table-text.ts'

test('a table of people is read by spreadsheets as it was written, and no name in it is run', () => {
  const text = tableText([
    ['姓名', '部门'],
    ['张伟', '财务部, 一组'],
    ['=HYPERLINK("x")', '“引号" 组'],
  ])
  assert.equal(text, '\uFEFF姓名,部门\r\n张伟,"财务部, 一组"\r\n"\'=HYPERLINK(""x"")","“引号"" 组"\r\n')
})
