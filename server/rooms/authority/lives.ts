import { mayGive, tierOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Can, GrantLife } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { refusesExtending, refusesGivingUp, refusesResuming, refusesSuspending, termsWith } from './life.ts'
import { isTemporary, isoOf, keyForGiving, targetOfSubject, targetsOfScope } from './rule.ts'
import type { GrantRow } from './store.ts'

/** What somebody who reads is told of the life of a grant; `keys` are the permissions it stands for. */
export function lifeOf(
  reading: Reading,
  row: GrantRow,
  keys: readonly PermissionKey[],
  nameOf: (actor: string) => string,
): GrantLife {
  const { suspendedAt, suspendedBy, suspendedBecause, extended, firstUntilAt } = row
  return {
    suspended:
      suspendedAt === null
        ? null
        : {
            at: suspendedAt.toISOString(),
            by: nameOf(suspendedBy ?? ''),
            because: suspendedBecause ?? '',
          },
    extended,
    firstUntil: isoOf(firstUntilAt),
    can: lifeCan(reading, row, keys),
  }
}

function lifeCan(reading: Reading, row: GrantRow, keys: readonly PermissionKey[]): GrantLife['can'] {
  const { facts, memberId } = reading
  const at = new Date(reading.at)
  const self = { type: 'member', id: memberId } as const
  const suspending = refusesSuspending(row, at)
  const resuming = refusesResuming(row, at, tierOf(facts, memberId, reading.at))
  const extending = refusesExtending(row, at, null)
  const givingUp = refusesGivingUp(row, at, memberId)
  return {
    suspend:
      suspending === null ? can(reading, 'perm.revoke', targetOfSubject(subjectOf(row))) : no(suspending),
    resume: resuming === null ? canGiveAgain(reading, row, keys) : no(resuming),
    // With the end it has by now: the shortest extension there could be.
    extend: extending === null ? canGiveAgain(reading, row, keys) : no(extending),
    relinquish: givingUp === null ? can(reading, 'request.submit', self) : no(givingUp),
  }
}

const no = (because: string): Can => ({ allowed: false, because })

// What a command that gives the same again asks, in the same order.
function canGiveAgain(reading: Reading, row: GrantRow, keys: readonly PermissionKey[]): Can {
  const { facts, memberId, at } = reading
  const { scope } = row
  const subject = subjectOf(row)
  const places = [...targetsOfScope(scope), targetOfSubject(subject)]
  const isShort = isTemporary(termsWith(row, row.untilAt), new Date(at))
  const act = keyForGiving(places, isShort, (key, place) => can(reading, key, place).allowed)
  const denied = places.map((place) => can(reading, act, place)).find(({ allowed }) => !allowed)
  if (denied !== undefined) return denied
  const own = subject.type === 'member' && subject.id === memberId
  if (own && tierOf(facts, memberId, at) !== 'creator') return no('authority/own-rights')
  const { allowed } = mayGive(facts, memberId, { permissions: keys, scope, subject, act }, at)
  return allowed ? { allowed, because: 'granted' } : no('authority/above-ceiling')
}
