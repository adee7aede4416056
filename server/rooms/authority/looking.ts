import { administratorsOf, bitOf, check, handleOf, targetOf } from '@hufu/authority'
import type { Facts, Scope, Subject, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { can, hold, may, mayOver } from '../../platform/http/index.ts'
import type { MayOver, Reading } from '../../platform/http/index.ts'
import type { Locale, Names } from './names.ts'
import type { PersonView } from './profile.ts'
import { targetOfSubject } from './rule.ts'
import type { Shown } from './views.ts'

/** A member's id, at once where memory knows it. */
export type Found = string | null | Promise<string | null>

/** What this room needs to know from the ones that know people. */
export type People = {
  readonly names: Names
  readonly person: (reading: Reading, memberId: string) => Promise<PersonView>
  /** Id of a member by id or login; `null` when there is none. */
  readonly find: (reading: Reading, idOrLogin: string) => Found
  /** Whether a person is there for the one who reads. */
  readonly sees: (reading: Reading, memberId: string) => boolean
}

/** What a view needs of a call. */
export type Show = (call: { reading: Reading; locale: Locale }) => Shown

const workspace: Target = { type: 'workspace' }
const view = 'perm.view'
export const self = (reading: Reading): Target => ({ type: 'member', id: reading.memberId })

/** Looking at a person's rights: one's own, or with perm.view over them. */
export function mayLookAt(reading: Reading, memberId: string): void {
  if (memberId === reading.memberId) may(reading, 'audit.self.view', self(reading))
  else may(reading, view, { type: 'member', id: memberId })
}

/** As `mayLookAt`, at many people for one answer. */
export function mayLookOver(reading: Reading, facts: Facts): MayOver {
  const over = mayOver(reading, facts, view)
  return (memberId, handle) => {
    if (memberId === reading.memberId) mayLookAt(reading, memberId)
    else over(memberId, handle)
  }
}

/** Whether whoever reads may look at rules about a subject: `perm.view` at the person, department or group, else everywhere. */
export function lookerAtRules(reading: Reading): (subject: Subject) => boolean {
  const { facts, at } = reading
  const looker = handleOf(facts, reading.memberId)
  return (subject) => check(facts, looker, bitOf(view), targetOf(facts, targetOfSubject(subject)), at)
}

/**
 * Holds a list of rules to what whoever reads may look at, now and when it leaves. True: to everything, and nothing is
 * to be left out.
 */
export function looksEverywhere(reading: Reading): boolean {
  const whole = can(reading, view, workspace).allowed
  may(reading, view, whole ? workspace : somewhere(reading, view))
  return whole
}

/** Rows read at a time while those that the reader may not look at are left out. */
const READ_AT_ONCE = 200

/** A list of things that are about members. */
type Listed<Row> = {
  readonly limit: number
  /** The rows that come after one, or the first ones. */
  readonly read: (after: Row | null, limit: number) => Promise<readonly Row[]>
  /** Whom a row is about: it is there for whoever may look at one of them. */
  readonly about: (row: Row) => readonly string[]
}

/** The first rows of a list that whoever reads may look at. What they may not look at any more does not leave either. */
export async function lookedAt<Row>(
  reading: Reading,
  { limit, read, about }: Listed<Row>,
): Promise<readonly Row[]> {
  const seen: Row[] = []
  const isSeen = (row: Row): boolean => {
    const looks = lookerAtRules(reading)
    return about(row).some((id) => looks({ type: 'member', id }))
  }
  for (let after: Row | null = null; ;) {
    const rows: readonly Row[] = await read(after, READ_AT_ONCE)
    seen.push(...rows.filter(isSeen))
    after = rows.at(-1) ?? null
    if (seen.length >= limit || rows.length < READ_AT_ONCE) break
  }
  const shown = seen.slice(0, limit)
  hold(reading, () => (shown.every(isSeen) ? null : refuse('authority/not-granted', { permission: view })))
  return shown
}

/** Lists are for those who hold the permission anywhere: scoped administrators are asked where a seat of theirs gives it. */
export function somewhere(
  reading: Reading,
  key: 'perm.view' | 'admin.view' | 'resource.manage' | 'request.approve',
): Target {
  const places = administratorsOf(reading.facts, reading.memberId)
    .filter(({ tier, permissions: keys }) => tier !== 'scoped' || keys.includes(key))
    .flatMap((seat) => (seat.tier === 'scoped' ? placesIn(reading, seat.scope) : [workspace]))
  return places.find((place) => can(reading, key, place).allowed) ?? places[0] ?? workspace
}

function placesIn(reading: Reading, scope: Scope): readonly Target[] {
  switch (scope.type) {
    case 'departments':
      return scope.ids.map((id) => ({ type: 'department', id }))
    case 'own-department':
      return [self(reading)]
    case 'resource':
      return [scope]
    case 'workspace':
      return [workspace]
  }
}
