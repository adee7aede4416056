/**
 * The ways in that are tried when something was taken of somebody: one closed list. A kind on it without a way to try it
 * does not compile.
 */
import { administratorsOf, appointmentsOf, decide, liveGrants, ownGroupsOf } from '@hufu/authority'
import type { Facts, PermissionKey } from '@hufu/authority'
import { contract, surfaceKinds } from '@hufu/contract'
import type { RevocationSurface, SurfaceKind, UntriedReason } from '@hufu/contract'
import type { AskAsShadow, Probe, ShadowAnswer, ShadowOf } from '../../../platform/http/index.ts'
import type { Knocked } from '../../../platform/sockets/index.ts'
import type { Leftovers } from '../../identity/index.ts'
import type { RevocationRow } from '../store.ts'
import type { Finder } from './things.ts'
import { failuresOf, placesOf, vectorsOf } from '../vectors.ts'
import type { Failure } from '../vectors.ts'

/** By what ways a node tries itself. `main.ts` hands them over. */
export type Ways = {
  readonly probes: readonly Probe[]
  readonly ask: AskAsShadow
  readonly knock: (of: ShadowOf) => Promise<Knocked>
  /** The sessions by which somebody has sockets open on this node. */
  readonly openSockets: (workspaceId: string, memberId: string) => readonly string[]
  readonly leftovers: Leftovers
}

/** One person, what they lost, and by what it is tried. */
export type Trying = {
  readonly row: RevocationRow
  /** Each right at each place where it was lost. */
  readonly lost: readonly Failure[]
  /** Rights that are held nowhere any more, in the order of the catalogue. */
  readonly gone: readonly PermissionKey[]
  /** The facts of now, and the time. */
  readonly facts: () => Facts
  readonly now: () => number
  readonly ways: Ways
  readonly finder: Finder
}

type Found = Omit<RevocationSurface, 'kind'>
type Surface = (trying: Trying) => Promise<Found>

/** Tries every way in, one after the other, in the order of the list. */
export async function trySurfaces(trying: Trying): Promise<RevocationSurface[]> {
  const found: RevocationSurface[] = []
  for (const kind of surfaceKinds) found.push({ kind, ...(await surfaces[kind](trying)) })
  return found
}

// INVARIANT V7: what is on the list has its probe here.
const surfaces: Readonly<Record<SurfaceKind, Surface>> = {
  decision: (trying) => Promise.resolve(decisions(trying)),
  request: requests,
  session: sessions,
  socket: sockets,
  link: links,
  invitation: invitations,
  residual: (trying) => Promise.resolve(residual(trying)),
}

/** Counts tries. */
function counting() {
  const notTried: { what: string; because: UntriedReason }[] = []
  const failed: { what: string; code: string }[] = []
  let refused = 0
  return {
    refused: () => void (refused += 1),
    failed: (what: string, code: string) => void failed.push({ what, code }),
    skip: (what: string, because: UntriedReason) => void notTried.push({ what, because }),
    found: (): Found => ({ tried: refused + failed.length, refused, notTried, failed }),
  }
}
type Counting = ReturnType<typeof counting>

/** What a failure is called where somebody was simply let in. */
const SERVED = 'granted'

/** Whoever leaves or is suspended is refused at the first thing that is asked, whatever it is. */
const takesAll = ({ what }: RevocationRow): boolean => what === 'departure' || what === 'suspension'

const whoIs = ({ workspaceId, memberId }: RevocationRow) => ({ workspaceId, memberId })
const asThemselves = (row: RevocationRow, sessionId: string | null = null): ShadowOf => ({
  ...whoIs(row),
  sessionId,
})

/** Codes by which a request is refused for who asks, and not for what it asks about. */
const refusing: ReadonlySet<string> = new Set([
  'authority/not-granted',
  'authority/restricted',
  'authority/out-of-scope',
  'authority/not-administrator',
  'authority/higher-tier',
  'authority/above-ceiling',
  'authority/own-rights',
  'member/inactive',
  'identity/session-ended',
])

/** Counts an answer. A node that cannot answer has refused nothing; what ended for another reason has tried nothing. */
function judge(counted: Counting, what: string, answer: ShadowAnswer, hidden?: string): void {
  if (answer.served) counted.failed(what, SERVED)
  else if (refusing.has(answer.code) || answer.code === hidden) counted.refused()
  else if (answer.status >= 500 || answer.status === 401) counted.failed(what, answer.code)
  else counted.skip(what, 'other-reason')
}

// One synchronous stretch: all answers are of one revision of this node's facts, whatever that is by now.
function decisions({ row, lost, facts, now }: Trying): Found {
  const counted = counting()
  const held = failuresOf(facts(), row.memberId, lost, now())
  for (const { permission } of held) counted.failed(permission, SERVED)
  for (let refused = lost.length - held.length; refused > 0; refused -= 1) counted.refused()
  return counted.found()
}

async function requests(trying: Trying): Promise<Found> {
  const { row, lost, gone, ways, finder } = trying
  const counted = counting()
  const probes = new Map(ways.probes.map((probe) => [probe.permission, probe]))
  const asked = takesAll(row) ? handful(gone, probes) : gone
  for (const key of asked) {
    const probe = probes.get(key)
    const things = probe === undefined ? null : await finder(trying, probe)
    if (probe === undefined || things === null) counted.skip(key, 'no-thing')
    else judge(counted, key, await ways.ask(asThemselves(row), probe.request(things)))
  }
  const elsewhere = new Set(lost.map(({ permission }) => permission).filter((key) => !gone.includes(key)))
  for (const key of elsewhere) counted.skip(key, 'held-elsewhere')
  return counted.found()
}

/** One read and one write that speak of nothing: for who may do nothing at all they stand for every other. */
function handful(
  gone: readonly PermissionKey[],
  probes: ReadonlyMap<PermissionKey, Probe>,
): readonly PermissionKey[] {
  const plain = gone.filter((key) => probes.get(key)?.needs.length === 0)
  const isRead = (key: PermissionKey): boolean => probes.get(key)?.route.method === 'GET'
  const write = plain.find((key) => !isRead(key)) ?? gone.find((key) => probes.has(key) && !isRead(key))
  return [plain.find(isRead), write].filter((key) => key !== undefined)
}

/** A request that every session is let through with, and by which nothing can be done. */
const { me } = contract.identity
const meAsked = { method: me.method, path: me.url } as const

async function sessions(trying: Trying): Promise<Found> {
  const { row, gone, ways, finder } = trying
  const counted = counting()
  const all = await ways.leftovers.sessions(whoIs(row))
  if (takesAll(row)) {
    // Whoever is suspended may sign in again, and sees no more than themselves.
    const before = all.filter(({ createdAt }) => row.what === 'departure' || createdAt <= row.at)
    for (const { id } of before) await endedSession(trying, counted, id)
    if (before.length === 0) counted.skip('', 'no-session')
    return counted.found()
  }
  const open = all.filter((session) => session.open)
  if (open.length === 0) counted.skip('', 'no-session')
  const asked = open.length === 0 ? null : await firstAsked(trying, gone, finder)
  for (const { id } of open)
    if (asked === null) counted.skip(id, 'no-thing')
    else judge(counted, id, await ways.ask(asThemselves(row, id), asked))
  return counted.found()
}

/** A session that is over is refused as such: a no for want of a right would mean that it still lives. */
async function endedSession({ row, ways }: Trying, counted: Counting, id: string): Promise<void> {
  const answer = await ways.ask(asThemselves(row, id), meAsked)
  if (answer.served) counted.failed(id, SERVED)
  else if (answer.code === 'identity/session-ended') counted.refused()
  else counted.failed(id, answer.status >= 500 ? answer.code : SERVED)
}

/** The request of the first right that can be tried by one. */
async function firstAsked(trying: Trying, gone: readonly PermissionKey[], finder: Finder) {
  for (const probe of trying.ways.probes) {
    if (!gone.includes(probe.permission)) continue
    const things = await finder(trying, probe)
    if (things !== null) return probe.request(things)
  }
  return null
}

const CLOSED_WITHIN_MS = 2000

async function sockets({ row, ways }: Trying): Promise<Found> {
  const counted = counting()
  if (!takesAll(row)) {
    counted.skip('', 'asked-each-frame')
    return counted.found()
  }
  const all = await ways.leftovers.sessions(whoIs(row))
  const before = all.filter(({ createdAt }) => row.what === 'departure' || createdAt <= row.at)
  const [newest] = before
  if (newest === undefined) counted.skip('', 'no-session')
  else {
    const knocked = await ways.knock(asThemselves(row, newest.id))
    if (knocked === 'refused') counted.refused()
    else counted.failed(newest.id, knocked === 'let-in' ? SERVED : 'node/not-fresh')
  }
  const over = new Set(before.map(({ id }) => id))
  const still = (): readonly string[] =>
    ways.openSockets(row.workspaceId, row.memberId).filter((id) => row.what === 'departure' || over.has(id))
  // A connection that was just reset is taken off the list when its end has been heard of.
  const end = performance.now() + CLOSED_WITHIN_MS
  while (still().length > 0 && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 20))
  for (const id of still()) counted.failed(id, SERVED)
  return counted.found()
}

async function links({ row, gone, ways, finder }: Trying): Promise<Found> {
  const counted = counting()
  if (!takesAll(row) && !gone.includes('file.download')) return counted.found()
  const { method, url } = contract.files.download
  for (const id of await finder.files(row)) {
    const answer = await ways.ask(asThemselves(row), { method, path: url.replace(':fileId', id) })
    judge(counted, id, answer, 'file/not-found')
  }
  return counted.found()
}

async function invitations(trying: Trying): Promise<Found> {
  const { row, ways } = trying
  const counted = counting()
  if (!takesAll(row)) {
    counted.skip('', 'stays')
    return counted.found()
  }
  for (const id of await ways.leftovers.pending(whoIs(row))) await endedSession(trying, counted, id)
  if (row.what === 'suspension') counted.skip('', 'may-return')
  else
    for (const { id, code } of await ways.leftovers.invitations(whoIs(row)))
      if (code === 'identity/code-invalid') counted.refused()
      else counted.failed(id, code ?? SERVED)
  return counted.found()
}

/** Looks for any other path: at places held since, in grants that nobody has accepted, in what somebody who left still is. */
function residual(trying: Trying): Found {
  const { row, gone, facts: factsNow } = trying
  const { memberId, what } = row
  const counted = counting()
  const facts = factsNow()
  const at = trying.now()
  const now = vectorsOf(facts, memberId, placesOf(facts, memberId, at), at)
  const held = new Set(now.flatMap(({ permissions }) => permissions))
  const accepted = new Set(row.remaining.map(({ grantId }) => grantId))
  for (const key of gone) {
    const paths = what === 'rights' ? liveGrants(facts, memberId, key, at) : []
    if (held.has(key)) counted.failed(key, SERVED)
    else if (paths.some((grantId) => !accepted.has(grantId))) counted.failed(key, 'path')
    else counted.refused()
  }
  if (what === 'departure') stillThere(counted, trying, at)
  return counted.found()
}

/** Whoever left heads nothing, works nowhere, is in no group; conversations keep them in their history, and nothing reaches them there. */
function stillThere(
  counted: Counting,
  { row: { memberId }, facts: factsNow, finder, row }: Trying,
  at: number,
) {
  const facts = factsNow()
  const left: readonly (readonly [string, number])[] = [
    ['seat', administratorsOf(facts, memberId).length],
    ['department', appointmentsOf(facts, memberId).length],
    ['group', ownGroupsOf(facts, memberId).length],
  ]
  for (const [what, count] of left)
    if (count > 0) counted.failed(what, SERVED)
    else counted.refused()
  const permission = 'msg.read'
  for (const id of finder.conversations(row))
    if (
      decide(facts, { memberId, permission, target: { type: 'resource', kind: 'conversation', id }, at })
        .allowed
    )
      counted.failed(id, SERVED)
    else counted.refused()
}
