import { contract } from '@hufu/contract'
import {
  couldMeet,
  factorProjection,
  kindsOf,
  needOf,
  protectionProjection,
} from '../../../platform/act/index.ts'
import { can, may } from '../../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../../platform/http/index.ts'
import type { Parts } from '../parts.ts'
import { endMyOthers, endSessionOf } from '../commands/end.ts'
import { companyName } from '../store-codes.ts'
import { beginTotp, confirmTotp, makeRecoveryCodes, removeTotp, resetFactors } from './commands.ts'
import { recoveryCodesLeft } from './store.ts'
import { shownSeed } from './totp.ts'
import { factorsView } from './views.ts'

const routes = contract.factors

/** Registers the doors of what people prove with beside their password. */
export function factorRoutes(doors: Doors, parts: Parts): void {
  ownRoutes(doors, parts)
  sessionRoutes(doors)
  othersRoutes(doors)
}

/** Shows whoever asks what they prove with. */
export async function shownFactors(
  call: Pick<Call, 'reading' | 'caller' | 'publicUrl' | 'locale'>,
  parts: Parts,
) {
  may(call.reading, 'audit.self.view', { type: 'member', id: call.caller.memberId })
  return factorsView(call.reading, parts, call)
}

function ownRoutes(doors: Doors, parts: Parts): void {
  const { secrets } = parts
  doors.handle(routes.mine, (call) => shownFactors(call, parts))
  doors.handle(routes.beginTotp, async (call) => {
    const { memberId, workspaceId } = call.caller
    const { result: seed } = await call.perform(
      'content',
      'factors.begin-totp',
      (act) => beginTotp(act, secrets),
      { remember: false, journal: 'activity' },
    )
    const [company, card] = await Promise.all([
      companyName(call.db),
      parts.people.card(call.db, workspaceId, memberId),
    ])
    return shownSeed(seed, { company: company ?? '', login: card?.login ?? '' })
  })
  doors.handle(routes.confirmTotp, async (call) => {
    await call.perform('authority', 'factors.confirm-totp', (act) =>
      confirmTotp(act, secrets, call.body.code),
    )
    return shownFactors(call, parts)
  })
  doors.handle(routes.removeTotp, async (call) => {
    await call.perform('authority', 'factors.remove-totp', removeTotp)
    return shownFactors(call, parts)
  })
  doors.handle(routes.makeRecoveryCodes, async (call) => {
    const { result } = await call.perform('authority', 'factors.recovery', makeRecoveryCodes, {
      remember: false,
    })
    return { codes: [...result] }
  })
}

function sessionRoutes(doors: Doors): void {
  doors.handle(routes.endOthers, async (call) => {
    const { result, applied } = await call.perform('authority', 'sessions.end-others', endMyOthers, {
      urgent: true,
    })
    return { ...result, applied }
  })
  doors.handle(routes.endSessionOf, async (call) => {
    const asked = { ...call.params, because: call.body.because }
    const { applied } = await call.perform('authority', 'sessions.kick', (act) => endSessionOf(act, asked), {
      urgent: true,
    })
    if (call.params.sessionId === call.caller.sessionId) call.end()
    return { applied }
  })
}

function othersRoutes(doors: Doors): void {
  doors.handle(routes.of, async (call) => {
    const { memberId } = call.params
    may(call.reading, 'sec.session.view', { type: 'member', id: memberId })
    return factorsOf(call.reading, memberId)
  })
  doors.handle(routes.reset, async (call) => {
    const asked = { ...call.params, because: call.body.because }
    const { applied } = await call.perform('authority', 'factors.reset', (act) => resetFactors(act, asked), {
      urgent: true,
    })
    return { applied }
  })
}

/** What an administrator sees: which kinds there are, and whether they are enough. Never more. */
async function factorsOf(reading: Reading, memberId: string) {
  const { db, workspaceId, facts, at } = reading
  const state = reading.projection(factorProjection)
  const kinds = kindsOf(state, memberId)
  const need = needOf(reading.projection(protectionProjection), facts, memberId, at)
  return {
    totp: kinds.has('totp'),
    passkeys: [...(state.get(memberId)?.values() ?? [])].filter((kind) => kind === 'passkey').length,
    recovery: await recoveryCodesLeft(db, { workspaceId, memberId }),
    need,
    met: couldMeet(need, kinds),
    reset: can(reading, 'sec.mfa.reset', { type: 'member', id: memberId }),
    endSession: can(reading, 'sec.session.kick', { type: 'member', id: memberId }),
  }
}
