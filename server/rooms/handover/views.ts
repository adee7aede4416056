import type { Can, Fate, HandoverOffer, HoldingView } from '@hufu/contract'
import { HOLDINGS_SHOWN_MAX } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { actorLabel } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { heldByOne } from '../holdings/index.ts'
import type { Holding } from '../holdings/index.ts'
import { memberIn, person } from './asking.ts'
import { permissionOf, reversibleUntil, stateAt } from './offer.ts'
import { fatesOf, firstItems, openItems } from './store.ts'
import type { FateRow, OfferRow } from './store.ts'

export type Shown = { readonly reading: Reading; readonly names: Names; readonly locale: Locale }

/** What people are called, by id. */
export function namesOf({ reading, names }: Shown, ids: readonly (string | null)[]) {
  const members = [...new Set(ids.filter((id) => id !== null))]
  const wanted = { members, departments: [], groups: [], positions: [] }
  return names(reading.db, reading.workspaceId, wanted)
}

/** Hand-overs as pages show them. */
export async function showOffers(shown: Shown, rows: readonly OfferRow[]): Promise<HandoverOffer[]> {
  const { reading, locale } = shown
  const known = await namesOf(
    shown,
    rows.flatMap(({ fromId, toId, madeBy }) => [fromId, toId, memberIn(madeBy)]),
  )
  const personOf = (id: string) => ({ id, name: known.get(id) ?? '' })
  const ids = rows.map(({ id }) => id)
  const [fates, firsts] = await Promise.all([fatesOf(reading, ids), firstItems(reading, ids, ITEMS_SHOWN)])
  const fatesBy = Map.groupBy(fates, ({ handoverId }) => handoverId)
  const itemsBy = Map.groupBy(firsts, ({ handoverId }) => handoverId)
  return rows.map((row) => {
    const counted = fatesBy.get(row.id) ?? []
    return {
      id: row.id,
      kind: row.kind,
      occasion: row.occasion,
      state: stateAt(row, reading.at),
      from: personOf(row.fromId),
      to: personOf(row.toId),
      by: actorLabel(row.madeBy, known, locale),
      because: row.because,
      madeAt: row.madeAt.toISOString(),
      until: row.until.toISOString(),
      answeredAt: row.answeredAt?.toISOString() ?? null,
      answer: row.answer,
      reversibleUntil: reversibleUntil(row)?.toISOString() ?? null,
      count: counted.reduce((sum, { count }) => sum + count, 0),
      items: (itemsBy.get(row.id) ?? []).map(({ itemId, name, fate }) => ({ id: itemId, name, fate })),
      fates: {
        handed: sumOf(counted, 'handed'),
        gone: sumOf(counted, 'gone', 'moved-on', 'returned'),
        stays: sumOf(counted, 'stays'),
      },
      can: cansOf(reading, row),
    }
  })
}

/** Things of one offer shown by name. */
const ITEMS_SHOWN = 50

const sumOf = (rows: readonly FateRow[], ...fates: readonly Fate[]): number =>
  rows.reduce((sum, { fate, count }) => sum + (fate !== null && fates.includes(fate) ? count : 0), 0)

const yes: Can = { allowed: true, because: 'granted' }
const no = (because: string): Can => ({ allowed: false, because })

function cansOf(reading: Reading, row: OfferRow): HandoverOffer['can'] {
  const open = stateAt(row, reading.at) === 'offered'
  const mine = row.toId === reading.memberId
  const runs = can(reading, permissionOf(row.occasion), person(row.fromId))
  const until = reversibleUntil(row)
  const late = until !== null && until.getTime() <= reading.at
  return {
    answer: open && mine ? yes : no('handover/not-now'),
    withdraw: open ? runs : no('handover/not-now'),
    reverse: until === null ? no('handover/not-now') : late ? no('handover/too-late') : mine ? yes : runs,
  }
}

/** Everything a person holds. What ends with them is counted, not named. */
export async function showHoldings(
  reading: Reading,
  holdings: readonly Holding[],
  memberId: string,
): Promise<HoldingView[]> {
  const open = await openItems(reading, memberId, new Date(reading.at))
  const offered = new Set(open.map(({ kind, itemId }) => `${kind} ${itemId}`))
  const views: HoldingView[] = []
  for (const { kind, goes, heldBy } of holdings) {
    const held = await heldByOne({ heldBy }, reading, memberId)
    const named = goes === 'ends' ? [] : held.slice(0, HOLDINGS_SHOWN_MAX)
    views.push({
      kind,
      goes,
      count: held.length,
      items: named.map(({ id, name, sole }) => ({ id, name, sole, offered: offered.has(`${kind} ${id}`) })),
    })
  }
  return views
}
