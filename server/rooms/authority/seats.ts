import { seatsInForce, statusOf } from '@hufu/authority'
import type { AdministratorView, ChartSeat } from '@hufu/contract'
import { openSeats, seatsByIds, seatsFound } from './store.ts'
import type { SeatFilter } from './store.ts'
import { showSeats } from './views.ts'
import type { Shown } from './views.ts'

type Asked = SeatFilter & {
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of administrators, newest first, and how many super administrators there are. */
export async function seatsView(shown: Shown, { search, cursor, limit, ...filter }: Asked) {
  const { db, workspaceId } = shown.reading
  const found = await named(shown, await seatsFound(db, workspaceId, filter), search ?? '')
  const from = cursor === undefined ? 0 : found.filter(({ id }) => id >= cursor).length
  const ids = found.slice(from, from + limit).map(({ id }) => id)
  const rows = await seatsByIds(db, workspaceId, ids)
  return {
    items: await showSeats(
      shown,
      rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    ),
    next: from + limit < found.length ? (ids.at(-1) ?? null) : null,
    total: found.length,
    supers: supersOf(shown),
  }
}

// Names live in another room, so what a search leaves is decided here; ids are read first, and full rows of one page only.
async function named<Seat extends { readonly memberId: string }>(
  { reading, names }: Shown,
  seats: readonly Seat[],
  search: string,
): Promise<readonly Seat[]> {
  if (search === '') return seats
  const members = [...new Set(seats.map(({ memberId }) => memberId))]
  const wanted = { members, departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, wanted)
  const folded = search.toLowerCase()
  return seats.filter(({ memberId }) => known.get(memberId)?.toLowerCase().includes(folded) === true)
}

function supersOf({ reading: { facts, at } }: Shown): number {
  const supers = new Set(
    seatsInForce(facts, at).flatMap((seat) => (seat.tier === 'super' ? [seat.memberId] : [])),
  )
  return [...supers].filter((id) => statusOf(facts, id) === 'active').length
}

/** Everybody who manages something now, in short: what a chart of the whole company is painted from. */
export async function seatChart(shown: Shown): Promise<{ items: ChartSeat[] }> {
  const rows = await openSeats(shown.reading.db, shown.reading.workspaceId)
  const seats = await showSeats(shown, rows.toReversed())
  return { items: seats.filter(({ inForce }) => inForce).map(shortly) }
}

const shortly = (seat: AdministratorView): ChartSeat => ({
  id: seat.id,
  memberName: seat.memberName,
  memberDepartment: seat.memberDepartment,
  tier: seat.tier,
  scope: seat.scope.label,
  departments: seat.departments,
  people: seat.people,
  forHead: seat.forHead,
})
