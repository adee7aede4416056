import { explain, membershipPath } from '@hufu/authority'
import type { Considered, Facts, PermissionKey, Question, Scope, Subject } from '@hufu/authority'
import type { Can, PathView } from '@hufu/contract'
import { namesWanted, scopeLabel, subjectLabel } from './names.ts'
import { rulesByIds } from './store.ts'
import { permissionWords, roleNamesOf, seatRowsByIds, showGrants, showRestrictions } from './views.ts'
import type { Shown } from './views.ts'

type Station = PathView['stations'][number]

const order = { counts: 0, 'higher-tier': 1, elsewhere: 2, 'not-yet': 3, suspended: 4, ended: 5 } as const

/** Every fact that was looked at for a question, as a way from the person to the permission; deciding ones first. */
export async function pathsOf(shown: Shown, facts: Facts, question: Question): Promise<PathView[]> {
  const { considered } = explain(facts, question)
  const told = await tellingOf(shown, considered)
  const known = await namesFor(shown, facts, question.memberId, considered)
  const roleNames = await roleNamesOf(shown.reading)
  const words = { shown, known, roleNames }
  return considered
    .map((one) => pathOf(words, facts, question, one, told))
    .toSorted(
      (a, b) =>
        order[a.state] - order[b.state] || (a.effect === b.effect ? 0 : a.effect === 'denies' ? -1 : 1),
    )
}

const idOf = (one: Considered): string =>
  one.kind === 'grant'
    ? one.row.grantId
    : one.kind === 'restriction'
      ? one.row.restrictionId
      : one.row.administratorId

type Told = {
  readonly because: string
  readonly givenBy: string
  readonly givenAt: string
  readonly can: Can
}

// Who decided so, when and why, and whether the reader may undo it: it stands beside the facts, in the rows.
async function tellingOf(
  shown: Shown,
  considered: readonly Considered[],
): Promise<ReadonlyMap<string, Told>> {
  const { db, workspaceId } = shown.reading
  const ids = considered.map(idOf)
  const { grants, restrictions } = await rulesByIds(db, workspaceId, ids)
  const given = await showGrants(shown, grants)
  const placed = await showRestrictions(shown, restrictions)
  const seats = await seatRowsByIds(shown, ids)
  return new Map([
    ...given.map((one): [string, Told] => [one.id, { ...one, can: stillOpen(one.endedAt, one.can.end) }]),
    ...placed.map((one): [string, Told] => [one.id, { ...one, can: stillOpen(one.endedAt, one.can.lift) }]),
    ...seats.map((one): [string, Told] => [
      one.id,
      {
        because: one.because,
        givenBy: one.appointedBy,
        givenAt: one.appointedAt,
        can: stillOpen(one.endedAt, one.can.end),
      },
    ]),
  ])
}

// A past answer shows rules that are over by now.
const stillOpen = (endedAt: string | null, asked: Can): Can =>
  endedAt === null ? asked : { allowed: false, because: 'authority/already-ended' }

type Words = {
  readonly shown: Shown
  readonly known: ReadonlyMap<string, string>
  readonly roleNames: ReadonlyMap<string, string>
}

function pathOf(
  words: Words,
  facts: Facts,
  { memberId, permission: key }: Question,
  one: Considered,
  told: ReadonlyMap<string, Told>,
): PathView {
  const { known, shown } = words
  const telling = told.get(idOf(one))
  const person: Station = { kind: 'member', id: memberId, label: known.get(memberId) ?? memberId }
  const stations = one.kind === 'administrator' ? [] : ruleStations(words, facts, memberId, key, one)
  const place: Station = { kind: 'scope', id: '', label: scopeLabel(one.row.scope, known, shown.locale) }
  const rule: Station = { kind: one.kind, id: idOf(one), label: '' }
  return {
    effect: one.kind === 'restriction' ? 'denies' : 'allows',
    state: one.state,
    stations: [person, ...stations, rule, place],
    from: one.row.from,
    until: one.row.until,
    because: telling?.because ?? null,
    givenBy: telling?.givenBy ?? null,
    givenAt: telling?.givenAt ?? null,
    can: telling?.can ?? null,
  }
}

// By what the rule speaks of the person, group by group, and as which role it names the permission.
function ruleStations(
  { known, roleNames, shown }: Words,
  facts: Facts,
  memberId: string,
  key: PermissionKey,
  { row }: Exclude<Considered, { kind: 'administrator' }>,
): readonly Station[] {
  const label = (subject: Subject): string => subjectLabel(subject, known, shown.locale)
  const { subject, right } = row
  const through: readonly Station[] =
    subject.type === 'member'
      ? []
      : subject.type === 'group'
        ? membershipPath(facts, memberId, subject.id).map((id) => ({
            kind: 'group',
            id,
            label: label({ type: 'group', id }),
          }))
        : [{ kind: subject.type, id: subject.type === 'everyone' ? '' : subject.id, label: label(subject) }]
  const as: Station =
    right.type === 'role'
      ? { kind: 'role', id: right.id, label: roleNames.get(right.id) ?? right.id }
      : { kind: 'permission', id: key, label: permissionWords(key, shown.locale) }
  return [...through, as]
}

async function namesFor(shown: Shown, facts: Facts, memberId: string, considered: readonly Considered[]) {
  const everyone = { type: 'everyone' } as const
  const wanted = namesWanted(
    considered.map((one) => ({
      subject: one.kind === 'administrator' ? everyone : one.row.subject,
      scope: one.row.scope satisfies Scope,
      people: [],
    })),
  )
  const groups = wanted.groups.flatMap((id) => membershipPath(facts, memberId, id))
  return shown.names(shown.reading.db, shown.reading.workspaceId, {
    ...wanted,
    members: [memberId],
    groups: [...new Set([...wanted.groups, ...groups])],
  })
}
