/**
 * Whether somebody who is no member holds anything, at every revision of the authority ledger: its entries are folded one
 * after the other, by who came and left and what was given and ended, and not by the product's own fold.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { contract } from '@hufu/contract'
import { linesOf, parseBundleHead, parseBundleLine, parseLeaf } from '@hufu/merkle'
import type { BundleHead, Leaf } from '@hufu/merkle'
import { assert } from '@hufu/kit'
import type { Client } from '../../cli/client.ts'

/** What somebody who was no member held at the end of a revision. */
export type Leftover = {
  readonly revision: number
  readonly memberId: string
  readonly what: string
}

/** What was found, over how many revisions and how many departures. */
export type Leftovers = {
  readonly revisions: number
  readonly departures: number
  readonly found: readonly Leftover[]
}

type Entry = Pick<Leaf, 'revision' | 'event' | 'data'>

type Fold = {
  /** Whoever came and has not departed. */
  readonly members: Set<string>
  /** Person → what they hold, each under a name of its own. */
  readonly held: Map<string, Set<string>>
  /** Thing that ends under its own id → whose it is. */
  readonly holders: Map<string, string>
  /** Who was spoken of in this revision: of nobody else can anything have changed. */
  readonly touched: Set<string>
}

/** As long as a whole ledger may take to arrive. */
const EXPORT_MS = 300_000
const SIGNED_MS = 60_000
const PAUSE_MS = 500
const AT_WORK = 'a place at work'

/** Reads the authority ledger as it is exported, up to this revision at least, and folds it. */
export async function leftoversIn(creator: Client, revision: number): Promise<Leftovers> {
  const deadline = performance.now() + SIGNED_MS
  for (;;) {
    const entries = await exported(creator)
    // An export ends at the newest checkpoint, which comes a moment after what it signs.
    if ((entries.at(-1)?.revision ?? 0) >= revision) return leftoversOf(entries)
    assert(performance.now() < deadline, `revision ${revision} was signed in time`)
    await pause(PAUSE_MS)
  }
}

async function exported(creator: Client): Promise<readonly Entry[]> {
  const body = { tree: 'authority', texts: false } as const
  const { body: bytes } = await creator.fetch(contract.ledger.export, { body }, { timeoutMs: EXPORT_MS })
  assert(bytes !== null, 'an export has a body')
  const entries: Entry[] = []
  let head: BundleHead | null = null
  let isWhole = false
  for await (const lines of linesOf(bytes, () => {}))
    for (const { text } of lines) {
      const line = head === null ? null : parseBundleLine(text, head.texts)
      if (line?.kind === 'entry') entries.push(leafOf(line.entry.leaf))
      if (line?.kind === 'end') isWhole = true
      assert(head === null || line !== null, 'an export holds lines of its format only')
      head ??= parseBundleHead(text)
    }
  assert(isWhole, 'the whole export arrived')
  return entries
}

function leafOf(text: string): Entry {
  const leaf = parseLeaf(text)
  assert(leaf !== null, 'an entry of an export is a leaf')
  return leaf
}

/** Folds entries in their order and looks at the end of each revision. Pure. */
export function leftoversOf(entries: readonly Entry[]): Leftovers {
  const fold: Fold = { members: new Set(), held: new Map(), holders: new Map(), touched: new Set() }
  const byRevision = Map.groupBy(entries, (entry) => entry.revision)
  const found: Leftover[] = []
  let departures = 0
  for (const [revision, own] of byRevision) {
    fold.touched.clear()
    for (const entry of own) {
      foldOne(fold, entry)
      if (entry.event === 'member.departed@1') departures += 1
    }
    for (const memberId of fold.touched)
      if (!fold.members.has(memberId))
        for (const what of fold.held.get(memberId) ?? []) found.push({ revision, memberId, what })
  }
  return { revisions: byRevision.size, departures, found }
}

function foldOne(fold: Fold, { event, data }: Entry): void {
  const id = (field: string): string => idIn(event, data[field])
  switch (event) {
    case 'member.added@1':
      fold.members.add(id('memberId'))
      break
    case 'member.departed@1':
      fold.members.delete(id('memberId'))
      drop(fold, id('memberId'), AT_WORK)
      fold.touched.add(id('memberId'))
      break
    // Departing is for good: being at work again would be something left, too.
    case 'member.activated@1':
    case 'member.restored@1':
      hold(fold, id('memberId'), AT_WORK)
      break
    case 'group.member-added@1':
      hold(fold, id('memberId'), `group ${id('groupId')}`)
      break
    case 'group.member-removed@1':
      drop(fold, id('memberId'), `group ${id('groupId')}`)
      break
    case 'group.removed@1':
      for (const memberId of fold.held.keys()) drop(fold, memberId, `group ${id('groupId')}`)
      break
    case 'appointment.made@1':
      holdThing(fold, id('memberId'), `appointment ${id('appointmentId')}`)
      break
    case 'appointment.ended@1':
      dropThing(fold, `appointment ${id('appointmentId')}`)
      break
    case 'administrator.appointed@1':
      holdThing(fold, id('memberId'), `seat ${id('administratorId')}`)
      break
    case 'administrator.ended@1':
      dropThing(fold, `seat ${id('administratorId')}`)
      break
    case 'creator.transferred@1':
      for (const seat of Array.isArray(data['endedIds']) ? data['endedIds'] : [])
        dropThing(fold, `seat ${idIn(event, seat)}`)
      holdThing(fold, id('toId'), `seat ${id('administratorId')}`)
      break
    case 'grant.given@1':
      giveTo(fold, id('grantId'), data['subject'])
      break
    case 'grant.ended@1':
      dropThing(fold, `grant ${id('grantId')}`)
      break
    default:
  }
}

function idIn(event: string, value: unknown): string {
  assert(typeof value === 'string', `${event} names whom and what it speaks of`)
  return value
}

function giveTo(fold: Fold, grantId: string, subject: unknown): void {
  if (typeof subject !== 'object' || subject === null || !('type' in subject) || !('id' in subject)) return
  if (subject.type === 'member') holdThing(fold, idIn('grant.given@1', subject.id), `grant ${grantId}`)
}

function hold({ held, touched }: Fold, memberId: string, what: string): void {
  touched.add(memberId)
  held.set(memberId, (held.get(memberId) ?? new Set()).add(what))
}

function holdThing(fold: Fold, memberId: string, what: string): void {
  fold.holders.set(what, memberId)
  hold(fold, memberId, what)
}

function drop({ held }: Fold, memberId: string, what: string): void {
  held.get(memberId)?.delete(what)
}

// A headship is a mark of an appointment and ends with it.
function dropThing(fold: Fold, what: string): void {
  const memberId = fold.holders.get(what)
  fold.holders.delete(what)
  if (memberId !== undefined) drop(fold, memberId, what)
}
