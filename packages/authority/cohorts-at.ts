/** The cohorts as they are at an instant: everybody active is compiled for it and sorted. */
import { int } from './bits.ts'
import { ready } from './check.ts'
import { OUTSIDE, addMembers, beginCohorts, narrow, profileOf, putIn } from './cohorts.ts'
import { ACTIVE, STATUS } from './facts.ts'
import type { Cohorts, Facts } from './facts.ts'
import { markMember } from './marks.ts'
import { rightFrom, rightUntil } from './profile.ts'

/** Brings the cohorts up to an instant (ms since 1970), which is a number: costs those of whom anything has changed. */
export function cohortsAt(facts: Facts, at: number): Cohorts {
  for (;;) {
    if (facts.cohorts !== null && isWorn(facts, facts.cohorts)) facts.cohorts = null
    const cohorts = (facts.cohorts ??= beginCohorts(facts))
    sortWaiting(facts, cohorts, at)
    if (facts.cohorts === cohorts && !markOutdated(facts, cohorts, at)) return cohorts
  }
}

function sortWaiting(facts: Facts, cohorts: Cohorts, at: number): void {
  const { waiting } = cohorts
  for (const member of waiting) {
    if ((int(facts.members.state, member) & STATUS) !== ACTIVE) {
      cohorts.of[member] = OUTSIDE
      continue
    }
    ready(facts, member, at)
    // Compiling throws everything away once there is too much of it, and then all begins anew.
    if (facts.cohorts !== cohorts) return
    putIn(facts, cohorts, member)
  }
  waiting.length = 0
}

// Cohorts that everybody has left are not taken back: with many of them it is better to begin anew.
const isWorn = (facts: Facts, { pairs }: Cohorts): boolean => pairs.used > 1024 + 2 * facts.members.ids.count

// Marks whoever is compiled for another time; false when there is nobody.
function markOutdated(facts: Facts, cohorts: Cohorts, at: number): boolean {
  if (cohorts.from <= at && at < cohorts.until) return false
  const outdated: number[] = []
  cohorts.from = -Infinity
  cohorts.until = Infinity
  for (const cohort of cohorts.timed) {
    if (int(cohorts.counts, cohort) === 0) continue
    const profile = profileOf(cohorts, cohort)
    if (rightFrom(facts, profile) <= at && at < rightUntil(facts, profile)) narrow(facts, cohorts, cohort)
    else addMembers(cohorts, cohort, outdated)
  }
  for (const member of outdated) markMember(facts, member)
  return outdated.length > 0
}
