import { refuse } from '@hufu/kit'
import { Secret, TOTP } from 'otpauth'
import type { Act } from '../../../platform/act/index.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import type { SecondWay } from '../ways.ts'
import { lockTotps, spendStep } from './store.ts'
import type { TotpRow } from './store.ts'

/** What every authenticator app knows: RFC 6238 with SHA-1, six digits, a new one each half minute. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const SEED_BYTES = 20
/** Phones run fast or slow: the codes before and after the one of now count as well. */
const WINDOW = 1

/** A fresh seed. */
export const newSeed = (): Uint8Array => new Secret({ size: SEED_BYTES }).bytes

/** A seed as an app takes it: by hand, and as the address in a QR code. */
export function shownSeed(
  seed: Uint8Array,
  { company, login }: { readonly company: string; readonly login: string },
): { readonly secret: string; readonly url: string } {
  const secret = secretOf(seed)
  const totp = new TOTP({ ...shape, issuer: company, label: login, secret })
  return { secret: secret.base32, url: totp.toString() }
}

/** The step whose code this is, seen from an instant; null when it is none of those that count then. */
export function stepOf(seed: Uint8Array, code: string, at: Date): number | null {
  const timestamp = at.getTime()
  const totp = new TOTP({ ...shape, secret: secretOf(seed) })
  const delta = totp.validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? null : Math.floor(timestamp / 1000 / shape.period) + delta
}

const secretOf = (seed: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(seed).buffer })

/** What a seed belongs to: sealed for one person of one company, it opens for no other. */
export const belongs = (row: Pick<TotpRow, 'workspaceId' | 'memberId' | 'id'>): readonly string[] => [
  'totp',
  row.workspaceId,
  row.memberId,
  row.id,
]

/** The seed of a row. Refuses `identity/key-missing` where this node has another key than the one that sealed it. */
export function seedOf(secrets: Secrets, row: TotpRow): Uint8Array {
  const seed = secrets.open(row, belongs(row))
  if (seed === null) throw refuse('identity/key-missing')
  return seed
}

/** The seed that counts for a member, of those they have. */
export async function countingTotp(act: Act, memberId: string, id: string | null): Promise<TotpRow | null> {
  const rows = await lockTotps(act, memberId)
  return rows.find((row) => row.id === id) ?? null
}

/** By a code of an authenticator app. Judged by the clock of the database, on which all nodes agree. */
export const totpWay = (
  secrets: Secrets,
  factorIdOf: (act: Act, memberId: string) => string | null,
): SecondWay<'totp'> => ({
  guessable: true,
  open: (kinds) => kinds.has('totp'),
  async check(proving, { code }, { memberId }) {
    const { act } = proving
    const row = await countingTotp(act, memberId, factorIdOf(act, memberId))
    if (row === null) throw refuse('identity/way-unknown')
    const step = stepOf(seedOf(secrets, row), code, act.at)
    // INVARIANT I7: a step is accepted once, and none before it any more.
    if (step === null || !(await spendStep(proving, row.id, step))) throw refuse('identity/wrong-code')
  },
})
