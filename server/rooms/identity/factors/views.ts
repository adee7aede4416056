import type { FactorsView } from '@hufu/contract'
import { needOf, protectionProjection } from '../../../platform/act/index.ts'
import { FACTOR_NEEDED } from '../../../platform/http/index.ts'
import type { Caller, Locale, Reading } from '../../../platform/http/index.ts'
import type { Parts } from '../parts.ts'
import { factorsOf, passwordSetAt, recoveryCodesLeft } from './store.ts'

/** What somebody proves with. `met`: of this session, since it is this one that is held to few doors. */
export async function factorsView(
  reading: Reading,
  { sessions }: Pick<Parts, 'sessions'>,
  {
    caller,
    publicUrl,
    locale,
  }: { readonly caller: Caller; readonly publicUrl: string; readonly locale: Locale },
): Promise<FactorsView> {
  const { db, workspaceId, memberId, facts, at } = reading
  const whose = { workspaceId, memberId }
  const [setAt, rows, left] = await Promise.all([
    passwordSetAt(db, whose),
    factorsOf(db, whose),
    recoveryCodesLeft(db, whose),
  ])
  const sinceOf = (kind: 'totp' | 'recovery'): string | null =>
    rows.find((row) => row.kind === kind)?.since.toISOString() ?? null
  const [totp, madeAt] = [sinceOf('totp'), sinceOf('recovery')]
  return {
    passwordSetAt: setAt?.toISOString() ?? null,
    totp: totp === null ? null : { since: totp },
    passkeys: [],
    recovery: madeAt === null ? null : { left, madeAt },
    need: needOf(reading.projection(protectionProjection), facts, memberId, at),
    met: sessions.check(caller)?.code !== FACTOR_NEEDED,
    passkeysHere: passkeysAt(publicUrl, locale),
  }
}

/** Browsers make and use passkeys only where nobody on the way can have changed the page. */
export function passkeysAt(publicUrl: string, locale: Locale): FactorsView['passkeysHere'] {
  const { protocol, hostname } = new URL(publicUrl)
  const isOwnMachine = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol === 'https:' || isOwnMachine) return { possible: true, because: '' }
  const because =
    locale === 'zh-CN'
      ? '通行密钥只能在 https 网址下使用；请让运维人员为虎符配置 https，或改用身份验证器'
      : 'Passkeys need an https address; ask whoever runs Hufu for one, or use an authenticator app'
  return { possible: false, because }
}
