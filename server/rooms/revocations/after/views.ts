import type { Reason } from '@hufu/authority'
import type {
  PreviewView,
  RestoreItem,
  RevocationAfter,
  RevocationAttempt,
  RevocationReturn,
} from '@hufu/contract'
import { can } from '../../../platform/http/index.ts'
import type { RefusalEntry } from '../../../platform/ledger/index.ts'
import {
  actorLabel,
  grantLabels,
  lookerAtRules,
  rulesByIds,
  showGrants,
  showRestrictions,
} from '../../authority/index.ts'
import { mayDecide } from './contest.ts'
import { itemsOf } from './restore.ts'
import { contestOf, restoredOf } from './store-contest.ts'
import type { ContestRow, RestoredRow } from './store-contest.ts'
import type { RevocationRow } from '../store.ts'
import { returnsOf } from './store-watch.ts'
import type { ReturnRow } from './store-watch.ts'
import { lostBetween } from '../vectors.ts'
import { namedPlaces } from '../views.ts'
import type { Placed, Shown } from '../views.ts'
import type { Would } from './watch.ts'
import { decisionOn, watchedUntil } from './watch-list.ts'

/** Most rights that came back, as a page shows them. A departure loses a few hundred pairs at most. */
const RETURNED_MAX = 1000

/** What came after a revocation, for whoever may look at it. */
export async function showAfter(shown: Shown, row: RevocationRow): Promise<RevocationAfter> {
  const { reading } = shown
  const { db, workspaceId } = reading
  const [returns, contest, restored] = await Promise.all([
    returnsOf(db, workspaceId, [row.id]),
    contestOf(db, workspaceId, row.id),
    restoredOf(db, workspaceId, row.id),
  ])
  const people = [
    ...returns.map(({ givenBy }) => givenBy),
    contest?.decidedBy ?? null,
    ...restored.map(({ restoredBy }) => restoredBy),
  ]
  const label = await actorLabels(shown, people)
  const items = await itemViews(shown, row, restored, label)
  const until = watchedUntil(row)
  return {
    watch: {
      until: until.toISOString(),
      open: until.getTime() > reading.at,
      watched: lostBetween(row.before, row.after).length,
      returned: await returnViews(shown, row, returns.slice(0, RETURNED_MAX), label),
    },
    contest: contest === undefined ? null : contestView(contest, label),
    restore: { state: restoreState(items), items },
    can: cansOf(shown, row, contest, items),
  }
}

type Label = (actor: string | null) => string | null

/** Names of those who did something. */
async function actorLabels(
  { reading, names, locale }: Shown,
  actors: readonly (string | null)[],
): Promise<Label> {
  const members = actors.flatMap((actor) =>
    actor?.startsWith('member:') === true ? [actor.slice('member:'.length)] : [],
  )
  const none = { departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, { members: [...new Set(members)], ...none })
  return (actor) => (actor === null ? null : actorLabel(actor, known, locale))
}

function contestView(contest: ContestRow, label: Label): RevocationAfter['contest'] {
  const { state, words, at, decidedBy, decidedAt, answer, alone } = contest
  return {
    state,
    words,
    at: at.toISOString(),
    decidedBy: label(decidedBy),
    decidedAt: decidedAt?.toISOString() ?? null,
    answer,
    alone,
  }
}

async function returnViews(
  shown: Shown,
  row: RevocationRow,
  returns: readonly ReturnRow[],
  label: Label,
): Promise<RevocationReturn[]> {
  const [placed, grounds] = await Promise.all([
    namedPlaces(shown, { before: returns }),
    groundLabels(shown, returns),
  ])
  return returns.map((one) => returnView(shown, row, one, { placed, grounds, label }))
}

type Words = {
  readonly placed: Placed
  readonly grounds: (reason: Reason) => string
  readonly label: Label
}

function returnView({ reading }: Shown, row: RevocationRow, one: ReturnRow, words: Words): RevocationReturn {
  const { permission, place, kind, at, givenBy, because } = one
  return {
    permission,
    place: words.placed(place),
    kind,
    at: at.toISOString(),
    by: words.label(givenBy),
    because,
    grounds: one.grounds.map((ground) => ({
      kind: ground.kind,
      id: ground.id,
      label: words.grounds(ground),
    })),
    allowed: decisionOn(reading.facts, row.memberId, { permission, place }, reading.at).allowed,
  }
}

async function groundLabels(
  shown: Shown,
  returns: readonly ReturnRow[],
): Promise<(reason: Reason) => string> {
  const ids = returns.flatMap(({ grounds }) =>
    grounds.flatMap(({ kind, id }) => (kind === 'grant' ? [id] : [])),
  )
  const labels = await grantLabels(shown, [...new Set(ids)])
  return ({ kind, id }) => labels.get(id) ?? kindWords[kind][shown.locale === 'zh-CN' ? 0 : 1]
}

const kindWords: Readonly<Record<Reason['kind'], readonly [zh: string, en: string]>> = {
  grant: ['授权', 'a grant'],
  restriction: ['限制', 'a restriction'],
  administrator: ['管理员身份', 'a seat of office'],
  status: ['成员身份', 'being a member'],
  relation: ['与此事的关系', 'a relation to it'],
}

async function itemViews(
  shown: Shown,
  row: RevocationRow,
  restored: readonly RestoredRow[],
  label: Label,
): Promise<RestoreItem[]> {
  const { db, workspaceId, at } = shown.reading
  const known = itemsOf(row)
  const { grants, restrictions } = await rulesByIds(db, workspaceId, [...known.grants, ...known.restrictions])
  const done = new Map(restored.map((one) => [one.itemId, one]))
  const by = (id: string) => {
    const one = done.get(id)
    return {
      restoredBy: one === undefined ? null : label(one.restoredBy),
      restoredAt: one?.at.toISOString() ?? null,
    }
  }
  const state = (id: string, isOver: boolean): RestoreItem['state'] =>
    done.has(id) ? 'restored' : isOver ? 'over' : 'open'
  const lifts = (await showRestrictions(shown, restrictions)).map((one): RestoreItem => ({
    id: one.id,
    kind: 'restriction',
    label: one.right.label,
    scope: one.scope.label,
    until: null,
    state: state(one.id, one.endedAt !== null),
    ...by(one.id),
  }))
  const gifts = (await showGrants(shown, grants)).map((one): RestoreItem => ({
    id: one.id,
    kind: 'grant',
    label: one.right.label,
    scope: one.scope.label,
    until: one.until,
    state: state(one.id, one.until !== null && Date.parse(one.until) <= at),
    ...by(one.id),
  }))
  return [...gifts, ...lifts]
}

function restoreState(items: readonly RestoreItem[]): RevocationAfter['restore']['state'] {
  if (items.length === 0) return 'none'
  const done = items.filter(({ state }) => state === 'restored').length
  return done === 0 ? 'open' : done === items.length ? 'restored' : 'partly'
}

const no = (because: string) => ({ allowed: false, because })

function cansOf(
  { reading }: Shown,
  row: RevocationRow,
  contest: ContestRow | undefined,
  items: readonly RestoreItem[],
): RevocationAfter['can'] {
  const about = { type: 'member', id: row.memberId } as const
  const mine = row.memberId === reading.memberId
  const decides = can(reading, 'perm.revoke', about)
  const { because } = mayDecide({ facts: reading.facts, at: new Date(reading.at) }, row, reading.memberId)
  const gives = (['perm.restrict', 'perm.grant', 'perm.grant.temp'] as const).map((key) =>
    can(reading, key, about),
  )
  return {
    contest: !mine
      ? no('revocation/not-found')
      : contest === undefined
        ? can(reading, 'audit.self.view', about)
        : no('revocation/contested-already'),
    decide:
      contest === undefined
        ? no('revocation/not-contested')
        : contest.state !== 'open'
          ? no('contest/not-now')
          : decides.allowed && because !== null
            ? no(because)
            : decides,
    restore: items.every(({ state }) => state !== 'open')
      ? no('revocation/nothing-to-restore')
      : (gives.find(({ allowed }) => allowed) ?? gives[0] ?? no('authority/not-granted')),
    attempts: can(reading, 'perm.view', about),
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Refusals as tries since a revocation. */
export const showAttempts = (entries: readonly RefusalEntry[]): RevocationAttempt[] =>
  entries.map(({ index, at, event, data }) => {
    const code = text(data['code']) ?? ''
    return {
      entry: index,
      at: new Date(at).toISOString(),
      kind: event === 'refusal.met@1' ? 'request' : code === 'identity/session-ended' ? 'session' : 'sign-in',
      door: text(data['door']),
      permission: text(data['permission']),
      code,
    }
  })

/** Rights under watch that would be allowed again, of those people whose revocations the reader may look at. */
export async function showWatched(
  { reading, names }: Pick<Shown, 'reading' | 'names'>,
  would: readonly Would[],
): Promise<PreviewView['watched']> {
  const looks = lookerAtRules(reading)
  const seen = would.filter(({ memberId }) => looks({ type: 'member', id: memberId })).slice(0, RETURNED_MAX)
  const none = { departments: [], groups: [], positions: [] }
  const members = [...new Set(seen.map(({ memberId }) => memberId))]
  const known = await names(reading.db, reading.workspaceId, { members, ...none })
  return seen.map(({ permissions, ...one }) => ({
    ...one,
    permissions: [...permissions],
    memberName: known.get(one.memberId) ?? one.memberId,
  }))
}
