/** Which acts can be taken back, and taking them back. */
import { ACTS_SHOWN_MS, TAKE_BACK_MS } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { namedAfter, readRevisions } from '../../platform/ledger/index.ts'
import type { LedgerEntry, Query } from '../../platform/ledger/index.ts'
import { insertTakenBack, takenBack } from './store.ts'
import type { Undo } from './undo.ts'

/** By the event that an act has left. */
export type Undoes = Readonly<Record<string, Undo>>

/** Entries of one act that are read to take it back. A larger one, such as an import, is not taken back as a whole. */
const ENTRIES_MAX = 500
/** One more, by which a larger one is known. */
export const ENTRIES_EACH = ENTRIES_MAX + 1

/** One critical act: the entries of it that are critical, each with what undoes it, in order. */
export type Critical = {
  readonly revision: number
  readonly at: Date
  readonly entries: readonly LedgerEntry[]
  readonly parts: readonly { readonly entry: LedgerEntry; readonly undo: Undo }[]
}

/** Makes acts of entries, newest first. A revision without a proved entry of the table is none. */
export function criticalIn(undoes: Undoes, entries: readonly LedgerEntry[]): readonly Critical[] {
  const revisions = Map.groupBy(entries, ({ revision }) => revision)
  return [...revisions]
    .toSorted(([a], [b]) => b - a)
    .flatMap(([revision, all]) => {
      const found = all.flatMap((entry) => {
        const undo = Object.hasOwn(undoes, entry.event) ? undoes[entry.event] : undefined
        return undo === undefined || entry.proof === undefined ? [] : [{ entry, undo }]
      })
      // What the switch for heads has done to their seats goes back with the switch.
      const isOfHeads = found.some(({ entry }) => entry.event === 'heads.set@1')
      const parts = found.filter(({ entry }) => !isOfHeads || !entry.event.startsWith('administrator.'))
      const [first] = parts
      return first === undefined ? [] : [{ revision, at: new Date(first.entry.at), entries: all, parts }]
    })
}

/** Why an act cannot be taken back at an instant, whoever asks; null when it can, as far as it tells by itself. */
export function staysBecause({ at, parts, entries }: Critical, now: number): `act/${string}` | null {
  if (entries.length > ENTRIES_MAX) return 'act/too-much'
  if (parts.some(({ undo }) => undo.run === null)) return 'act/stays'
  return now < at.getTime() + TAKE_BACK_MS ? null : 'act/too-late'
}

/** INVARIANT W10: whether anybody has changed since what an act was about. That is not overwritten. */
export async function isChangedSince(
  query: Query,
  workspaceId: string,
  { revision, parts }: Critical,
): Promise<boolean> {
  for (const { entry, undo } of parts) {
    const { events, field } = undo.since
    if (events.length === 0) continue
    const id = field === null ? null : entry.data[field]
    const thing = field === null || typeof id !== 'string' ? null : { field, id }
    if (await namedAfter(query, { workspaceId, events, thing }, revision)) return true
  }
  return false
}

const company = { type: 'workspace' } as const

/**
 * Takes a critical act back, newest part first, by the commands that undo it: each asks whoever takes it back for their
 * own permission, and for a proof and a second person where it takes them.
 */
export async function takeBack(
  act: Act,
  undoes: Undoes,
  { revision, because }: { readonly revision: number; readonly because: string },
): Promise<null> {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const { memberId } = act.actor
  const tally = permit(act, 'audit.admin.view', company)
  const { client, workspaceId, at } = act
  const entries = await readRevisions(client, workspaceId, { revisions: [revision], each: ENTRIES_EACH })
  const [critical] = criticalIn(undoes, entries)
  if (critical === undefined || at.getTime() > critical.at.getTime() + ACTS_SHOWN_MS)
    throw refuse('act/not-found')
  if ((await takenBack({ db: act.tx, workspaceId }, [revision])).size > 0) throw refuse('act/taken-back')
  const stays = staysBecause(critical, at.getTime())
  if (stays !== null) throw refuse(stays)
  if (await isChangedSince(client, workspaceId, critical)) throw refuse('act/changed-since')
  for (const { entry, undo } of critical.parts.toReversed())
    await undo.run?.(act, { entry, beside: critical.entries, because })
  await insertTakenBack(tally, { revision, byId: memberId, because })
  const about = [...new Set(critical.parts.flatMap(({ entry }) => entry.about))]
  record(tally, { name: 'half.taken-back@1', data: { revision } }, { sealed: { because }, about })
  return null
}
