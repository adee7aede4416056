import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newDatabaseTime } from './database-time.ts'

const NOON = Date.UTC(2026, 2, 1, 12)

/** A machine whose two clocks are moved by hand, and a database's clock beside it. */
function machine() {
  const it = { wall: NOON - 86_400_000, mono: 5000, database: NOON }
  const time = newDatabaseTime({ wall: () => it.wall, mono: () => it.mono })
  return {
    it,
    time,
    passes(ms: number) {
      it.wall += ms
      it.mono += ms
      it.database += ms
    },
    /** A round trip in which the database says its time at some share of the way. */
    hears(tripMs: number, share = 0.5) {
      const before = it.mono
      this.passes(tripMs * share)
      const at = it.database
      this.passes(tripMs * (1 - share))
      time.heard({ at, before, after: it.mono })
    },
  }
}

test('it is the database’s time, whatever the clock of the machine says or is set to', () => {
  const one = machine()
  assert.equal(one.time.now(), one.it.wall, 'nothing was heard yet')
  one.hears(2)
  for (const jump of [-86_400_000, 86_400_000, 5 * 365 * 86_400_000]) {
    one.it.wall += jump
    one.passes(700)
    assert.ok(Math.abs(one.time.now() - one.it.database) <= 1)
    one.hears(4)
    assert.ok(Math.abs(one.time.now() - one.it.database) <= 2)
  }
})

test('a slow answer makes it no worse than it was, and a quick one better', () => {
  const one = machine()
  one.hears(2)
  for (const share of [0, 1, 0.5]) {
    one.hears(1800, share)
    assert.ok(Math.abs(one.time.now() - one.it.database) <= 2, `said at ${share} of the way`)
  }
  const other = machine()
  other.hears(1800, 1)
  other.hears(2)
  assert.ok(Math.abs(other.time.now() - other.it.database) <= 903)
})

test('it never goes back: neither when the database’s clock is set back nor when it was ahead', () => {
  const one = machine()
  one.hears(2)
  const then = one.time.now()
  one.it.database -= 60_000
  one.hears(2)
  assert.ok(one.time.now() >= then)
  one.passes(61_000)
  assert.ok(one.time.now() > then)
  assert.ok(Math.abs(one.time.now() - one.it.database) <= 2)
})
