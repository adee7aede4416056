import { said, simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

const kinds: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  totp: ['身份验证器', 'an authenticator app'],
  passkey: ['通行密钥', 'a passkey'],
  recovery: ['一组备用代码', 'recovery codes'],
}
const zh = (t: Told): string => kinds[said(t, 'kind')]?.[0] ?? '验证方式'
const en = (t: Told): string => kinds[said(t, 'kind')]?.[1] ?? 'a way to prove who they are'
const profiles: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  standard: ['标准', 'standard'],
  strict: ['严格', 'strict'],
}

/** One sentence for each event of what people prove with, and how strictly the company asks for it, in both languages. */
export const factorSentences: Readonly<Record<string, Words>> = {
  'factor.added@1': simple(
    (t) => `${t.whom} 设置了${zh(t)}`,
    (t) => `${t.whom} set up ${en(t)}`,
  ),
  'factor.removed@1': simple(
    (t) => `${t.whom} 停用了${zh(t)}`,
    (t) => `${t.whom} gave up ${en(t)}`,
  ),
  'factor.reset@1': simple(
    (t) => `${t.who} 重置了 ${t.whom} 的双重验证`,
    (t) => `${t.who} reset the second factors of ${t.whom}`,
  ),
  'protection.chosen@1': simple(
    (t) => `${t.who} 将企业的安全要求设为“${profiles[said(t, 'profile')]?.[0] ?? said(t, 'profile')}”`,
    (t) =>
      `${t.who} set how strictly the company proves: ${profiles[said(t, 'profile')]?.[1] ?? said(t, 'profile')}`,
  ),
}
