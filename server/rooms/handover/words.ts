import type { HandedKind, Notice } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { leadsTo } from '../notices/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import type { Happened, News } from './news.ts'

type Told = { readonly from: string; readonly to: string; readonly things: string }
type Words = readonly [title: string, words: (told: Told) => string]

const zh: Readonly<Record<Happened, Words>> = {
  offered: ['交接：等待答复', ({ from, to, things }) => `请 ${to} 接手 ${from} 的${things}`],
  accepted: ['交接：已接手', ({ from, to, things }) => `${to} 接手了 ${from} 的${things}`],
  declined: ['交接：被谢绝', ({ from, to }) => `${to} 谢绝接手 ${from} 的内容，未作任何更改`],
  withdrawn: ['交接：已撤回', ({ from, to }) => `请 ${to} 接手 ${from} 的交接已撤回，无需答复`],
  parked: [
    '交接：已暂存',
    ({ from, to, things }) => `${from} 的${things}已交由 ${to} 代管，可继续交接给他人`,
  ],
  reversed: ['交接：已退回', ({ from, to, things }) => `${to} 接手的${things}已退回 ${from}`],
}
const en: Readonly<Record<Happened, Words>> = {
  offered: [
    'Hand-over: waiting for an answer',
    ({ from, to, things }) => `${to} is asked to take over ${things} of ${from}`,
  ],
  accepted: ['Hand-over: accepted', ({ from, to, things }) => `${to} took over ${things} of ${from}`],
  declined: [
    'Hand-over: declined',
    ({ from, to }) => `${to} said no to what ${from} holds; nothing has changed`,
  ],
  withdrawn: [
    'Hand-over: withdrawn',
    ({ from, to }) => `The offer to ${to} of what ${from} holds was withdrawn; no answer is needed`,
  ],
  parked: [
    'Hand-over: in custody',
    ({ from, to, things }) => `${to} looks after ${things} of ${from} for now, and can hand them on`,
  ],
  reversed: [
    'Hand-over: given back',
    ({ from, to, things }) => `${things} that ${to} had taken over went back to ${from}`,
  ],
}

const thingsZh: Readonly<Record<HandedKind, (count: number) => string>> = {
  group: (count) => `${count} 个群`,
  report: (count) => `${count} 位下属`,
  file: (count) => `${count} 个文件`,
}
const thingsEn: Readonly<Record<HandedKind, (count: number) => string>> = {
  group: (count) => `${count} ${count === 1 ? 'group' : 'groups'}`,
  report: (count) => `${count} ${count === 1 ? 'report' : 'reports'}`,
  file: (count) => `${count} ${count === 1 ? 'file' : 'files'}`,
}

/** Says what happened to a hand-over: who takes over what of whom. */
export function handoverWords(names: Names): Speaker {
  return async (reading, locale, data) => {
    // Written by this room's own `spread`, whose name bears the version of the form.
    const told = data as readonly News[]
    const members = [...new Set(told.flatMap(({ fromId, toId }) => [fromId, toId]))]
    const wanted = { members, departments: [], groups: [], positions: [] }
    const known = await names(reading.db, reading.workspaceId, wanted)
    return told.map((one) => ({ ...saidOf(one, known, locale), leads: leadsOf(reading, one) }))
  }
}

function saidOf(
  { what, kind, fromId, toId, count }: News,
  known: ReadonlyMap<string, string>,
  locale: Locale,
): Said {
  const [title, words] = (locale === 'zh-CN' ? zh : en)[what]
  const things = (locale === 'zh-CN' ? thingsZh : thingsEn)[kind](count)
  return {
    title,
    words: words({ from: known.get(fromId) ?? '', to: known.get(toId) ?? '', things }),
  }
}

/** Both sides have a page of their own; whoever made the offer goes to the page of the person. */
function leadsOf(reading: Reading, { fromId, toId }: News): Notice['leads'] {
  const about = toId === reading.memberId ? toId : fromId
  return leadsTo(reading, 'handover', fromId, about, ['handover.run', 'handover.inservice'])
}
