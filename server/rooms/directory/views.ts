import {
  bitOf,
  check,
  departmentContains,
  groupsInside,
  handleOf,
  liveRestrictions,
  membersOf,
  ownMembersOf,
  seatsInForce,
  standingIn,
  targetOf,
  tierOf,
} from '@hufu/authority'
import type { Standing } from '@hufu/authority'
import type { DepartmentTree, MemberRow } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { can, hold } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { normalPhone } from './contacts.ts'
import { asker, holdRules, outOfSight, showMembers, sightIn, view } from './members-shown.ts'
import { searchTerms } from './search.ts'
import { compareNames } from './sorting.ts'
import { pageOf } from './paging.ts'
import { readGroups, readPositions } from './store-views.ts'
import type { MemberFilter } from './store-views.ts'
import { layoutOf } from './tree-layout.ts'
import { columnsOf } from './tree.ts'
import { countsFor } from './visibility/counts.ts'
import { asPlaces, concealedBy, concealedIn, seenBy } from './visibility/listing.ts'
import type { Sight } from './visibility/sight.ts'

const PAGE_DEFAULT = 50
/** Digits of a phone that those who may see numbers can search by. */
const PHONE_DIGITS_MIN = 3

const treeKeys = ['org.dept.edit', 'org.dept.move', 'org.dept.delete', 'org.member.invite'] as const

/** Whether the caller sees everyone: allowed everywhere and nowhere restricted. */
function seesAll(reading: Reading): boolean {
  const { facts, memberId, at } = reading
  const allowed = check(
    facts,
    handleOf(facts, memberId),
    bitOf(view),
    targetOf(facts, { type: 'workspace' }),
    at,
  )
  return allowed && liveRestrictions(facts, memberId, view, at).length === 0
}

/** The departments the caller sees, laid out in columns, with the number of people they see in each. */
export async function treeView(reading: Reading): Promise<DepartmentTree> {
  const whole = await layoutOf(reading)
  const asks = asker(reading)
  const sight = holdRules(reading)
  const { nodes, parents } =
    seesAll(reading) && sight.all
      ? whole
      : columnsOf(whole.nodes.filter(({ id }) => asks(view, 'department', id) && sight.department(id)))
  holdDepartments(reading, nodes.length === whole.nodes.length ? nodes.slice(0, 1) : nodes)
  const members = await countsFor(reading, sight, nodes)
  const member = handleOf(reading.facts, reading.memberId)
  const bits = treeKeys.map(bitOf)
  return {
    revision: reading.facts.revision,
    ids: nodes.map((node) => node.id),
    parents: [...parents],
    names: nodes.map((node) => node.name),
    members: [...members],
    can: nodes.map((node) => {
      const target = targetOf(reading.facts, { type: 'department', id: node.id })
      return bits.reduce(
        (sum, bit, at) => sum | (check(reading.facts, member, bit, target, reading.at) ? 1 << at : 0),
        0,
      )
    }),
  }
}

function holdDepartments(reading: Reading, nodes: readonly { readonly id: string }[]): void {
  hold(reading, () => {
    const asks = asker(reading)
    const sight = sightIn(reading)
    return nodes.every(({ id }) => asks(view, 'department', id) && sight.department(id)) ? null : outOfSight()
  })
}

export type MembersQuery = {
  readonly search?: string | undefined
  readonly departmentId?: string | undefined
  readonly below?: 'true' | 'false' | undefined
  readonly status?: MemberRow['status'] | undefined
  readonly tier?: MemberRow['tier'] | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/**
 * A page of the people whom the caller sees. The total comes with the first page, unless a search finds more of them
 * than are worth counting.
 */
export async function membersView(reading: Reading, query: MembersQuery) {
  const filter = await filterOf(reading, query)
  const whom = await whomOf(reading, query)
  const { rows, next, total } = await pageOf(reading, filter, whom)
  const items = await showMembers(reading, rows)
  return { items, next, ...(total === null || query.cursor !== undefined ? {} : { total }) }
}

async function filterOf(reading: Reading, query: MembersQuery): Promise<MemberFilter> {
  const typed = query.search ?? ''
  const sight = sightIn(reading)
  const phone = phoneIn(reading, typed)
  return {
    workspaceId: reading.workspaceId,
    terms: searchTerms(typed),
    phone: phone === null ? null : { ...phone, concealed: await concealedBy(reading, sight, 'phone') },
    // A login or number that is hidden must not be guessed letter by letter.
    unsearched: typed === '' ? null : await concealedBy(reading, sight, 'login', 'employeeNo'),
    path: null,
    status: query.status ?? null,
    ...idsOfTier(reading, query.tier),
    after: query.cursor === undefined ? null : readCursor(query.cursor),
    limit: query.limit ?? PAGE_DEFAULT,
  }
}

/** A whole number finds its owner for anyone; parts of numbers only for those who may read them. */
function phoneIn(reading: Reading, typed: string): { readonly text: string; readonly part: boolean } | null {
  const whole = normalPhone(typed)
  const digits = typed.replaceAll(/\D/g, '')
  const part = digits.length >= PHONE_DIGITS_MIN && digits.length === typed.trim().length
  if (part && can(reading, 'org.member.edit', { type: 'workspace' }).allowed)
    return { text: digits, part: true }
  return whole === null ? null : { text: whole, part: false }
}

/** Whom a list may show: who stands where one looks, is seen by the rules, and works where one may look at all. */
async function whomOf(reading: Reading, query: MembersQuery): Promise<Standing> {
  const sight = sightIn(reading)
  const { places, except } = asPlaces(await seenBy(reading, sight))
  const looked = query.departmentId === undefined ? null : await placeOf(reading, sight, query)
  const visible = await visibleTo(reading)
  const named = [looked, visible].filter((ids) => ids !== null)
  return standingIn(reading.facts, {
    places: [...places, ...named.map((departments) => ({ departments, people: [] }))],
    except,
    status: query.status ?? null,
  })
}

/** An appointment in a hidden department does not show, not even by being found below one that is not. */
async function placeOf(
  reading: Reading,
  sight: Sight,
  { departmentId = '', below }: MembersQuery,
): Promise<readonly string[]> {
  const { nodes } = await layoutOf(reading)
  const known = nodes.some(({ id }) => id === departmentId)
  if (!known || !asker(reading)(view, 'department', departmentId) || !sight.department(departmentId))
    throw refuse('directory/not-found', { what: 'department' })
  const place =
    below === 'false'
      ? [departmentId]
      : nodes.filter(({ id }) => departmentContains(reading.facts, departmentId, id)).map(({ id }) => id)
  return sight.eyes.hiddenDepartments.length === 0 ? place : place.filter((id) => !sight.covered(id))
}

async function visibleTo(reading: Reading): Promise<readonly string[] | null> {
  if (seesAll(reading)) return null
  const asks = asker(reading)
  const { nodes } = await layoutOf(reading)
  return nodes.filter((row) => asks(view, 'department', row.id)).map((row) => row.id)
}

function idsOfTier(
  reading: Reading,
  tier: MemberRow['tier'] | undefined,
): Pick<MemberFilter, 'inIds' | 'notInIds'> {
  if (tier === undefined) return { inIds: null, notInIds: null }
  const holders = [...new Set(seatsInForce(reading.facts, reading.at).map((seat) => seat.memberId))]
  if (tier === 'member') return { inIds: null, notInIds: holders }
  return { inIds: holders.filter((id) => tierOf(reading.facts, id, reading.at) === tier), notInIds: null }
}

function readCursor(cursor: string): readonly [string, string] {
  const bad = () => refuse('request/invalid', { field: 'cursor' })
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed)) throw bad()
    const [sortKey, id] = parsed as readonly unknown[]
    if (typeof sortKey === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
      return [sortKey, id]
  } catch {
    throw bad()
  }
  throw bad()
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compareNames(a.name, b.name)

/** Positions in the order of their names, with the number of holders whom the caller sees. */
export async function positionsView(reading: Reading) {
  const { facts } = reading
  const sight = holdRules(reading)
  const hidden = await concealedBy(reading, sight, 'position')
  const { places, except } = asPlaces(await seenBy(reading, sight))
  const seen = standingIn(facts, {
    places,
    except: hidden === null ? except : [...except, ...concealedIn(facts, hidden)],
    status: null,
  })
  const positions = await readPositions(reading.db, reading.workspaceId)
  const counts = seen.countHolding(positions.map(({ id }) => id))
  return {
    items: positions.map((each, at) => ({ ...each, members: counts[at] ?? 0 })).toSorted(byName),
  }
}

/** User groups in the order of their names, with the number of members whom the caller sees. */
export async function groupsView(reading: Reading) {
  const sight = holdRules(reading)
  const { facts } = reading
  const seen = standingIn(facts, { ...asPlaces(await seenBy(reading, sight)), status: null })
  const groups = await readGroups(reading.db, reading.workspaceId)
  const items = groups.map((group) => ({
    ...group,
    departmentId:
      group.departmentId !== null && sight.department(group.departmentId) ? group.departmentId : null,
    members: ownMembersOf(facts, group.id).filter(seen.has).length,
    people: membersOf(facts, { type: 'group', id: group.id }).filter(seen.has).length,
    groups: [...groupsInside(facts, group.id)],
  }))
  return { items: items.toSorted(byName) }
}

/** A page of a group's members whom the caller sees. */
export async function groupMembersView(
  reading: Reading,
  memberIds: readonly string[],
  query: Pick<MembersQuery, 'cursor' | 'limit'>,
) {
  const filter = { ...(await filterOf(reading, query)), inIds: memberIds }
  const { rows, next, total } = await pageOf(reading, filter, await whomOf(reading, query))
  return { items: await showMembers(reading, rows), next, ...(total === null ? {} : { total }) }
}
