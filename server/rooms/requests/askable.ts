/** What somebody may ask for, who would decide, and how long that usually takes. */
import { decide, grantable, permissions, statusOf } from '@hufu/authority'
import type { PermissionKey, Right, Scope } from '@hufu/authority'
import type { Askable } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { permissionWords, roleNamesOf, readRoleKeys } from '../authority/index.ts'
import { whoIsAsked } from './asked.ts'
import type { Asked, Ground } from './asked.ts'
import { wayOf } from './flow.ts'
import type { RightWithKeys, Way } from './flow.ts'
import { riskOf } from './request.ts'
import { placeOf, screen } from './screening.ts'
import type { AskedFor } from './screening.ts'
import { knownTo } from './seen.ts'
import { readFlow } from './store-flow.ts'
import { usualHours } from './store-measures.ts'
import { isAskable, spanOf } from './terms.ts'
import type { Seeing } from './views.ts'

const USUAL_DAYS = 90
const DAY_MS = 86_400_000
const NAMES_MAX = 5

const groundOfReading = ({ reading }: Seeing): Ground => ({
  db: reading.db,
  workspaceId: reading.workspaceId,
  facts: reading.facts,
  at: reading.at,
})

const everywhere: Scope = { type: 'workspace' }

/** Features and roles of features, with whether they are held, by whom they would be decided, and how long that takes. */
export async function askableFor(seeing: Seeing, memberId: string): Promise<Askable[]> {
  const { reading, locale } = seeing
  const ground = groundOfReading(seeing)
  const { db, workspaceId, facts, at } = ground
  const [roleKeys, roleNames, { flow }, usual] = await Promise.all([
    readRoleKeys(db, workspaceId),
    roleNamesOf(reading),
    readFlow(db, workspaceId),
    usualHours(db, workspaceId, new Date(at - USUAL_DAYS * DAY_MS)),
  ])
  const keys = grantable(permissions.map(({ key }) => key)).filter(isAskable)
  const roles = [...roleKeys].filter(([, of]) => of.length > 0 && of.every(isAskable))
  const rights: readonly RightWithKeys[] = [
    ...keys.map((key) => ({ right: { type: 'permission', key } as Right, keys: [key] })),
    ...roles.map(([id, of]) => ({ right: { type: 'role', id } as Right, keys: of })),
  ]
  const asking = new Map<string, readonly (readonly Asked[])[]>()
  const members = new Set<string>()
  const found = []
  for (const one of rights) {
    const way = wayOf(flow, [one])
    const asked = await askedIn(asking, ground, memberId, one, way)
    for (const { memberId: id } of asked.flat()) members.add(id)
    found.push({ one, way, asked })
  }
  const names = await seeing.names(db, workspaceId, {
    members: [...members],
    departments: [],
    groups: [],
    positions: [],
  })
  const isActive = statusOf(facts, memberId) === 'active'
  const seen = knownTo(reading, locale)
  return found.map(({ one, way, asked }) => ({
    right: {
      ...one.right,
      label:
        one.right.type === 'role'
          ? (roleNames.get(one.right.id) ?? one.right.id)
          : permissionWords(one.right.key, locale),
      risk: riskOf(one.keys),
      permissions: [...one.keys],
    },
    module: moduleOf(one),
    held: holdsAll(ground, memberId, one.keys),
    ask: mayAsk(isActive, way, asked),
    stages: way.stages.map(({ who, needs }, index) => ({
      who,
      needs,
      names: (asked[index] ?? []).slice(0, NAMES_MAX).map(({ memberId: id }) => seen.name(id, names)),
    })),
    usualHours: longest(one.keys.map((key) => usual.get(key))),
    maxDays: way.maxDays,
    questions: questionsOf(way, locale),
  }))
}

const holdsAll = ({ facts, at }: Ground, memberId: string, keys: readonly PermissionKey[]): boolean =>
  keys.every(
    (key) => decide(facts, { memberId, permission: key, target: placeOf(everywhere, memberId), at }).allowed,
  )

const moduleOf = ({ right }: RightWithKeys): string =>
  right.type === 'role' ? 'role' : (permissions.find(({ key }) => key === right.key)?.module ?? '')

function mayAsk(isActive: boolean, way: Way, asked: readonly (readonly Asked[])[]) {
  if (!isActive) return { allowed: false, because: 'access-request/member-inactive' }
  if (!way.requestable) return { allowed: false, because: 'access-request/not-requestable' }
  if (asked.some((people) => people.length === 0))
    return { allowed: false, because: 'access-request/nobody-can-decide' }
  return { allowed: true, because: 'granted' }
}

const longest = (hours: readonly (number | undefined)[]): number | null => {
  const known = hours.filter((one) => one !== undefined)
  return known.length < hours.length || known.length === 0 ? null : Math.max(...known)
}

const questionsOf = ({ questions }: Way, locale: Seeing['locale']) =>
  questions.map(({ id, zh, en, required }) => ({ id, words: locale === 'zh-CN' ? zh : en, required }))

// Rights of one risk go one way, and mostly to the same people: they are looked for once.
async function askedIn(
  known: Map<string, readonly (readonly Asked[])[]>,
  ground: Ground,
  memberId: string,
  { keys }: RightWithKeys,
  { stages }: Way,
): Promise<readonly (readonly Asked[])[]> {
  const risk = riskOf(keys)
  const text = JSON.stringify([risk, stages])
  const before = known.get(text)
  if (before !== undefined) return before
  const concerned = {
    kind: 'right',
    requesterId: memberId,
    memberId,
    terms: { rights: [], scope: everywhere, from: null, until: null, lasts: null },
    permissions: [...keys],
    risk,
    lifts: [],
    placers: [],
  } as const
  const asked = []
  for (const stage of stages)
    asked.push(
      await whoIsAsked(ground, { ...concerned, permissions: [...keys] }, stage, { hop: 0, not: new Set() }),
    )
  known.set(text, asked)
  return asked
}

/** What would become of a request, without asking anybody. */
export async function screened(
  seeing: Seeing,
  input: AskedFor,
  words: (code: string, details: Readonly<Record<string, unknown>>) => string,
) {
  const { reading, locale } = seeing
  const ground = groundOfReading(seeing)
  const usual = await usualHours(ground.db, ground.workspaceId, new Date(ground.at - USUAL_DAYS * DAY_MS))
  const nothing = { until: null, lifts: 0, stages: [], usualHours: null }
  try {
    const { terms, permissions: keys, lifts, way, asked } = await screen(ground, input, { requestId: null })
    const names = await seeing.names(reading.db, reading.workspaceId, {
      members: [...new Set(asked.flat().map(({ memberId }) => memberId))],
      departments: [],
      groups: [],
      positions: [],
    })
    const seen = knownTo(reading, locale)
    return {
      outcome: 'ok' as const,
      code: null,
      words: '',
      until: terms === null ? null : (spanOf(terms, ground.at).until?.toISOString() ?? null),
      lifts: lifts.length,
      stages: way.stages.map(({ who, needs, hours }, index) => ({
        who,
        needs,
        hours,
        names: (asked[index] ?? []).slice(0, NAMES_MAX).map(({ memberId: id }) => seen.name(id, names)),
      })),
      questions: questionsOf(way, locale),
      usualHours: longest(keys.map((key: PermissionKey) => usual.get(key))),
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    const held = error.code === 'access-request/held-already'
    const questions = await questionsFor(ground, input, locale)
    return {
      ...nothing,
      outcome: held ? ('held' as const) : ('refused' as const),
      code: error.code,
      words: words(error.code, error.details),
      questions,
    }
  }
}

// What the company asks is shown also while the answers are still missing.
async function questionsFor(ground: Ground, input: AskedFor, locale: Seeing['locale']) {
  const roleKeys = await readRoleKeys(ground.db, ground.workspaceId)
  const { flow } = await readFlow(ground.db, ground.workspaceId)
  const rights = (input.rights ?? []).flatMap((right): RightWithKeys[] => {
    const keys =
      right.type === 'role'
        ? (roleKeys.get(right.id ?? '') ?? [])
        : permissions.filter(({ key }) => key === right.key).map(({ key }) => key)
    return keys.length === 0
      ? []
      : [
          {
            right:
              right.type === 'role'
                ? { type: 'role', id: right.id ?? '' }
                : { type: 'permission', key: keys[0] ?? 'request.submit' },
            keys,
          },
        ]
  })
  return rights.length === 0 ? [] : questionsOf(wayOf(flow, rights), locale)
}
