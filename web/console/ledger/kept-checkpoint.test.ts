import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consistencyProof, leafHash, rootOf, sha256, toBase64, toHex, utf8 } from '@hufu/merkle'
import { standingOf } from './kept-checkpoint.ts'

const leaves = (count: number, changed = -1): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(sha256, utf8(at === changed ? 'forged' : `entry ${at}`)))

/** What a server says of these entries to a browser that has seen so many. */
async function said(entries: readonly Uint8Array[], from: number) {
  const read = (
    spans: readonly { readonly level: number; readonly from: number; readonly count: number }[],
  ) =>
    Promise.resolve(
      spans.map((span) =>
        Array.from({ length: span.count }, (_, at) => {
          const width = 2 ** span.level
          const start = (span.from + at) * width
          return rootOf(sha256, entries.slice(start, start + width))
        }),
      ),
    )
  const proof =
    from >= entries.length
      ? []
      : await consistencyProof({ hash: sha256, read, levelStep: 1 }, from, entries.length)
  return [{ size: entries.length, root: toHex(rootOf(sha256, entries)) }, proof.map(toBase64)] as const
}

const keptOf = (count: number) => ({
  size: count,
  root: toHex(rootOf(sha256, leaves(count))),
  seenAt: '2026-11-22T08:00:00.000Z',
})

test('a ledger that was only added to is known again, and one with another beginning is not', async () => {
  for (const [before, now] of [
    [1, 1],
    [1, 2],
    [5, 13],
    [8, 64],
    [63, 100],
    [100, 100],
  ] as const) {
    assert.equal(
      standingOf(keptOf(before), ...(await said(leaves(now), before))),
      'grown',
      `${before} → ${now}`,
    )
    for (const changed of [0, before - 1])
      assert.equal(standingOf(keptOf(before), ...(await said(leaves(now, changed), before))), 'rewritten')
  }
})

test('the first visit compares nothing; a shorter ledger and a proof that is none are told', async () => {
  assert.equal(standingOf(null, ...(await said(leaves(3), 0))), 'first')
  assert.equal(standingOf(keptOf(9), ...(await said(leaves(4), 9))), 'shorter')
  const [now] = await said(leaves(12), 5)
  assert.equal(standingOf(keptOf(5), now, []), 'rewritten')
  assert.equal(standingOf(keptOf(5), now, ['no base64']), 'rewritten')
  assert.equal(standingOf({ ...keptOf(5), root: 'nothing' }, now, []), 'rewritten')
})
