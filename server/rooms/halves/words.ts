import type { Notice } from '@hufu/contract'
import type { Speaker } from '../notices/index.ts'
import type { Said } from '../notices/index.ts'
import type { Locale } from '../../platform/http/index.ts'
import { permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { HALF_ANSWERED, HALF_ASKED } from './commands.ts'
import type { HalfTold } from './commands.ts'
import { findHalves } from './store.ts'
import type { HalfRow } from './store.ts'
import { maySee } from './views.ts'

/** Says who asks for a second person, for what and why; and what became of it to whoever asked. */
export function halfWords(names: Names): Readonly<Record<typeof HALF_ASKED | typeof HALF_ANSWERED, Speaker>> {
  const speaker: Speaker = async (reading, locale, data) => {
    // Written by this room's own commands, whose kinds bear the version of the form.
    const told = data as readonly HalfTold[]
    const rows = await findHalves(
      reading,
      told.map(({ halfId }) => halfId),
    )
    const halves = new Map(rows.map((row) => [row.id, row]))
    const members = rows.flatMap(({ byId, answeredBy }) => [byId, answeredBy]).filter((id) => id !== null)
    const wanted = { members, departments: [], groups: [], positions: [] }
    const known = await names(reading.db, reading.workspaceId, wanted)
    const nameOf = (id: string | null): string => known.get(id ?? '') ?? ''
    return told.map(({ halfId, agreed }): Said => {
      const half = halves.get(halfId)
      const title = titleOf(agreed, locale)
      if (half === undefined || !maySee({ reading }, half)) return { title, words: '' }
      const mine = half.byId === reading.memberId
      const leads: Notice['leads'] = { kind: 'half', id: halfId, mine }
      const who = nameOf(agreed === null ? half.byId : half.answeredBy)
      return { title, words: sentenceOf(half, { agreed, who, locale }), leads }
    })
  }
  return { [HALF_ASKED]: speaker, [HALF_ANSWERED]: speaker }
}

function titleOf(agreed: boolean | null, locale: Locale): string {
  const zh = locale === 'zh-CN'
  if (agreed === null) return zh ? '有操作等你确认' : 'An act waits for you to stand behind it'
  if (agreed) return zh ? '已有人确认你的操作' : 'Somebody stands behind your act'
  return zh ? '有人不同意你的操作' : 'Your act was refused'
}

function sentenceOf(
  { wanted, because, answeredBecause }: HalfRow,
  { agreed, who, locale }: { readonly agreed: boolean | null; readonly who: string; readonly locale: Locale },
): string {
  const zh = locale === 'zh-CN'
  const act = permissionWords(wanted[0]?.permission ?? '', locale)
  if (agreed === null)
    return zh
      ? `${who} 请你确认“${act}”，原因：${because}`
      : `${who} asks you to stand behind “${act}”: ${because}`
  if (agreed)
    return zh ? `${who} 已确认“${act}”，现在可以执行` : `${who} stands behind “${act}”; it can be done now`
  return zh
    ? `${who} 不同意“${act}”：${answeredBecause ?? ''}`
    : `${who} refused “${act}”: ${answeredBecause ?? ''}`
}
