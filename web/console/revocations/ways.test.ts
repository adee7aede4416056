import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surfaceKinds } from '@hufu/contract'
import type { RevocationSurface, RevocationView } from '@hufu/contract'
import { wayRows } from './ways.ts'

const surface = (
  kind: RevocationSurface['kind'],
  more: Partial<RevocationSurface> = {},
): RevocationSurface => ({
  kind,
  tried: 2,
  refused: 2,
  notTried: [],
  failed: [],
  ...more,
})

const check = (node: string, round: number, surfaces: readonly RevocationSurface[]) => ({
  node,
  round,
  surfaces: [...surfaces],
})

// Only what the rows are made of.
const view = (checks: readonly ReturnType<typeof check>[], awaited: readonly string[] = []) =>
  ({ round: 2, checks, awaited }) as unknown as RevocationView

test('every way in has its row, also before any node has answered', () => {
  const rows = wayRows(view([check('a', 1, [surface('link')])], ['a']))
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    [...surfaceKinds],
  )
  assert.ok(rows.every(({ standing, nodes }) => standing === 'waiting' && nodes === 1))
})

test('one open way on one node is not shut, and what was not tried is no refusal', () => {
  const open = surface('session', { refused: 1, failed: [{ what: 's-1', code: 'granted' }] })
  const skipped = { what: 'msg.dm', because: 'no-thing' } as const
  const rows = wayRows(
    view([
      check('a', 2, [surface('session'), surface('link', { tried: 0, refused: 0, notTried: [skipped] })]),
      check('b', 2, [open, surface('link', { tried: 0, refused: 0, notTried: [skipped] })]),
    ]),
  )
  const session = rows.find(({ kind }) => kind === 'session')
  assert.deepEqual([session?.standing, session?.tried, session?.refused], ['open', 4, 3])
  assert.deepEqual(session?.failed, [{ node: 'b', what: 's-1', code: 'granted' }])
  const link = rows.find(({ kind }) => kind === 'link')
  assert.equal(link?.standing, 'empty')
  assert.deepEqual(link.notTried, [{ because: 'no-thing', what: ['msg.dm'] }])
})
