import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparePlaces } from './places.ts'

const company = { type: 'workspace', id: null, name: null } as const
const sales = { type: 'department', id: 'd1', name: '销售部' } as const
const group = { type: 'resource', id: 'group:g1', name: '周报群' } as const

test('before and after are laid side by side for every place that either of them names', () => {
  const compared = comparePlaces(
    [
      { place: company, permissions: ['msg.dm', 'file.download'] },
      { place: sales, permissions: ['msg.dm'] },
    ],
    [
      { place: group, permissions: ['msg.dm'] },
      { place: sales, permissions: ['msg.dm'] },
      { place: company, permissions: ['msg.dm'] },
    ],
  )
  assert.deepEqual(
    compared.map(({ place, changed, same }) => ({ place, changed, same })),
    [
      {
        place: company,
        changed: [{ permission: 'file.download', before: true, after: false }],
        same: ['msg.dm'],
      },
      { place: sales, changed: [], same: ['msg.dm'] },
      { place: group, changed: [{ permission: 'msg.dm', before: false, after: true }], same: [] },
    ],
  )
})

test('a place that is no longer named after is one where nothing is left', () => {
  const [only] = comparePlaces([{ place: sales, permissions: ['msg.dm'] }], [])
  assert.deepEqual(only?.changed, [{ permission: 'msg.dm', before: true, after: false }])
})
