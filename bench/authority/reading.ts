/** The read side of authority: what one can do, who can do something, and what a change would do. */
import assert from 'node:assert/strict'
import { decide, differenceOf, whatCan, whoCan } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey, Target } from '@hufu/authority'
import type { Measure } from '../harness/budgets.ts'
import { median, quantile } from '../harness/suite.ts'
import { NOW, company, features, idOf, questions, size } from './company.ts'

const ASKED = 20_000
const WHO_ROUNDS = 5
const PREVIEWS = 15
const PAGE = 50

const inMs = (work: () => void): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

/** Reports what the read side takes in the company of 100,000 members. */
export function measureReading(facts: Facts, report: (measure: Measure) => void): void {
  report(measureWhatCan(facts))
  report(measurePreview(facts))
}

/** Microseconds for every permission that somebody has at one place, one person and place at a time. */
function measureWhatCan(facts: Facts): Measure {
  const made = questions(41, ASKED * 2, size.members).map(({ member, target }) => ({
    memberId: idOf('member', member),
    target,
  }))
  // As a request brings them: an id just put together from pieces is put in one piece when it is first read.
  const asked = JSON.parse(JSON.stringify(made)) as typeof made
  for (const { memberId, target } of asked.slice(0, 50)) {
    const held = new Set(whatCan(facts, memberId, target, NOW))
    for (const permission of features)
      assert.equal(held.has(permission), decide(facts, { memberId, permission, target, at: NOW }).allowed)
  }
  const times = asked.map(({ memberId, target }) => inMs(() => void whatCan(facts, memberId, target, NOW)))
  // The first half is not yet compiled by the runtime.
  const counted = times.slice(ASKED).map((ms) => ms * 1000)
  const vs = { p99: quantile(counted, 0.99) }
  return { metric: 'what_can.p50', value: quantile(counted, 0.5), unit: 'µs', vs }
}

/**
 * Milliseconds until the exact difference of a role change is known for everyone: of the role that the whole company
 * holds, so that it touches all of them.
 */
function measurePreview(facts: Facts): Measure {
  const events = [...company()]
  const everyones = events.find(
    ({ name, data }) =>
      name === 'grant.given@1' && data.subject.type === 'everyone' && data.right.type === 'role',
  )
  assert.ok(everyones?.name === 'grant.given@1' && everyones.data.right.type === 'role')
  const roleId = everyones.data.right.id
  const role = events.find(({ name, data }) => name === 'role.created@1' && data.roleId === roleId)
  assert.ok(role?.name === 'role.created@1')
  const [dropped, ...kept] = role.data.permissions
  const change: AuthorityEvent = {
    name: 'role.changed@1',
    data: { roleId, permissions: [...kept, 'drive.view' satisfies PermissionKey] },
  }
  let people = 0
  let ways = 0
  const times = Array.from({ length: PREVIEWS }, () =>
    inMs(() => {
      const difference = differenceOf(facts, [change], NOW)
      people = difference.people
      ways = difference.alike.length
    }),
  )
  assert.ok(dropped !== undefined && people > size.members * 0.9, `${people} people`)
  const vs = { people, 'different changes': ways, worst: Math.max(...times) }
  return { metric: 'preview.100k', value: median(times), unit: 'ms', vs }
}

/** Milliseconds for how many of a million can do something at a place, and the first page of them. */
export function measureWho(facts: Facts, places: readonly Target[], at: number): Measure {
  const asked = places.flatMap((target) => features.map((key) => ({ key, target })))
  let found = 0
  const times = Array.from({ length: WHO_ROUNDS }, () =>
    asked.map(({ key, target }) =>
      inMs(() => {
        found += whoCan(facts, key, target, at, { limit: PAGE }).total
      }),
    ),
  ).flat()
  const counted = times.slice(asked.length)
  const vs = {
    p50: quantile(counted, 0.5),
    'people found': Math.round(found / times.length),
    questions: asked.length,
  }
  return { metric: 'who_can.1m', value: quantile(counted, 0.95), unit: 'ms', vs }
}
