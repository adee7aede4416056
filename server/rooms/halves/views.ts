import { administratorOf } from '@hufu/authority'
import type { HalfState, HalfView } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { permissionWords, roleNamesOf } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { eligibleFor, stateAt } from './half.ts'
import { idsIn, linesOf, routeAt } from './lines.ts'
import type { HalfRow } from './store.ts'

/** Who reads, in which language, and what people and places are called. */
export type Showing = { readonly reading: Reading; readonly locale: Locale; readonly names: Names }

type Can = HalfView['may']['use']
const yes: Can = { allowed: true, because: 'granted' }
const no = (because: string): Can => ({ allowed: false, because })

/** Whether somebody may look at a half: whoever asked, whoever has answered, and whoever could stand behind it. */
export const maySee = (
  { reading }: Pick<Showing, 'reading'>,
  half: Pick<HalfRow, 'byId' | 'answeredBy' | 'wanted'>,
): boolean =>
  half.byId === reading.memberId || half.answeredBy === reading.memberId || isEntitled(reading, half)

const isEntitled = (reading: Reading, half: Pick<HalfRow, 'byId' | 'wanted'>): boolean =>
  eligibleFor(reading.facts, half, reading.at).memberIds.includes(reading.memberId)

/** Halves as pages show them; both people see the same of the act. */
export async function showHalves(showing: Showing, rows: readonly HalfRow[]): Promise<readonly HalfView[]> {
  const known = await namesIn(showing, rows)
  return rows.map((row) => showHalf(showing, row, known))
}

/** Names of everything that these requests and their people may be. */
async function namesIn(
  { reading, names }: Showing,
  rows: readonly HalfRow[],
): Promise<ReadonlyMap<string, string>> {
  const spoken = rows.flatMap(idsIn)
  const seats = new Map(
    spoken.map((id) => [id, administratorOf(reading.facts, id)?.memberId ?? null] as const),
  )
  const people = [...rows.flatMap(({ byId, answeredBy }) => [byId, answeredBy]), ...seats.values()]
  const ids = [...new Set([...spoken, ...people.filter((id) => id !== null)])]
  const wanted = { members: ids, departments: ids, groups: ids, positions: ids }
  const [known, roles] = await Promise.all([
    names(reading.db, reading.workspaceId, wanted),
    roleNamesOf(reading),
  ])
  const ofSeats = [...seats].flatMap(([id, memberId]) =>
    memberId === null ? [] : [[id, known.get(memberId) ?? memberId] as const],
  )
  return new Map([...roles, ...known, ...ofSeats])
}

function showHalf({ reading, locale }: Showing, row: HalfRow, names: ReadonlyMap<string, string>): HalfView {
  const { id, byId, method, path, body, answeredBy } = row
  const person = (memberId: string) => ({ id: memberId, name: names.get(memberId) ?? '' })
  const state = stateAt(row, reading.at)
  const permission = row.wanted[0]?.permission ?? ''
  const said = permissionWords(permission, locale)
  const route = routeAt(method, path)
  return {
    id,
    state,
    by: person(byId),
    because: row.because,
    act: {
      method,
      path,
      summary: route?.summary ?? '',
      body,
      words: [said, ...linesOf(row, { locale, names })],
      hash: row.actHash.toString('hex'),
    },
    permission,
    at: row.at.toISOString(),
    until: row.until.toISOString(),
    answeredBy: answeredBy === null ? null : person(answeredBy),
    answeredAt: row.answeredAt?.toISOString() ?? null,
    words: sentenceOf(state, row, { locale, second: answeredBy === null ? '' : person(answeredBy).name }),
    may: {
      answer: answering(reading, row, state),
      withdraw: owning(reading, row, state === 'waiting' || state === 'agreed'),
      use: owning(reading, row, state === 'agreed'),
    },
  }
}

function answering(reading: Reading, row: HalfRow, state: HalfState): Can {
  if (row.byId === reading.memberId) return no('half/own')
  if (state !== 'waiting') return no('half/not-now')
  return isEntitled(reading, row) ? yes : no('half/not-found')
}

function owning({ memberId }: Reading, { byId }: HalfRow, isNow: boolean): Can {
  if (byId !== memberId) return no('authority/not-granted')
  return isNow ? yes : no('half/not-now')
}

type Saying = { readonly locale: Locale; readonly second: string }

function sentenceOf(state: HalfState, { answeredBecause }: HalfRow, { locale, second }: Saying): string {
  const zh = locale === 'zh-CN'
  const because = answeredBecause ?? ''
  switch (state) {
    case 'waiting':
      return zh ? '等待另一位管理员确认' : 'Waits for a second administrator'
    case 'agreed':
      return zh ? `${second} 已确认，可以执行` : `${second} stands behind it; it can be done now`
    case 'refused':
      return zh ? `${second} 不同意：${because}` : `${second} refused: ${because}`
    case 'used':
      return zh ? `已执行，${second} 已确认` : `Done, with ${second} behind it`
    case 'withdrawn':
      return zh ? '已撤回，不再需要确认' : 'Withdrawn; nobody is asked any more'
    case 'lapsed':
      return zh ? '已过期，需要重新请人确认' : 'Its time is over; ask anew'
  }
}
