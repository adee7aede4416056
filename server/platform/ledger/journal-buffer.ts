import { canonicalJson } from '@hufu/kit'
import { SALT_BYTES } from '@hufu/merkle'
import type { LedgerActor } from '@hufu/merkle'
import { randomBytes } from 'node:crypto'
import { buildLeaf } from './append.ts'
import type { EntryOrigin, NewEntry } from './append.ts'
import { activityBudget } from './journal-budget.ts'
import type { LeftOut } from './journal-budget.ts'

/** One thing done or refused: sign-ins, refusals, downloads. `at` is in milliseconds since 1970. */
export type ActivityEntry = EntryOrigin & NewEntry & { readonly workspaceId: string }

/** An entry that waits, with the salt that also marks it in the ledger. */
export type Waiting = { readonly entry: ActivityEntry; readonly salt: Uint8Array }

/** How the journal stands: `lost` counts entries no room was left for, `leftOut` those over an actor's budget. */
export type JournalCounts = {
  readonly waiting: number
  readonly written: number
  readonly lost: number
  readonly leftOut: number
}

/** Entries of one workspace, oldest first. */
export type Batch = { readonly workspaceId: string; readonly batch: readonly Waiting[] }

/** What waits in memory, bounded. `first` gives the oldest batch of some workspace not among `except`, `drop` removes what was written. */
export type ActivityBuffer = {
  readonly add: (entry: ActivityEntry) => void
  readonly settle: (now: number, until: number) => void
  readonly first: (max: number, except: ReadonlySet<string>) => Batch | null
  readonly drop: (workspaceId: string, count: number, now: number) => void
  readonly counts: () => JournalCounts
}

/** The bounds of a buffer: entries in memory, entries per actor and window, milliseconds of a window. */
export type BufferBounds = {
  readonly bufferMax: number
  readonly perActorMax: number
  readonly windowMs: number
}

/** Makes an empty buffer. What does not fit, or is over an actor's budget, is counted and told as one entry later. */
export function activityBuffer({ bufferMax, perActorMax, windowMs }: BufferBounds): ActivityBuffer {
  const budget = activityBudget(perActorMax, windowMs)
  const lists = new Map<string, Waiting[]>()
  const lost = new Map<string, { count: number; readonly from: number }>()
  const counts = { waiting: 0, written: 0, lost: 0, leftOut: 0 }
  const push = (entry: ActivityEntry): void => {
    const salt = randomBytes(SALT_BYTES)
    // An entry that cannot become a leaf is told to whoever wrote it; met only at the flush, it would stop all others.
    buildLeaf({ ...entry, tree: 'activity', revision: 0 }, entry, salt)
    const list = lists.get(entry.workspaceId) ?? []
    lists.set(entry.workspaceId, list)
    list.push({ entry, salt })
    counts.waiting += 1
  }
  return {
    add: (entry) => {
      if (!budget.take(canonicalJson([entry.workspaceId, entry.actor]), entry.at)) counts.leftOut += 1
      else if (counts.waiting < bufferMax) push(entry)
      else {
        const since = lost.get(entry.workspaceId) ?? { count: 0, from: entry.at }
        lost.set(entry.workspaceId, since)
        since.count += 1
        counts.lost += 1
      }
    },
    settle: (now, until) => {
      for (const left of budget.settle(until)) push(leftOutEntry(left, now))
    },
    first: (max, except) => {
      for (const [workspaceId, list] of lists)
        if (list.length > 0 && !except.has(workspaceId)) return { workspaceId, batch: list.slice(0, max) }
      return null
    },
    drop: (workspaceId, count, now) => {
      lists.get(workspaceId)?.splice(0, count)
      counts.waiting -= count
      counts.written += count
      const since = lost.get(workspaceId)
      lost.delete(workspaceId)
      if (since !== undefined) push(lostEntry(workspaceId, since, now))
    },
    counts: () => ({ ...counts }),
  }
}

function leftOutEntry({ who, count, from, until }: LeftOut, at: number): ActivityEntry {
  // Written by `add` of this file, hence of exactly this shape.
  const [workspaceId, actor] = JSON.parse(who) as [string, LedgerActor]
  const data = { because: 'budget', count, from: instant(from), until: instant(until) }
  return { ...summary, workspaceId, actor, at, data }
}

function lostEntry(
  workspaceId: string,
  { count, from }: { readonly count: number; readonly from: number },
  at: number,
): ActivityEntry {
  const actor: LedgerActor = { type: 'system', name: 'activity-journal' }
  const data = { because: 'no-room', count, from: instant(from), until: instant(at) }
  return { ...summary, workspaceId, actor, at, data }
}

const summary = { channel: 'job', request: 'activity-journal', event: 'activity.left-out@1' } as const

const instant = (at: number): string => new Date(at).toISOString()
