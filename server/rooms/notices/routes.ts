import { contract } from '@hufu/contract'
import type { Notice } from '@hufu/contract'
import { permit } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Locale, Reading } from '../../platform/http/index.ts'
import { markRead, noticesOf, unreadOf } from './store.ts'
import type { NoticeRow } from './store.ts'

/** What one notice says to its reader. */
export type Said = Pick<Notice, 'title' | 'words'> & Partial<Pick<Notice, 'entry' | 'leads'>>

/** Makes the words of notices of one kind, one for each datum, in order; the room that knows what they speak of gives it. */
export type Speaker = (reading: Reading, locale: Locale, data: readonly unknown[]) => Promise<readonly Said[]>

/** Who speaks of which kind. One that nobody speaks of is shown by its name. */
export type Speakers = Readonly<Record<string, Speaker>>

const PAGE = 30
const self = (call: Pick<Call, 'caller'>) => ({ type: 'member', id: call.caller.memberId }) as const

/** Registers the doors at which members read what they were told. */
export function noticeRoutes(doors: Doors, speakers: Speakers): void {
  doors.handle(contract.notices.list, async (call) => {
    may(call.reading, 'audit.self.view', self(call))
    const limit = call.query.limit ?? PAGE
    const rows = await noticesOf(call.db, call.caller, {
      before: idBefore(call.query.cursor),
      limit: limit + 1,
    })
    const shown = rows.slice(0, limit)
    return {
      items: await noticeViews(call.reading, call.locale, speakers, shown),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
      unread: await unreadOf(call.db, call.caller),
    }
  })
  doors.handle(contract.notices.read, async (call) => {
    await call.perform(
      'content',
      'notices.read',
      async (act) => {
        await markRead(permit(act, 'audit.self.view', self(call)), call.caller.memberId, call.body.ids)
        return null
      },
      { journal: 'activity' },
    )
    may(call.reading, 'audit.self.view', self(call))
    return { unread: await unreadOf(call.db, call.caller) }
  })
}

async function noticeViews(
  reading: Reading,
  locale: Locale,
  speakers: Speakers,
  rows: readonly NoticeRow[],
): Promise<Notice[]> {
  const said = new Map<string, Said>()
  for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
    const speaker = Object.hasOwn(speakers, kind) ? speakers[kind] : undefined
    const words =
      (await speaker?.(
        reading,
        locale,
        some.map(({ data }) => data),
      )) ?? []
    for (const [at, row] of some.entries()) said.set(row.id, words[at] ?? { title: kind, words: '' })
  }
  return rows.map(({ id, kind, at, readAt }) => ({
    id,
    kind,
    at: at.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    entry: null,
    leads: null,
    ...(said.get(id) ?? { title: kind, words: '' }),
  }))
}
