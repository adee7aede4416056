import type { Standing } from '@hufu/authority'
import type { Reading } from '../../platform/http/index.ts'
import { countMembers, readMembers, readMembersNamed, readMembersNext } from './store-views.ts'
import type { ListedMember, MemberFilter } from './store-views.ts'

/** Up to so many people are named to the database; more are told apart here, in the order of their names. */
const NAMED_MAX = 2000
/** Rows read at a time to fill a page. */
const READ_ROWS = 500
/** A search that finds nearly everybody fills its page among so many people; one that does not finds fewer. */
const NEXT_MAX = 4000
/** How much longer than on average it may take to meet whom one may see. */
const NEXT_SPARE = 2

/** `total` is `null` when a search finds more than is counted. */
export type ListedPage = {
  readonly rows: readonly ListedMember[]
  readonly next: string | null
  readonly total: number | null
}

/**
 * A page of the people who fit a filter and are among those of `whom`. Memory knows at once who they are and the
 * database in which order: asking it for both joins every appointment with every person.
 */
export async function pageOf(reading: Reading, filter: MemberFilter, whom: Standing): Promise<ListedPage> {
  const { limit } = filter
  const found = await read(reading, filter, whom)
  const rows = found.rows.slice(0, limit)
  const last = rows.at(-1)
  return {
    rows,
    next: found.rows.length > limit && last !== undefined ? cursorAfter(last) : null,
    total: isSearch(filter) ? found.total : totalOf(filter, whom),
  }
}

const isSearch = ({ terms, phone }: MemberFilter): boolean => terms.length > 0 || phone !== null

type Found = Pick<ListedPage, 'rows' | 'total'>

function read(reading: Reading, filter: MemberFilter, whom: Standing): Promise<Found> {
  if (whom.share === 1) return ofEverybody(reading, filter)
  return whom.count > NAMED_MAX ? byOrder(reading, filter, whom) : byName(reading, filter, whom)
}

async function ofEverybody({ db }: Reading, filter: MemberFilter): Promise<Found> {
  const [rows, total] = await Promise.all([
    readMembers(db, { ...filter, limit: filter.limit + 1 }),
    isSearch(filter) && filter.after === null ? countMembers(db, filter) : null,
  ])
  return { rows, total }
}

async function byName({ db }: Reading, filter: MemberFilter, whom: Standing): Promise<Found> {
  const ids = filter.inIds?.filter(whom.has) ?? whom.ids()
  return readMembersNamed(db, { ...filter, inIds: null, limit: filter.limit + 1 }, ids)
}

/** Reads in the order of names until the page is full. All that fit are counted when they were read anyway. */
async function byOrder({ db }: Reading, filter: MemberFilter, whom: Standing): Promise<Found> {
  const isWhom = ({ id }: ListedMember): boolean => whom.has(id)
  const among = Math.min(Math.ceil(((filter.limit + 1) * NEXT_SPARE) / whom.share), NEXT_MAX)
  const next = isSearch(filter) ? (await readMembersNext(db, filter, among)).filter(isWhom) : []
  if (next.length > filter.limit) return { rows: next, total: null }
  const rows: ListedMember[] = []
  let { after } = filter
  for (;;) {
    const read = await readMembers(db, { ...filter, after, limit: READ_ROWS })
    rows.push(...read.filter(isWhom))
    if (read.length < READ_ROWS) return { rows, total: filter.after === null ? rows.length : null }
    if (rows.length > filter.limit) return { rows, total: null }
    const last = read.at(-1)
    after = last === undefined ? null : [last.sortKey, last.id]
  }
}

function totalOf({ inIds, notInIds }: MemberFilter, whom: Standing): number {
  if (inIds !== null) return inIds.filter(whom.has).length
  return whom.count - (notInIds ?? []).filter(whom.has).length
}

const cursorAfter = (row: ListedMember): string =>
  Buffer.from(JSON.stringify([row.sortKey, row.id])).toString('base64url')
