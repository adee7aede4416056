import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whoCan } from './index.ts'
import { NOW, department, everyone, house, idOf, member, own, within } from './testing/house.ts'

test('A36 people of whom the same is said in part do not answer for each other', () => {
  const company = house()
  company.department('finance')
  company.department('sales')
  for (const name of ['ada', 'bob', 'cai', 'dan']) company.member(name, name === 'cai' ? 'sales' : 'company')
  // All four have one restriction; what they hold beside it differs.
  company.restrict(everyone, 'file.download', { scope: within('finance') })
  company.grant(member('ada'), 'file.download')
  for (const name of ['bob', 'cai']) company.grant(member(name), 'file.download', { scope: own })
  const who = (place: string): readonly string[] =>
    whoCan(company.facts, 'file.download', department(place), NOW).ids
  const named = (...names: readonly string[]): readonly string[] => names.map(idOf).toSorted()
  assert.deepEqual(who('finance'), [])
  assert.deepEqual(who('sales'), named('ada', 'bob', 'cai'))
  assert.deepEqual(who('company'), named('ada', 'bob'))
})
