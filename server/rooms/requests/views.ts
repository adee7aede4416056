/** Requests as people read them. */
import { departmentsOf } from '@hufu/authority'
import type { PermissionKey, Right, Scope } from '@hufu/authority'
import type { RequestLine, RequestPerson, RequestView, RequestedRight, ShownTerms } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import type { Locale, Reading } from '../../platform/http/index.ts'
import {
  namesWanted,
  permissionWords,
  readRoleKeys,
  roleNamesOf,
  rulesByIds,
  scopeLabel,
  showRestrictions,
} from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { appealUntil } from './answering.ts'
import { seatOf } from './deciding.ts'
import { showEvidence } from './evidence.ts'
import { concernedBy, hashNow } from './moving.ts'
import { knownTo } from './seen.ts'
import { isDecided, requestLife, riskOf } from './request.ts'
import { readFlow, standsInFor } from './store-flow.ts'
import { tasksOf } from './store-tasks.ts'
import type { TaskRow } from './store-tasks.ts'
import { endorsementsOf, grantsOfRequest, threadOf } from './store-told.ts'
import type { EndorsementRow, EventRow } from './store-told.ts'
import type { RequestRow } from './store.ts'
import type { RouteStage, Terms } from './tables.ts'
import { keysOf } from './terms.ts'
import { helpOf } from './words.ts'

/** Enough to show requests to whoever reads. */
export type Seeing = { readonly reading: Reading; readonly locale: Locale; readonly names: Names }

type Known = {
  readonly person: (id: string) => RequestPerson
  readonly place: (scope: Scope) => string
  readonly right: (right: Right) => RequestedRight
}

const everyone = { type: 'everyone' } as const

/** Everything whose name some requests need, read once. */
async function knowing(
  { reading, locale, names }: Seeing,
  people: readonly string[],
  terms: readonly (Terms | null)[],
): Promise<Known> {
  const { db, workspaceId, facts } = reading
  const scopes = terms.flatMap((one) => (one === null ? [] : [one.scope]))
  const wanted = namesWanted(scopes.map((scope) => ({ subject: everyone, scope, people: [] })))
  const ids = [...new Set(people)]
  const departments = new Set([
    ...wanted.departments,
    ...ids.flatMap((id) => departmentsOf(facts, id).slice(0, 1)),
  ])
  const hasRoles = terms.some((one) => one?.rights.some(({ type }) => type === 'role') === true)
  const [known, roleNames, roleKeys] = await Promise.all([
    names(db, workspaceId, { ...wanted, members: ids, departments: [...departments] }),
    hasRoles ? roleNamesOf(reading) : new Map<string, string>(),
    hasRoles ? readRoleKeys(db, workspaceId) : new Map<string, readonly PermissionKey[]>(),
  ])
  const seen = knownTo(reading, locale)
  return {
    person(id) {
      const [department] = departmentsOf(facts, id)
      const name = department === undefined ? '' : (known.get(department) ?? '')
      return seen.person(id, known.get(id) ?? id, name)
    },
    place: (scope) => scopeLabel(scope, known, locale),
    right(right) {
      const keys = keysOf(right, roleKeys)
      const label =
        right.type === 'role' ? (roleNames.get(right.id) ?? right.id) : permissionWords(right.key, locale)
      return { ...right, label, risk: riskOf(keys), permissions: [...keys] }
    },
  }
}

const shownTerms = ({ rights, scope, from, until, lasts }: Terms, known: Known): ShownTerms => ({
  rights: rights.map(known.right),
  // A readonly list of ids is a list of ids to whoever reads the answer.
  scope: { ...scope, label: known.place(scope) } as ShownTerms['scope'],
  from,
  until,
  lasts,
})

/** Requests as a list shows them. */
export async function showLines(seeing: Seeing, rows: readonly RequestRow[]): Promise<RequestLine[]> {
  const { reading } = seeing
  const { db, workspaceId, memberId } = reading
  const ids = rows.map(({ id }) => id)
  const [tasks, steads] = await Promise.all([
    tasksOf(db, workspaceId, ids),
    standsInFor(db, workspaceId, memberId, new Date(reading.at)),
  ])
  const people = rows.flatMap((row) => [
    row.memberId,
    row.requesterId,
    ...(tasks.get(row.id) ?? []).map((task) => task.memberId),
  ])
  const known = await knowing(
    seeing,
    people,
    rows.map(({ terms }) => terms),
  )
  return rows.map((row) =>
    lineOf(row, hereIn(row, tasks.get(row.id) ?? []), known, new Set([memberId, ...steads])),
  )
}

const hereIn = (row: RequestRow, tasks: readonly TaskRow[]): readonly TaskRow[] =>
  tasks.filter(({ round, stage }) => round === row.round && stage === row.stage)

function lineOf(
  row: RequestRow,
  here: readonly TaskRow[],
  known: Known,
  mine: ReadonlySet<string>,
): RequestLine {
  const open = here.filter(({ state }) => state === 'open')
  const isOpen = isDecided(row.state) || row.state === 'needs-info' || row.state === 'offered'
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    member: known.person(row.memberId),
    requester: known.person(row.requesterId),
    terms: row.terms === null ? null : shownTerms(row.terms, known),
    risk: row.risk,
    because: row.because,
    at: (row.submittedAt ?? row.createdAt).toISOString(),
    changedAt: row.changedAt.toISOString(),
    now:
      isOpen && row.stageSince !== null
        ? {
            stage: row.stage,
            of: row.route.length,
            people: open.map(({ memberId }) => known.person(memberId).name),
            since: row.stageSince.toISOString(),
            due: row.dueAt?.toISOString() ?? null,
          }
        : null,
    waitsForMe: waitsFor(row, open, mine),
  }
}

function waitsFor(row: RequestRow, open: readonly TaskRow[], mine: ReadonlySet<string>): boolean {
  const [me = ''] = mine
  const isOwn = me === row.memberId || me === row.requesterId
  if (row.state === 'confirming') return me === row.memberId
  if (row.state === 'needs-info' || row.state === 'offered') return isOwn
  return isDecided(row.state) && !isOwn && open.some(({ memberId }) => mine.has(memberId))
}

/** What is read of one request. */
type Whole = {
  readonly row: RequestRow
  readonly tasks: readonly TaskRow[]
  readonly events: readonly EventRow[]
  readonly endorsements: readonly EndorsementRow[]
}

/** One request with everything said about it. */
export async function showRequest(seeing: Seeing, row: RequestRow): Promise<RequestView> {
  const { reading, locale } = seeing
  const { db, workspaceId } = reading
  const where = { db, workspaceId }
  const [[line], tasks, events, endorsements, { flow }, { hash }] = await Promise.all([
    showLines(seeing, [row]),
    tasksOf(db, workspaceId, [row.id]).then((all) => all.get(row.id) ?? []),
    threadOf(db, workspaceId, row.id),
    endorsementsOf(db, workspaceId, row.id),
    readFlow(db, workspaceId),
    hashNow(where, row),
  ])
  if (line === undefined) throw new Error('one row gives one line')
  const whole: Whole = { row, tasks, events, endorsements }
  const known = await knowing(seeing, peopleIn(whole), [row.terms, row.offer?.terms ?? null])
  const until = appealUntil(row, flow.appealDays, tasks)
  return {
    ...line,
    termsHash: row.state === 'draft' ? null : hash,
    need: row.need,
    evidence: await showEvidence(db, workspaceId, reading.memberId, row.evidence),
    answers: flow.rules
      .flatMap(({ questions }) => questions)
      .filter(
        ({ id }, at, all) => row.answers[id] !== undefined && all.findIndex((one) => one.id === id) === at,
      )
      .map(({ id, zh, en }) => ({
        id,
        question: locale === 'zh-CN' ? zh : en,
        answer: row.answers[id] ?? '',
      })),
    lifts: await liftsOf(seeing, row),
    extends: await extendedBy(seeing, row),
    revocationId: row.revocationId,
    stages: stagesOf(whole, known),
    thread: events.map((event) => ({
      id: event.id,
      at: event.at.toISOString(),
      by: event.byId === null ? null : known.person(event.byId),
      for: event.forId === null ? null : known.person(event.forId),
      what: event.what,
      words: event.words,
      data: dataOf(event, known),
    })),
    offer: offerIn(row, known),
    endorsements: endorsements.map(({ memberId, at, words, joins }) => ({
      by: known.person(memberId),
      at: at.toISOString(),
      words,
      joins,
    })),
    outcome: outcomeIn(row, known, locale),
    appealUntil: until !== null && until.getTime() > reading.at ? until.toISOString() : null,
    appealLevel: row.appealLevel,
    grants: await grantsIn(seeing, row),
    can: await abilitiesIn(seeing, whole, until),
  }
}

const offerIn = ({ offer, waitUntil }: RequestRow, known: Known): RequestView['offer'] =>
  offer === null
    ? null
    : {
        by: known.person(offer.by),
        at: offer.at,
        because: offer.because,
        until: waitUntil?.toISOString() ?? offer.at,
        terms: shownTerms(offer.terms, known),
      }

const outcomeIn = (
  { outcomeCode, outcomeWords, decidedAt, decidedBy }: RequestRow,
  known: Known,
  locale: Locale,
): RequestView['outcome'] =>
  outcomeCode === null || decidedAt === null
    ? null
    : {
        code: outcomeCode,
        words: outcomeWords ?? '',
        help: helpOf(outcomeCode, locale),
        by: decidedBy === null ? null : known.person(decidedBy),
        at: decidedAt.toISOString(),
      }

const peopleIn = ({ row, tasks, events, endorsements }: Whole): readonly string[] => [
  row.memberId,
  row.requesterId,
  ...(row.decidedBy === null ? [] : [row.decidedBy]),
  ...(row.offer === null ? [] : [row.offer.by]),
  ...tasks.flatMap(({ memberId, decidedBy }) => [memberId, ...(decidedBy === null ? [] : [decidedBy])]),
  ...events.flatMap(({ byId, forId, data }) => [byId, forId, ...idsIn(data)].filter((id) => id !== null)),
  ...endorsements.map(({ memberId }) => memberId),
]

const idsIn = (data: EventRow['data']): readonly string[] =>
  ['people', 'lost'].flatMap((key) => {
    const list = data[key]
    return Array.isArray(list) ? list.map(String) : []
  })

// Ids become names; everything else is a number or a code.
function dataOf({ data }: EventRow, known: Known): Record<string, unknown> {
  const { people: _people, lost: _lost, ...rest } = data
  const ids = idsIn(data)
  return ids.length === 0 ? rest : { ...rest, names: ids.map((id) => known.person(id).name) }
}

function stagesOf({ row, tasks }: Whole, known: Known): RequestView['stages'] {
  const isOpen = isDecided(row.state) || row.state === 'needs-info' || row.state === 'offered'
  return row.route.map((stage: RouteStage, at) => {
    const here = tasks.filter((task) => task.round === row.round && task.stage === at)
    const isNow = isOpen && at === row.stage
    return {
      who: stage.who,
      needs: stage.needs,
      state: isNow ? 'now' : at < row.stage || row.state === 'granted' ? 'done' : 'later',
      people: here.filter(({ state }) => state === 'open').map(({ memberId }) => known.person(memberId)),
      approvals: here
        .filter(({ state }) => state === 'approved')
        .flatMap(({ decidedBy, memberId, decidedAt, because, alone }) =>
          decidedBy === null || decidedAt === null
            ? []
            : [
                {
                  by: known.person(decidedBy),
                  for: decidedBy === memberId ? null : known.person(memberId),
                  at: decidedAt.toISOString(),
                  because: because ?? '',
                  alone,
                },
              ],
        ),
      since: isNow ? (row.stageSince?.toISOString() ?? null) : null,
      due: isNow ? (row.dueAt?.toISOString() ?? null) : null,
      hops: isNow ? row.hops : 0,
    }
  })
}

async function liftsOf({ reading, names, locale }: Seeing, row: RequestRow): Promise<RequestView['lifts']> {
  if (row.lifts.length === 0) return []
  const { restrictions } = await rulesByIds(reading.db, reading.workspaceId, row.lifts)
  const shown = await showRestrictions({ reading, names, locale }, restrictions)
  return shown.map(({ id, right, scope, givenBy, because, givenAt }) => ({
    id,
    label: `${right.label} · ${scope.label}`,
    by: givenBy,
    because,
    at: givenAt,
  }))
}

async function extendedBy({ reading }: Seeing, row: RequestRow): Promise<RequestView['extends']> {
  if (row.grantId === null) return null
  const { grants } = await rulesByIds(reading.db, reading.workspaceId, [row.grantId])
  return { grantId: row.grantId, until: grants[0]?.untilAt?.toISOString() ?? null }
}

async function grantsIn({ reading }: Seeing, row: RequestRow): Promise<RequestView['grants']> {
  if (row.state !== 'granted') return []
  const { db, workspaceId, at } = reading
  const ids = await grantsOfRequest(db, workspaceId, row.id)
  const { grants } = await rulesByIds(db, workspaceId, ids)
  return grants.map((grant) => {
    const { id, fromAt, untilAt, endedAt, suspendedAt } = grant
    const state =
      endedAt !== null
        ? 'ended'
        : untilAt !== null && untilAt.getTime() <= at
          ? 'expired'
          : suspendedAt !== null
            ? 'suspended'
            : fromAt !== null && fromAt.getTime() > at
              ? 'scheduled'
              : 'active'
    return { id, from: fromAt?.toISOString() ?? null, until: untilAt?.toISOString() ?? null, state }
  })
}

const yes = { allowed: true, because: 'granted' } as const
const no = (because: string) => ({ allowed: false, because })
const NOT_NOW = 'access-request/not-now'

async function abilitiesIn(
  { reading }: Seeing,
  { row, tasks, endorsements }: Whole,
  until: Date | null,
): Promise<RequestView['can']> {
  const me = reading.memberId
  const isOwn = me === row.requesterId || me === row.memberId
  const goes = (event: string): boolean => requestLife.events(row.state).includes(event)
  const own = (event: string) => (!isOwn ? no('access-request/not-yours') : goes(event) ? yes : no(NOT_NOW))
  const isInvited = endorsements.some(({ memberId }) => memberId === me)
  const isTalked = ['pending', 'needs-info', 'rejected', 'appealed'].includes(row.state)
  const isAsked = tasks.some(({ memberId, decidedBy }) => memberId === me || decidedBy === me)
  const late = until !== null && until.getTime() <= reading.at
  return {
    decide: isDecided(row.state) ? await decidable(reading, row, tasks) : no(NOT_NOW),
    withdraw: own('withdraw'),
    confirm:
      row.state === 'confirming' && me !== row.memberId ? no('access-request/not-yours') : own('confirm'),
    answer: own('answer'),
    accept: own('accept'),
    appeal: !isOwn
      ? no('access-request/not-yours')
      : until === null
        ? no(NOT_NOW)
        : late
          ? no('access-request/appeal-late')
          : yes,
    invite: !isOwn ? no('access-request/not-yours') : isTalked ? yes : no(NOT_NOW),
    endorse: !isInvited ? no('access-request/not-yours') : isTalked ? yes : no(NOT_NOW),
    say: row.state === 'draft' ? no(NOT_NOW) : isOwn || isAsked ? yes : no('access-request/not-yours'),
    edit: row.state === 'draft' && me === row.requesterId ? yes : no(NOT_NOW),
  }
}

async function decidable(reading: Reading, row: RequestRow, tasks: readonly TaskRow[]) {
  const ground = { db: reading.db, workspaceId: reading.workspaceId, facts: reading.facts, at: reading.at }
  try {
    await seatOf(ground, row, await concernedBy(ground, row), tasks, reading.memberId)
    return yes
  } catch (error) {
    if (isRefusal(error)) return no(error.code)
    throw error
  }
}
