import { wordsOf } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import { concerns } from './ground.ts'
import { transfersByIds } from './store.ts'
import type { TransferRow } from './store.ts'
import { CHECKLIST_OPEN, TRANSFER_MOVED } from './told.ts'
import type { Moved, TransferTold } from './told.ts'

type Both = { readonly zh: string; readonly en: string }

/** `{from}` and `{to}` are the two, `{why}` what stands against it. */
const sentences: Readonly<Record<Moved, readonly [title: Both, words: Both]>> = {
  offered: [
    { zh: '创建者转让已发起', en: 'A transfer of the top seat has begun' },
    {
      zh: '{from} 要把创建者身份转让给 {to}。',
      en: '{from} offers the top seat to {to}.',
    },
  ],
  consented: [
    { zh: '企业已对转让表示同意', en: 'The company has agreed to a transfer' },
    {
      zh: '{from} 向 {to} 的创建者转让又获得一份同意。',
      en: 'One more consent for the transfer from {from} to {to}.',
    },
  ],
  accepted: [
    { zh: '接任者已接受', en: 'The successor has accepted' },
    { zh: '{to} 已接受 {from} 转让的创建者身份。', en: '{to} has accepted the top seat from {from}.' },
  ],
  armed: [
    { zh: '转让进入冷静期', en: 'A transfer cools off' },
    {
      zh: '{from} 向 {to} 的转让将在 24 小时后生效，此前可以取消或否决。',
      en: 'The seat goes from {from} to {to} in 24 hours; until then it can be stopped.',
    },
  ],
  cooling: [
    { zh: '转让冷静期已过半', en: 'A transfer is half way through' },
    {
      zh: '{from} 向 {to} 的转让将在 12 小时后生效，此前可以取消或否决。',
      en: 'The seat goes from {from} to {to} in 12 hours; until then it can be stopped.',
    },
  ],
  soon: [
    { zh: '转让一小时后生效', en: 'A transfer is due in an hour' },
    {
      zh: '{from} 向 {to} 的转让将在 1 小时后生效，此前可以取消或否决。',
      en: 'The seat goes from {from} to {to} in an hour; until then it can be stopped.',
    },
  ],
  objected: [
    { zh: '有人对转让提出否决', en: 'Somebody objects to a transfer' },
    {
      zh: '一位超级管理员对 {from} 向 {to} 转让创建者身份提出否决。',
      en: 'A super administrator objects to the transfer from {from} to {to}.',
    },
  ],
  vetoed: [
    { zh: '转让被否决', en: 'A transfer was stopped' },
    {
      zh: '超级管理员否决了 {from} 向 {to} 的转让，创建者不变。',
      en: 'Super administrators stopped the transfer from {from} to {to}; the creator stays.',
    },
  ],
  declined: [
    { zh: '接任者没有接受', en: 'The successor declined' },
    {
      zh: '{to} 没有接受创建者身份，创建者仍是 {from}。',
      en: '{to} declined the top seat; it stays with {from}.',
    },
  ],
  cancelled: [
    { zh: '转让已取消', en: 'A transfer was called off' },
    { zh: '{from} 取消了向 {to} 的转让。', en: '{from} called off the transfer to {to}.' },
  ],
  stopped: [
    { zh: '转让未能完成', en: 'A transfer could not be done' },
    {
      zh: '{from} 与 {to} 之间的转让没有完成：{why}',
      en: 'The transfer between {from} and {to} was not done: {why}',
    },
  ],
  lapsed: [
    { zh: '转让已过期', en: 'A transfer has lapsed' },
    {
      zh: '{from} 向 {to} 的转让超时未完成，创建者不变。',
      en: 'The transfer from {from} to {to} was not finished in time; the creator stays.',
    },
  ],
  done: [
    { zh: '创建者已变更', en: 'The company has a new creator' },
    {
      zh: '{to} 已接替 {from} 成为创建者。72 小时内可以撤回。',
      en: '{to} has taken over from {from}. For 72 hours it can be taken back.',
    },
  ],
  'revert-asked': [
    { zh: '原创建者要求撤回转让', en: 'The former creator wants the seat back' },
    {
      zh: '{from} 要求撤回向 {to} 的转让，如非本意请尽快核实。',
      en: '{from} asks to take back the transfer to {to}. If that seems wrong, look into it at once.',
    },
  ],
  reverted: [
    { zh: '转让已撤回', en: 'A transfer was taken back' },
    { zh: '创建者身份已由 {to} 回到 {from}。', en: 'The top seat has gone back from {to} to {from}.' },
  ],
}

/** Says of transfers what has happened, and of a checklist what is left. */
export function transferWords(
  names: Names,
): Readonly<Record<typeof TRANSFER_MOVED | typeof CHECKLIST_OPEN, Speaker>> {
  return {
    [TRANSFER_MOVED]: async (reading, locale, data) => {
      // Written by this room's own commands, whose kinds bear the version of the form.
      const told = data as readonly TransferTold[]
      const rows = await transfersByIds(
        reading,
        told.map(({ transferId }) => transferId),
      )
      const members = [...new Set(rows.flatMap(({ formerId, successorId }) => [formerId, successorId]))]
      const wanted = { members, departments: [], groups: [], positions: [] }
      const known = await names(reading.db, reading.workspaceId, wanted)
      const nameOf = (id: string | undefined): string => (id === undefined ? '' : (known.get(id) ?? id))
      return told.map(({ transferId, what, code }): Said => {
        const row = rows.find(({ id }) => id === transferId)
        const [title, words] = sentences[what]
        const fill = {
          from: nameOf(row?.formerId),
          to: nameOf(row?.successorId),
          why: code === null ? '' : wordsOf(code, locale),
        }
        return {
          title: inWords(title, locale),
          words: filled(inWords(words, locale), fill),
          leads: leadsTo(reading, row),
        }
      })
    },
    [CHECKLIST_OPEN]: (_, locale, data) => {
      const told = data as readonly { readonly transferId: string; readonly left: number }[]
      return Promise.resolve(
        told.map(({ transferId, left }): Said => ({
          title: inWords(checklistOpen.title, locale),
          words: filled(inWords(checklistOpen.words, locale), { left: String(left) }),
          leads: { kind: 'checklist', id: transferId, mine: true },
        })),
      )
    },
  }
}

const checklistOpen = {
  title: { zh: '转让后的待办还没有完成', en: 'The checklist of a transfer is open' },
  words: {
    zh: '还有 {left} 项待办，请在“转让创建者”里完成。',
    en: '{left} left to do, under “Hand on the top seat”.',
  },
}

/** To the transfer itself, for whom it still concerns; the two of it read it in the messenger. */
function leadsTo(reading: Reading, row: TransferRow | undefined): NonNullable<Said['leads']> | null {
  if (row === undefined || !concerns(reading.facts, reading.at, reading.memberId, row)) return null
  return { kind: 'transfer', id: row.id, mine: [row.formerId, row.successorId].includes(reading.memberId) }
}

const inWords = ({ zh, en }: Both, locale: Locale): string => (locale === 'zh-CN' ? zh : en)

const filled = (words: string, fill: Readonly<Record<string, string>>): string =>
  words.replaceAll(/\{(\w+)\}/g, (whole, field: string) => fill[field] ?? whole)
