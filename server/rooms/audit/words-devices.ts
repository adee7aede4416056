import { simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

const from = (t: Told): string =>
  [t.text('device'), t.text('address')].filter((part) => part !== '').join(' · ')

/** Sentences about pages that a device of a member answers. */
export const deviceSentences: Readonly<Record<string, Words>> = {
  'link.approved@1': simple(
    (t) =>
      t.text('act') === ''
        ? `${t.who} 扫码同意了登录：${from(t)}`
        : `${t.who} 扫码确认了一项操作：${from(t)}`,
    (t) =>
      t.text('act') === ''
        ? `${t.who} let a page sign in by QR code: ${from(t)}`
        : `${t.who} confirmed an act by QR code: ${from(t)}`,
  ),
  'link.declined@1': simple(
    (t) => `${t.who} 拒绝了扫码请求：${from(t)}`,
    (t) => `${t.who} declined a QR code: ${from(t)}`,
  ),
}
