import { said, simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

/** What becomes of a grant after it was given. */
export const lifeSentences: Readonly<Record<string, Words>> = {
  'grant.ended@1': simple(
    (t) =>
      t.own
        ? `${t.who} 放弃了自己的${t.text('right')}权限`
        : `${t.who} 收回了 ${t.whom} 的${t.text('right')}权限`,
    (t) =>
      t.own ? `${t.who} gave up ${t.text('right')}` : `${t.who} took ${t.text('right')} back from ${t.whom}`,
  ),
  'grant.suspended@1': simple(
    (t) => `${t.who} 暂停了 ${t.whom} 的${t.text('right')}权限`,
    (t) => `${t.who} suspended ${t.text('right')} of ${t.whom}`,
  ),
  'grant.resumed@1': simple(
    (t) => `${t.who} 恢复了 ${t.whom} 的${t.text('right')}权限`,
    (t) => `${t.who} resumed ${t.text('right')} of ${t.whom}`,
  ),
  'grant.extended@1': simple(
    (t) => `${t.who} 将 ${t.whom} 的${t.text('right')}权限延期至 ${dayOf(t)}`,
    (t) => `${t.who} extended ${t.text('right')} of ${t.whom} until ${dayOf(t)}`,
  ),
}

// An instant as everybody reads it alike, whichever zone they are in.
const dayOf = (told: Told): string => `${said(told, 'until').slice(0, 16).replace('T', ' ')} UTC`
