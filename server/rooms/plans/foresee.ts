/** What a plan would take from whom, and what stands in the way: read from the facts, nothing is done. */
import { departmentsOf, innate } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { planAsks, wordsOf } from '@hufu/contract'
import type { PlannedPerson, PlanWhat } from '@hufu/contract'
import { can, may } from '../../platform/http/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { lookerAtRules } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { managersOf } from '../directory/index.ts'
import type { Handover } from '../handover/index.ts'
import { activeMembers, brakeAt, placesOf, vectorsOf } from '../revocations/index.ts'
import { othersFor } from './commands.ts'
import { plannedAlready } from './store.ts'

/** What plans need to know of people. */
export type PlanPeople = {
  readonly names: Names
  /** Whom texts of a list mean: by id, login, phone or employee number. */
  readonly among: (
    db: Reading['db'],
    workspaceId: string,
    texts: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly string[]>>
  /** Whether a person is there for the one who reads. */
  readonly sees: (reading: Reading, memberId: string) => boolean
  /** What would have nobody to own it, were somebody gone. */
  readonly unsettledOf: Handover['unsettledOf']
}

export type PlanAsked = {
  readonly what: PlanWhat
  readonly people: readonly { readonly who: string; readonly due?: string | undefined }[]
  readonly permissions?: 'all' | readonly string[] | undefined
  readonly grantIds?: readonly string[] | undefined
}

export type Seeing = {
  readonly reading: Reading
  readonly locale: Locale
  readonly people: PlanPeople
}

/** Whom a text of a list means; null for nobody, and for several. People one does not see are nobody. */
export async function resolved({ reading, people }: Seeing, { people: asked }: PlanAsked) {
  const texts = asked.map(({ who }) => who)
  const found = await people.among(reading.db, reading.workspaceId, texts)
  return asked.map(({ who, due }) => {
    const ids = (found.get(who) ?? []).filter((id) => people.sees(reading, id))
    const [id] = ids
    return { who, due, memberId: ids.length === 1 && id !== undefined ? id : null }
  })
}

/** How many rights somebody would lose. */
export function lostBy(facts: Facts, memberId: string, asked: PlanAsked, at: number): number {
  if (asked.what === 'grants') return asked.grantIds?.length ?? 0
  const held = new Set(
    vectorsOf(facts, memberId, placesOf(facts, memberId, at), at).flatMap(({ permissions }) => permissions),
  )
  if (asked.what === 'departure') return held.size
  if (asked.what === 'suspension') return [...held].filter((key) => !innate.includes(key)).length
  const wanted = asked.permissions
  return [...held].filter((key) => wanted === 'all' || wanted?.includes(key) === true).length
}

/** Everybody of a plan to be, with what they would lose, and whether a second person has to agree. */
export async function foreseePlan(seeing: Seeing, asked: PlanAsked) {
  const { reading, people, locale } = seeing
  const { db, workspaceId, facts, at } = reading
  const found = await resolved(seeing, asked)
  const ids = found.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]))
  const looks = lookerAtRules(reading)
  for (const id of ids) if (looks({ type: 'member', id })) may(reading, 'perm.view', { type: 'member', id })
  const departments = new Map(ids.map((id) => [id, departmentsOf(facts, id)[0] ?? null]))
  const [names, already, active, managers] = await Promise.all([
    people.names(db, workspaceId, {
      members: ids,
      departments: [...new Set(departments.values())].filter((id) => id !== null),
      groups: [],
      positions: [],
    }),
    plannedAlready(db, workspaceId, asked.what, ids),
    activeMembers(db, workspaceId),
    managersOf(
      reading,
      ids.filter((id) => looks({ type: 'member', id })),
    ),
  ])
  const seen = new Set<string>()
  const problemOf = (memberId: string | null): string | null => {
    if (memberId === null) return 'plan/unknown-person'
    if (seen.has(memberId)) return 'plan/listed-twice'
    seen.add(memberId)
    if (memberId === reading.memberId) return 'directory/not-oneself'
    // Asked first: that something is planned for somebody is no news for those who could not plan it.
    const decision = can(reading, planAsks[asked.what], { type: 'member', id: memberId })
    if (!decision.allowed) return decision.because
    return already.has(memberId) ? 'plan/already-planned' : null
  }
  const persons: PlannedPerson[] = []
  for (const { who, due, memberId } of found) {
    const code = problemOf(memberId)
    const shown = memberId !== null && looks({ type: 'member', id: memberId })
    const manager = memberId === null ? undefined : managers.get(memberId)
    persons.push({
      who,
      memberId,
      name: memberId === null ? '' : (names.get(memberId) ?? ''),
      department: memberId === null ? '' : (names.get(departments.get(memberId) ?? '') ?? ''),
      due: due ?? null,
      lost: shown ? lostBy(facts, memberId, asked, at) : 0,
      unsettled:
        shown && asked.what === 'departure'
          ? (await people.unsettledOf(reading, memberId, new Date(at))).length
          : 0,
      manager: manager === undefined || !people.sees(reading, manager.id) ? null : manager.name,
      problem: code === null ? null : { code, words: wordsOf(code, locale, {}) },
    })
  }
  return {
    people: persons,
    brake: brakeOf(reading, asked.what, ids, reading.memberId, active),
    lost: persons.reduce((sum, { lost }) => sum + lost, 0),
  }
}

/** Whether so many people are above the brake, and whether anybody beside one person could agree. */
export function brakeOf(
  { facts, at }: Pick<Reading, 'facts' | 'at'>,
  what: PlanWhat,
  memberIds: readonly string[],
  not: string,
  active: number,
) {
  const limit = brakeAt(active)
  const needed = memberIds.length > limit
  return {
    limit,
    needed,
    others: needed && othersFor({ facts, at: new Date(at) }, what, memberIds, not).length > 0,
  }
}
