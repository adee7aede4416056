/** T7. What is asked for begins, is warned of and ends at the same instants in whatever zone a server runs. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

const zones = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
]

test('T7 terms, spans, warnings, what stays of a restriction and the days of an appeal are the same in every zone', () => {
  const script = `
    import { appealUntil } from './answering.ts'
    import { isNarrower } from './terms.ts'
    import { warnAt } from './granting.ts'
    import { termsHashOf } from './request.ts'
    import { remainsOf, spanOf } from './terms.ts'
    import { emptyFacts } from '@hufu/authority'
    const terms = (from, until, lasts) => ({ rights: [{ type: 'permission', key: 'file.download' }], scope: { type: 'workspace' }, from, until, lasts })
    // Around the nights in which clocks change in Europe and America.
    const instants = ['2026-03-08T06:30:00.000Z', '2026-03-29T00:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-11-01T05:30:00.000Z']
    for (const at of instants) {
      const now = Date.parse(at)
      const asked = [
        terms(null, null, 90), terms(null, new Date(now + 5_400_000).toISOString(), null), terms('2026-12-01T00:00:00.000Z', null, 60 * 24),
        terms(at, '2027-01-01T00:00:00+08:00', null), terms(null, null, null),
      ]
      for (const one of asked) {
        const span = spanOf(one, now)
        const request = { id: 'a', kind: 'right', memberId: 'b', grantId: null, lifts: [], round: 1, terms: one }
        console.log(JSON.stringify([span, warnAt(span.from ?? new Date(now), span.until),
          remainsOf({ from: null, until: '2027-06-01T00:00:00.000Z' }, span, now), termsHashOf(request, ['file.download']),
          asked.map((other) => isNarrower(emptyFacts(), one, other, now))]))
      }
      const row = { state: 'rejected', decidedAt: new Date(now), appealLevel: 0 }
      console.log(appealUntil(row, 14, []).toISOString())
    }`
  const told = zones.map((TZ) => {
    const args = ['--input-type=module-typescript', '-e', script]
    const ran = spawnSync(process.execPath, args, { cwd: import.meta.dirname, env: { TZ }, encoding: 'utf8' })
    assert.equal(ran.status, 0, ran.stderr)
    return ran.stdout
  })
  assert.equal(new Set(told).size, 1)
  const lines = (told[0] ?? '').trim().split('\n')
  assert.equal(lines.length, 4 * 6)
  // Ninety minutes are ninety minutes, also in a night that has an hour less; and a day is 24 hours.
  assert.ok(lines[6]?.includes('"until":"2026-03-29T02:00:00.000Z"'), lines[6])
  assert.ok(lines[8]?.includes('"until":"2026-12-02T00:00:00.000Z"'), lines[8])
})
