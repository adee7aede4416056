import type { FactorsView } from '@hufu/contract'
import { needOf, protectionProjection } from '../../../platform/act/index.ts'
import { FACTOR_NEEDED } from '../../../platform/http/index.ts'
import type { Caller, Locale, Reading } from '../../../platform/http/index.ts'
import type { Parts } from '../parts.ts'
import { passkeysHere } from '../passkeys/place.ts'
import { passkeysOf } from '../passkeys/store.ts'
import { passkeyView } from '../passkeys/views.ts'
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
  const [setAt, rows, left, passkeys] = await Promise.all([
    passwordSetAt(db, whose),
    factorsOf(db, whose),
    recoveryCodesLeft(db, whose),
    passkeysOf(db, workspaceId, memberId),
  ])
  const sinceOf = (kind: 'totp' | 'recovery'): string | null =>
    rows.find((row) => row.kind === kind)?.since.toISOString() ?? null
  const [totp, madeAt] = [sinceOf('totp'), sinceOf('recovery')]
  return {
    passwordSetAt: setAt?.toISOString() ?? null,
    totp: totp === null ? null : { since: totp },
    passkeys: passkeys.map(passkeyView),
    recovery: madeAt === null ? null : { left, madeAt },
    need: needOf(reading.projection(protectionProjection), facts, memberId, at),
    met: sessions.check(caller)?.code !== FACTOR_NEEDED,
    passkeysHere: passkeysHere(publicUrl, publicUrl, locale),
  }
}
