import type { FactorKind, Tally } from '../../../platform/act/index.ts'
import type { Locale } from '../../../platform/http/index.ts'
import { tell } from '../../notices/index.ts'
import type { Said, Speaker } from '../../notices/index.ts'
import type { Proving } from '../ways.ts'

/** What somebody is told of what they prove with. */
export const FACTOR_CHANGED = 'factor.changed@1'
export const RECOVERY_USED = 'factor.recovery-used@1'

type Changed = { readonly what: 'added' | 'removed'; readonly kind: FactorKind }
type Used = { readonly left: number }

/** Tells a member that something they prove with was added or taken away, by themselves or by whoever sat at their place. */
export async function tellOfChange(
  tally: Tally<'sec.self.manage'>,
  memberId: string,
  changed: Changed,
): Promise<void> {
  await tell(tally, { to: [memberId], kind: FACTOR_CHANGED, data: changed, mail: true })
}

/** Tells a member that one of their codes was used, and how many are left. */
export async function tellOfRecovery(proving: Proving, memberId: string, left: number): Promise<void> {
  await tell(proving, { to: [memberId], kind: RECOVERY_USED, data: { left } satisfies Used, mail: true })
}

const kinds: Readonly<Record<FactorKind, readonly [zh: string, en: string]>> = {
  totp: ['身份验证器', 'authenticator app'],
  passkey: ['通行密钥', 'passkey'],
  recovery: ['备用代码', 'recovery codes'],
}

/** Fewer than this, and it is time for new ones. */
const FEW = 2

export const factorSpeakers: Readonly<Record<string, Speaker>> = {
  // Written by this room alone, whose names bear the version of the form.
  [FACTOR_CHANGED]: (_reading, locale, data) =>
    Promise.resolve((data as readonly Changed[]).map((one) => changedIn(locale, one))),
  [RECOVERY_USED]: (_reading, locale, data) =>
    Promise.resolve((data as readonly Used[]).map((one) => usedIn(locale, one))),
}

function changedIn(locale: Locale, { what, kind }: Changed): Said {
  const [zh, en] = kinds[kind]
  if (locale === 'zh-CN')
    return what === 'added'
      ? { title: '登录方式有变', words: `你的账号设置了${zh}。如果不是你本人，请立即联系管理员` }
      : { title: '登录方式有变', words: `你的账号停用了${zh}。如果不是你本人，请立即联系管理员` }
  return what === 'added'
    ? {
        title: 'How you sign in has changed',
        words: `Your account now has: ${en}. If this was not you, tell an administrator at once`,
      }
    : {
        title: 'How you sign in has changed',
        words: `Your account no longer has: ${en}. If this was not you, tell an administrator at once`,
      }
}

function usedIn(locale: Locale, { left }: Used): Said {
  if (locale === 'zh-CN')
    return {
      title: '使用了一个备用代码',
      words: `还剩 ${left} 个${left <= FEW ? '，请尽快生成新的一组' : ''}。如果不是你本人，请立即联系管理员`,
    }
  return {
    title: 'A recovery code was used',
    words: `Codes left: ${left}.${left <= FEW ? ' Make new ones soon.' : ''} If this was not you, tell an administrator at once`,
  }
}
