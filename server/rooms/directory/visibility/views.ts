import { administratorsOf, parentOf, peopleAmong, statusOf } from '@hufu/authority'
import type { Subject } from '@hufu/authority'
import type { MemberRow, VisibilityRuleView, VisibilityTerms } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { actorLabel } from '../../authority/index.ts'
import type { Locale } from '../../authority/index.ts'
import { can, hold, may } from '../../../platform/http/index.ts'
import type { Reading } from '../../../platform/http/index.ts'
import { holdRules, isSeen, outOfSight, sightIn } from '../members-shown.ts'
import { nameKey } from '../names.ts'
import { readNames } from '../store-views.ts'
import { columnsOf } from '../tree.ts'
import { membersView, treeView } from '../views.ts'
import type { MembersQuery } from '../views.ts'
import { targetOfAbout } from './commands.ts'
import type { Sight } from './sight.ts'
import { rulesForList, termsOf } from './store.ts'
import type { RuleRow } from './store.ts'

const LIST_LIMIT = 50
/** Rows looked at for one page: those about people out of the caller's scope are left out. */
const LOOKED_AT_MAX = 5000

/** Asks whether one may set rules anywhere at all: at the company, or where one's seats reach. */
export function mayManage(reading: Reading): void {
  may(reading, 'org.visibility.manage', somewhere(reading))
}

function somewhere(reading: Reading) {
  for (const { scope, permissions } of administratorsOf(reading.facts, reading.memberId)) {
    const [id] = scope.type === 'departments' ? scope.ids : []
    if (id !== undefined && permissions.includes('org.visibility.manage'))
      return { type: 'department', id } as const
  }
  return { type: 'workspace' } as const
}

export type RulesQuery = {
  readonly kind?: RuleRow['kind'] | undefined
  readonly search?: string | undefined
  readonly ended?: 'true' | 'false' | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** A page of the rules about people and departments that the caller may set rules about. */
export async function rulesView(reading: Reading, query: RulesQuery, locale: Locale) {
  const limit = query.limit ?? LIST_LIMIT
  const found = await rulesForList(reading.db, reading.workspaceId, {
    kind: query.kind ?? null,
    search: nameKey(query.search ?? ''),
    ended: query.ended === 'true',
    before: query.cursor ?? null,
    limit: LOOKED_AT_MAX,
  })
  const mine = found.filter((row) => mayLookAt(reading, row))
  const page = mine.slice(0, limit)
  hold(reading, () => (page.every((row) => mayLookAt(reading, row)) ? null : outOfSight()))
  const last = page.at(-1)
  return {
    items: await showRules(reading, page, locale),
    next: mine.length > limit && last !== undefined ? last.id : null,
  }
}

// About oneself, and about people above, a rule may be looked at by whoever could set it for a neighbour: the tier is
// asked by the buttons.
function mayLookAt(reading: Reading, row: RuleRow): boolean {
  const { about } = termsOf(row)
  if (about.type !== 'member') return can(reading, 'org.visibility.manage', targetOfAbout(about)).allowed
  return ['granted', 'authority/higher-tier'].includes(can(reading, 'org.visibility.manage', about).because)
}

async function showRules(
  reading: Reading,
  rows: readonly RuleRow[],
  locale: Locale,
): Promise<readonly VisibilityRuleView[]> {
  const refs = rows.flatMap((row) => [
    ...(row.aboutType === 'everyone' ? [] : [{ type: row.aboutType, id: row.aboutId }]),
    ...row.list,
    ...row.viewers,
  ])
  const ids = (type: string): string[] => refs.flatMap((ref) => (ref.type === type ? [ref.id ?? ''] : []))
  const people = rows
    .flatMap(({ setBy, endedBy }) => [setBy, endedBy ?? ''])
    .filter((by) => by.startsWith('member:'))
  const names = await readNames(reading.db, reading.workspaceId, {
    members: [...ids('member'), ...people.map((by) => by.slice('member:'.length))],
    departments: ids('department'),
    groups: ids('group'),
    positions: [],
  })
  const labelled = ({ type, id }: { readonly type: string; readonly id: string | null }) => ({
    type,
    id,
    label: id === null ? (locale === 'zh-CN' ? '全体成员' : 'Everyone') : (names.get(id) ?? id),
  })
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    about: labelled({ type: row.aboutType, id: row.aboutId }),
    fields: row.fields,
    reach: row.reach,
    list: row.list.map(labelled),
    viewers: row.viewers.map(labelled),
    because: row.because,
    setBy: actorLabel(row.setBy, names, locale),
    setAt: row.setAt.toISOString(),
    changedAt: row.changedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy === null ? null : actorLabel(row.endedBy, names, locale),
    endedBecause: row.endedBecause,
    can: canOf(reading, row),
  }))
}

function canOf(reading: Reading, row: RuleRow): VisibilityRuleView['can'] {
  if (row.endedAt !== null) {
    const no = { allowed: false, because: 'directory/visibility-ended' }
    return { change: no, end: no }
  }
  const asked = can(reading, 'org.visibility.manage', targetOfAbout(termsOf(row).about))
  return { change: asked, end: asked }
}

/** How many people a rule would concern. Administrators who go on seeing everybody they administer are counted too. */
export function weighed(reading: Reading, terms: VisibilityTerms) {
  may(reading, 'org.visibility.manage', targetOfAbout(terms.about))
  const count = (subjects: readonly Subject[]): number => peopleAmong(reading.facts, subjects)
  const people = count([terms.about])
  if (terms.kind === 'limit')
    return { viewers: count([terms.about, ...terms.viewers]) - count(terms.viewers), people: null }
  // Who works in a hidden department, and whoever a rule is about, loses nothing by it.
  const insiders = terms.kind === 'hide' || terms.about.type === 'member' ? [terms.about] : []
  return { viewers: count([{ type: 'everyone' }]) - count([...terms.viewers, ...insiders]), people }
}

/** The directory through another member's eyes, as far as the one who looks sees it too. */
export async function previewOf(reading: Reading, memberId: string) {
  const theirs = eyesOn(reading, memberId)
  const sight = holdRules(theirs)
  const wanted = { members: [memberId], departments: [], groups: [], positions: [] }
  const [tree, { total }, names] = await Promise.all([
    treeView(theirs),
    membersView(theirs, { limit: 1 }),
    readNames(reading.db, reading.workspaceId, wanted),
  ])
  const own = sightIn(reading)
  const { nodes, parents } = columnsOf(
    tree.ids.flatMap((id, at) =>
      own.department(id)
        ? [
            {
              id,
              parentId: parentOf(reading.facts, id),
              name: tree.names[at] ?? '',
              members: tree.members[at] ?? 0,
            },
          ]
        : [],
    ),
  )
  return {
    name: names.get(memberId) ?? '',
    tree: {
      revision: tree.revision,
      ids: nodes.map(({ id }) => id),
      parents: [...parents],
      names: nodes.map(({ name }) => name),
      members: nodes.map(({ members }) => members),
      can: nodes.map(() => 0),
    },
    people: total ?? 0,
    all: sight.all,
  }
}

/**
 * The people another member sees, as far as the one who looks sees them too. Details stay out: somebody else's eyes are
 * no way around a hidden field, which is read with a reason or not at all.
 */
export async function previewMembers(reading: Reading, memberId: string, query: MembersQuery) {
  const { items, ...rest } = await membersView(eyesOn(reading, memberId), query)
  const seen = items.filter(({ id }) => isSeen(reading, id))
  hold(reading, () => (seen.every(({ id }) => isSeen(reading, id)) ? null : outOfSight()))
  const own = sightIn(reading)
  return { ...rest, items: seen.map((row) => byName(row, own)) }
}

const byName = (row: MemberRow, own: Sight): MemberRow => ({
  ...row,
  login: '',
  employeeNo: null,
  phone: null,
  email: null,
  appointments: row.appointments
    .filter(({ departmentId }) => own.department(departmentId))
    .map((each) => ({ ...each, positionId: null, positionName: null })),
})

/** A reading as somebody else would make it; what it rests on is asked of the one who really reads. */
function eyesOn(reading: Reading, memberId: string): Reading {
  if (statusOf(reading.facts, memberId) !== 'active' || !isSeen(reading, memberId))
    throw refuse('directory/not-found', { what: 'member' })
  mayPreview(reading, memberId)
  return {
    workspaceId: reading.workspaceId,
    memberId,
    at: reading.at,
    db: reading.db,
    get facts() {
      return reading.facts
    },
    projection: (projection) => reading.projection(projection),
    past: (at) => reading.past(at),
  }
}

/** Looking through somebody's eyes changes nothing about them: being in the scope is enough, whatever their tier. */
function mayPreview(reading: Reading, memberId: string): void {
  hold(reading, () => {
    const { allowed, because } = can(reading, 'org.visibility.manage', { type: 'member', id: memberId })
    return allowed || because === 'authority/higher-tier'
      ? null
      : refuse(because as 'authority/out-of-scope', { permission: 'org.visibility.manage' })
  })
}
