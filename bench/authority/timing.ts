/** What else one node's facts are asked and told: reasons, single changes, and departments that move. */
import assert from 'node:assert/strict'
import { apply, bitOf, check, emptyFacts, explain, handleOf, targetOf } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey, Target } from '@hufu/authority'
import type { Measure } from '../harness/budgets.ts'
import { quantile } from '../harness/suite.ts'
import { NOW, company, features, idOf, questions, randomFrom, size } from './company.ts'

const EXPLAINED = 20_000
const CHANGES = 5_000
const MOVES = 400
const DEPARTMENTS = 20_000

const US_PER_MS = 1000

const inMs = (work: () => void): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

/** Microseconds for a decision with everything that was looked at, one question at a time. */
export function measureExplain(facts: Facts): Measure {
  const asked = questions(21, EXPLAINED * 2, size.members).map(({ member, permission, target }) => ({
    memberId: idOf('member', member),
    permission,
    target,
    at: NOW,
  }))
  const times = asked.map((question) => inMs(() => void explain(facts, question)) * US_PER_MS)
  // The first half is not yet compiled by the runtime.
  const counted = times.slice(EXPLAINED)
  return {
    metric: 'explain.p50',
    value: quantile(counted, 0.5),
    unit: 'µs',
    vs: { p99: quantile(counted, 0.99) },
  }
}

/** Microseconds until one change is in force: told, and the next question of the member concerned answered. */
export function measureApply(facts: Facts): Measure {
  const random = randomFrom(22)
  const below = (limit: number): number => Math.floor(random() * limit)
  const times: number[] = []
  for (let number = 0; number < CHANGES * 2; number++) {
    const member = below(size.members)
    const handle = handleOf(facts, idOf('member', member))
    const [there, back] = changeOf(number, member, below)
    const bit = bitOf(features[below(features.length)] ?? 'msg.dm')
    const place = targetOf(facts, { type: 'department', id: idOf('department', below(size.departments)) })
    for (const event of [there, back])
      times.push(
        inMs(() => {
          apply(facts, event)
          check(facts, handle, bit, place, NOW)
        }) * US_PER_MS,
      )
  }
  const counted = times.slice(CHANGES * 2)
  return {
    metric: 'apply.p50',
    value: quantile(counted, 0.5),
    unit: 'µs',
    vs: { p99: quantile(counted, 0.99) },
  }
}

// A change and what undoes it, so that the company stays as it is. Each kind as often as the others.
function changeOf(
  number: number,
  member: number,
  below: (limit: number) => number,
): readonly [AuthorityEvent, AuthorityEvent] {
  const memberId = idOf('member', member)
  const subject = { type: 'member', id: memberId } as const
  const right = { type: 'permission', key: features[below(features.length)] ?? 'msg.dm' } as const
  const scope = { type: 'departments', ids: [idOf('department', below(size.departments))] } as const
  const rule = { subject, right, scope, from: null, until: null }
  const id = idOf('rule', 1_000_000 + number)
  switch (number % 4) {
    case 0:
      return [
        { name: 'grant.given@1', data: { ...rule, grantId: id, source: 'administrator' } },
        { name: 'grant.ended@1', data: { grantId: id } },
      ]
    case 1:
      return [
        { name: 'restriction.placed@1', data: { ...rule, restrictionId: id } },
        { name: 'restriction.lifted@1', data: { restrictionId: id } },
      ]
    case 2: {
      const appointmentId = idOf('appointment', 1_000_000 + number)
      const departmentId = idOf('department', below(size.departments))
      const made = { appointmentId, memberId, departmentId, positionId: null, primary: false, head: false }
      return [
        { name: 'appointment.made@1', data: made },
        { name: 'appointment.ended@1', data: { appointmentId } },
      ]
    }
    default: {
      // Among the first ones there are people who were suspended from the start; a restored one is simply active.
      const data = { memberId }
      return [
        { name: 'member.suspended@1', data },
        { name: 'member.restored@1', data },
      ]
    }
  }
}

/** Milliseconds until a department with everything below it stands elsewhere, in a company of 20,000 departments. */
export function measureMove(): Measure {
  const facts = emptyFacts()
  for (const event of company({ ...size, departments: DEPARTMENTS })) apply(facts, event)
  const random = randomFrom(23)
  const below = (limit: number): number => Math.floor(random() * limit)
  const bit = bitOf('msg.dm' satisfies PermissionKey)
  const times: number[] = []
  while (times.length < MOVES) {
    // From the second and third level down, so that most moves take hundreds of departments with them.
    const moved = 9 + below(576)
    const under = below(DEPARTMENTS)
    if (isBelow(under, moved)) continue
    const department = idOf('department', moved)
    const target: Target = { type: 'department', id: department }
    const move = (parentId: string): AuthorityEvent => ({
      name: 'department.moved@1',
      data: { departmentId: department, parentId },
    })
    for (const parent of [under, Math.floor((moved - 1) / 8)])
      times.push(
        inMs(() => {
          apply(facts, move(idOf('department', parent)))
          check(facts, below(size.members), bit, targetOf(facts, target), NOW)
        }),
      )
  }
  assert.equal(times.length, MOVES)
  const vs = { median: quantile(times, 0.5), worst: quantile(times, 1) }
  return { metric: 'apply.move', value: quantile(times, 0.99), unit: 'ms', vs }
}

const isBelow = (department: number, above: number): boolean => {
  for (let at = department; at >= above; at = Math.floor((at - 1) / 8)) if (at === above) return true
  return false
}
