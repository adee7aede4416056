import { isPermission } from '@hufu/authority'
import { permissionWords } from '../authority/index.ts'
import { said, simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

const actIn = (told: Told, locale: 'zh-CN' | 'en-US'): string => {
  const key = said(told, 'permission')
  return isPermission(key) ? permissionWords(key, locale) : key
}
const zh = (told: Told): string => `“${actIn(told, 'zh-CN')}”`
const en = (told: Told): string => `“${actIn(told, 'en-US')}”`

/** One sentence for each event of acts that take two, and of those taken back, in both languages. */
export const halfSentences: Readonly<Record<string, Words>> = {
  'half.asked@1': simple(
    (t) => `${t.who} 请人一起确认${zh(t)}`,
    (t) => `${t.who} asked for a second person behind ${en(t)}`,
  ),
  'half.agreed@1': simple(
    (t) => `${t.who} 确认了 ${t.whom} 的${zh(t)}`,
    (t) => `${t.who} stood behind ${en(t)} of ${t.whom}`,
  ),
  'half.refused@1': simple(
    (t) => `${t.who} 不同意 ${t.whom} 的${zh(t)}`,
    (t) => `${t.who} refused to stand behind ${en(t)} of ${t.whom}`,
  ),
  'half.withdrawn@1': simple(
    (t) => `${t.who} 不再请人确认`,
    (t) => `${t.who} asks for a second person no longer`,
  ),
  'half.taken-back@1': simple(
    (t) => `${t.who} 撤回了一项关键操作（版本 ${said(t, 'revision')}）`,
    (t) => `${t.who} took back a critical act (revision ${said(t, 'revision')})`,
  ),
}
