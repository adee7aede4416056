import { departmentsOf, differenceOf, grantOf, grantsOf, innate, permission } from '@hufu/authority'
import type { Alike, AuthorityEvent, Change, Coverage, Difference, Facts, Scope } from '@hufu/authority'
import { ALIKE_MAX, ALIKE_PEOPLE_MAX } from '@hufu/contract'
import type { AlikeView, PersonNamed, PreviewView } from '@hufu/contract'
import type { Rehearsed } from '../../platform/act/index.ts'
import { namesWanted, scopeLabel } from './names.ts'
import { permissionWords } from './views.ts'
import type { Shown } from './views.ts'

/** More people of one group of people alike. */
export type PeopleAsked = { readonly of: number; readonly from: number; readonly limit: number }

/** What a rehearsal would change, with everybody it names; found in the synchronous stretch that looks at it. */
export type Foreseen = {
  readonly difference: Difference
  readonly people: readonly (readonly string[])[]
  readonly reach: readonly string[]
  /** Milliseconds since 1970, when nothing changes before. */
  readonly begins: number | null
  readonly revision: number
}

/** Compares; `people` asks for more names of one group. */
export function foresee({ events, facts, at }: Rehearsed, people?: PeopleAsked): Foreseen {
  const { difference, begins } = firstDifference(facts, events, at)
  const listed = difference.alike.slice(0, ALIKE_MAX)
  return {
    difference,
    people: listed.map((alike, index) =>
      people?.of === index
        ? difference.idsOf(alike, people.from, people.limit)
        : difference.idsOf(alike, 0, ALIKE_PEOPLE_MAX),
    ),
    reach: grownReach(difference),
    begins,
    revision: facts.revision,
  }
}

/** The difference now, or as of the first instant to come at which some events make one. */
function firstDifference(
  facts: Facts,
  events: readonly AuthorityEvent[],
  at: number,
): Pick<Foreseen, 'difference' | 'begins'> {
  const now = differenceOf(facts, events, at)
  if (now.people > 0) return { difference: now, begins: null }
  const turns = events.flatMap((event) => turnsOf(facts, event)).filter((turn) => turn > at)
  for (const begins of [...new Set(turns)].toSorted((a, b) => a - b).slice(0, TURNS_MAX)) {
    const difference = differenceOf(facts, events, begins)
    if (difference.people > 0) return { difference, begins }
  }
  return { difference: now, begins: null }
}

/** Instants to come that one preview looks at. */
const TURNS_MAX = 4

/** When what an event gives may be noticed first: at its beginning, or where something else stops giving the same. */
function turnsOf(facts: Facts, event: AuthorityEvent): readonly number[] {
  if ('from' in event.data) return event.data.from === null ? [] : [Date.parse(event.data.from)]
  if (event.name !== 'grant.resumed@1' && event.name !== 'grant.extended@1') return []
  const grant = grantOf(facts, event.data.grantId)
  if (grant === null) return []
  const first = event.name === 'grant.resumed@1' ? grant.from : grant.until
  const others = grant.subject.type === 'member' ? grantsOf(facts, grant.subject.id) : []
  const ends = [first, ...others.map(({ until }) => until)].flatMap((text) => (text === null ? [] : [text]))
  return ends.map((text) => Date.parse(text))
}

/**
 * Administrators of an unchanged tier whose administration reaches further afterwards: ground has moved into it. What a
 * move of a department has to approve.
 */
export const grownReach = (difference: Difference): readonly string[] =>
  difference.alike
    .filter(({ tier, changes }) => tier === null && changes.some(isGrownOffice))
    .flatMap((alike) => difference.idsOf(alike))
    .toSorted()

const isGrownOffice = ({ permission: key, how }: Change): boolean =>
  permission(key).kind === 'administration' && (how === 'wider' || how === 'other')

/** The preview as people read it. */
export async function showPreview(shown: Shown, foreseen: Foreseen): Promise<Omit<PreviewView, 'watched'>> {
  const { difference, people, reach, begins, revision } = foreseen
  const listed = difference.alike.slice(0, ALIKE_MAX)
  const known = await namesFor(
    shown,
    [...people.flat(), ...reach],
    listed.flatMap(({ changes }) => changes),
  )
  const person = personIn(shown, known)
  const places = (held: Coverage | null) =>
    held === null
      ? null
      : {
          by: held.by.map((scope) => scopeLabel(scope, known, shown.locale)),
          except: held.except.map((scope) => scopeLabel(scope, known, shown.locale)),
        }
  const alike = listed.map((group, index): AlikeView => ({
    count: group.members.length,
    people: (people[index] ?? []).map(person),
    changes: toldOf(group).map(({ permission: key, how, before, after }) => ({
      permission: key,
      label: permissionWords(key, shown.locale),
      risk: permission(key).risk,
      how,
      before: places(before),
      after: places(after),
    })),
    status: group.status,
    tier:
      group.tier === null
        ? null
        : { before: group.tier.before ?? 'member', after: group.tier.after ?? 'member' },
  }))
  const counted = (ways: readonly Change['how'][]): number =>
    difference.alike
      .filter(({ changes }) => changes.some(({ how }) => ways.includes(how)))
      .reduce((sum, { members }) => sum + members.length, 0)
  return {
    people: difference.people,
    gaining: counted(['gained', 'wider', 'other']),
    losing: counted(['lost', 'narrower', 'other']),
    alike,
    more: Math.max(0, difference.alike.length - ALIKE_MAX),
    reach: reach.map(person),
    begins: begins === null ? null : new Date(begins).toISOString(),
    revision,
  }
}

/**
 * The changes worth telling. What comes with membership stays with whoever is suspended, about themselves (A3), which is
 * the only place where it is ever asked.
 */
function toldOf({ changes, status }: Alike): readonly Change[] {
  const stays = [status?.before, status?.after].every((one) => one === 'active' || one === 'suspended')
  return stays ? changes.filter(({ permission: key }) => !innate.includes(key)) : changes
}

async function namesFor(shown: Shown, members: readonly string[], changes: readonly Change[]) {
  const { facts, db, workspaceId } = shown.reading
  const scopes = changes.flatMap(({ before, after }): readonly Scope[] =>
    [before, after].flatMap((held) => (held === null ? [] : [...held.by, ...held.except])),
  )
  const everyone = { type: 'everyone' } as const
  const wanted = namesWanted(scopes.map((scope) => ({ subject: everyone, scope, people: [] })))
  const own = members.flatMap((id) => departmentsOf(facts, id).slice(0, 1))
  return shown.names(db, workspaceId, {
    ...wanted,
    members: [...new Set(members)],
    departments: [...new Set([...wanted.departments, ...own])],
  })
}

/** Names a member with the department they stand in first. */
export const personIn =
  ({ reading }: Shown, known: ReadonlyMap<string, string>) =>
  (id: string): PersonNamed => {
    const [department] = departmentsOf(reading.facts, id)
    return {
      id,
      name: known.get(id) ?? id,
      department: department === undefined ? '' : (known.get(department) ?? ''),
    }
  }

/** Names members with the departments they stand in. */
export async function namePeople(shown: Shown, ids: readonly string[]): Promise<PersonNamed[]> {
  return ids.map(personIn(shown, await namesFor(shown, ids, [])))
}
