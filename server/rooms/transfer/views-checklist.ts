import type { ChecklistView } from '@hufu/contract'
import type { Locale } from '../../platform/http/index.ts'
import { found } from './checklist.ts'
import type { Found } from './checklist.ts'
import { itemsOf } from './store.ts'
import type { TransferRow } from './store.ts'
import { namesOf } from './views.ts'
import type { Seeing } from './views.ts'

type ItemWords = readonly [title: string, words: string]
const itemWords: Readonly<
  Record<Found['key'], { readonly zh: ItemWords; readonly en: ItemWords; readonly path: string | null }>
> = {
  duties: {
    zh: ['确认职责', '接任者已逐条确认创建者的职责。'],
    en: ['Duties', 'Whoever took the seat has confirmed each duty.'],
    path: null,
  },
  'recovery-codes': {
    zh: ['生成备用代码', '在“账号安全”里生成新的备用代码，离线保存。'],
    en: ['Recovery codes', 'Make new ones under account security and keep them offline.'],
    path: '/me/security',
  },
  'former-sessions': {
    zh: ['退出原创建者的登录', '转让时已退出其全部设备。'],
    en: ['Former sessions', 'Every device of the former creator was signed out with the switch.'],
    path: null,
  },
  'former-secrets': {
    zh: ['更换原创建者知道的密钥', '服务器、域名、邮件等账号的密码，以及其本人的登录密码。'],
    en: [
      'Former secrets',
      'Change passwords of server, domain and mail, and have the former creator change theirs.',
    ],
    path: null,
  },
  'sealed-backup': {
    zh: ['封存备份', '转让时已封存原创建者持有的内容。'],
    en: ['Sealed backup', 'What the former creator held was sealed with the switch.'],
    path: null,
  },
  'record-of-holdings': {
    zh: ['权限记录', '转让时已记录原创建者的全部权限，摘要写入账本。'],
    en: [
      'Record of rights',
      'All rights of the former creator were recorded; the hash stands in the ledger.',
    ],
    path: null,
  },
  administrators: {
    zh: ['检查管理员', '逐一查看超级管理员和分级管理员是否仍然合适。'],
    en: ['Look through administrators', 'See whether each super and scoped administrator still fits.'],
    path: '/console/administrators',
  },
  announcement: {
    zh: ['告知全体成员', '让大家知道创建者换人了，有事找谁。'],
    en: ['Announcement', 'Tell everybody who the creator is now, and whom to turn to.'],
    path: null,
  },
}

const evidenceWords = ({ code, value }: Found['evidence'], locale: Locale): string => {
  const zh = locale === 'zh-CN'
  switch (code) {
    case 'said':
      return value
    case 'accepted':
      return zh ? '接受时逐条确认' : 'Confirmed one by one on accepting'
    case 'sessions':
      return zh ? '转让时全部退出' : 'All ended with the switch'
    case 'backup':
      return zh ? `备份 ${value}` : `Backup ${value}`
    case 'record':
      return `SHA-256 ${value}`
    case 'entry':
      return zh ? `账本第 ${value} 条` : `Entry ${value} of the ledger`
    default:
      return ''
  }
}

/** What is left after a switch, in words. */
export async function showChecklist(seeing: Seeing, row: TransferRow): Promise<ChecklistView> {
  const { reading, locale } = seeing
  const items = await found(reading, row)
  const ticked = await itemsOf(reading, row.id)
  const naming = await namesOf(
    seeing,
    ticked.map(({ doneBy }) => doneBy),
  )
  const open = items.filter(({ doneAt }) => doneAt === null).length
  return {
    transferId: row.id,
    items: items.map(({ key, doneAt, doneBy, evidence }) => {
      const { path, ...words } = itemWords[key]
      const [title, text] = words[locale === 'zh-CN' ? 'zh' : 'en']
      return {
        key,
        title,
        words: text,
        path,
        doneAt: doneAt?.toISOString() ?? null,
        doneBy: doneBy === null ? null : naming(doneBy),
        evidence: evidenceWords(evidence, locale),
      }
    }),
    open,
    remindAt: open === 0 ? null : (row.remindAt?.toISOString() ?? null),
  }
}
