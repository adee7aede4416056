import type { Notice } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import type { NoticeRow } from './store.ts'

/** What one notice says to its reader. */
export type Said = Pick<Notice, 'title' | 'words'> & Partial<Pick<Notice, 'entry' | 'leads'>>

/** Makes the words of notices of one kind, one for each datum, in order; the room that knows what they speak of gives it. */
export type Speaker = (reading: Reading, locale: Locale, data: readonly unknown[]) => Promise<readonly Said[]>

/** Who speaks of which kind. One that nobody speaks of is shown by its name. */
export type Speakers = Readonly<Record<string, Speaker>>

/** Notices in words, for whoever reads, in their order. */
export async function noticeViews(
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
