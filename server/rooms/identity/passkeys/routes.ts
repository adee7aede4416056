import { contract } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import { actHashOf } from '../../../platform/http/index.ts'
import type { Call, Doors } from '../../../platform/http/index.ts'
import { markOf } from '../commands/enter.ts'
import { answered, note } from '../entrance.ts'
import { shownFactors } from '../factors/routes.ts'
import { isKnownDevice } from '../known.ts'
import { spendOf } from '../pace.ts'
import type { Parts } from '../parts.ts'
import { DEVICE_COOKIE } from '../secrets.ts'
import { companyName } from '../store-codes.ts'
import { addPasskey, beginPasskey, challengeStepUp, forSignIn, nameAnew, removePasskey } from './commands.ts'
import { enterByPasskey } from './enter.ts'
import { placeOf } from './place.ts'
import type { Place } from './place.ts'
import { findHolder, putChallenge } from './store.ts'
import { bytesOf, madeFrom, signedFrom, toMake, toSign } from './verify.ts'
import type { Signed } from './verify.ts'

const routes = contract.factors
const activity = { remember: false, journal: 'activity' } as const
const placeIn = ({ publicUrl, from }: Pick<Call, 'publicUrl' | 'from'>): Place =>
  placeOf(publicUrl, from.origin)

/** Registers the doors of passkeys. */
export function passkeyRoutes(doors: Doors, parts: Parts): void {
  signingIn(doors, parts)
  making(doors, parts)
  doors.handle(routes.stepUpChallenge, async (call) => {
    const place = placeIn(call)
    await spendOf(parts, 'challenges', call.from.address)
    const actHash = actHashOf(call.body.act)
    const { result } = await call.perform(
      'content',
      'passkeys.ask',
      (act) => challengeStepUp(act, actHash),
      activity,
    )
    return { options: await toSign(place, result.challenge, result.known) }
  })
}

function signingIn(doors: Doors, parts: Parts): void {
  doors.handle(routes.passkeyChallenge, async (call) => {
    const place = placeIn(call)
    await spendOf(parts, 'challenges', call.from.address)
    const challenge = await putChallenge(parts.node.pool, call.workspaceId, forSignIn)
    return { options: await toSign(place, challenge) }
  })
  doors.handle(routes.signInByPasskey, async (call) => {
    const { workspaceId } = call
    const [place, signed] = [placeIn(call), signedFrom(call.body.answer)]
    const spent = await spendOf(parts, 'redeeming', call.from.address)
    const memberId = await findHolder(call.db, workspaceId, bytesOf(signed.id))
    const whose = { workspaceId, memberId, methods: ['passkey'] as const }
    if (memberId === null) {
      note(call, parts, { ...whose, code: 'identity/passkey-unknown' })
      throw refuse('identity/passkey-unknown')
    }
    const { entered, mark } = await comeIn(call, parts, { memberId, signed, place }).catch(
      (error: unknown) => {
        if (isRefusal(error)) note(call, parts, { ...whose, code: error.code })
        throw error
      },
    )
    await spent.giveBack()
    note(call, parts, { ...whose, code: null })
    return answered(call, parts, { entered, mark, asProgram: call.body.token === true })
  })
}

async function comeIn(
  call: Call<typeof routes.signInByPasskey>,
  parts: Parts,
  proof: { readonly memberId: string; readonly signed: Signed; readonly place: Place },
) {
  const { workspaceId } = call
  const { memberId } = proof
  const device = call.cookie(DEVICE_COOKIE)
  const deviceKnown = await isKnownDevice(parts, { workspaceId, memberId, device })
  const mark = markOf(device, deviceKnown, call.body.token === true)
  const whence = { address: call.from.address, deviceName: call.from.device, mark, deviceKnown }
  const { result: entered } = await call.perform(
    'content',
    'sessions.begin-by-passkey',
    (act) => enterByPasskey(act, parts, { ...proof, whence }),
    { actor: { type: 'member', memberId, sessionId: null }, workspaceId, ...activity },
  )
  return { entered, mark: deviceKnown ? null : mark }
}

function making(doors: Doors, parts: Parts): void {
  doors.handle(routes.beginPasskey, async (call) => {
    const place = placeIn(call)
    const { workspaceId, memberId } = call.caller
    const { result } = await call.perform('content', 'passkeys.begin', beginPasskey, activity)
    const [card, company] = await Promise.all([
      parts.people.card(call.db, workspaceId, memberId),
      companyName(call.db),
    ])
    if (card === null) throw refuse('identity/session-ended')
    const holder = { memberId, login: card.login, name: card.name, company: company ?? '' }
    return { options: await toMake(place, result.challenge, holder, result.known) }
  })
  doors.handle(routes.addPasskey, async (call) => {
    const made = { made: madeFrom(call.body.answer), name: call.body.name, place: placeIn(call) }
    await call.perform('authority', 'passkeys.add', (act) => addPasskey(act, made))
    return shownFactors(call, parts)
  })
  doors.handle(routes.renamePasskey, async (call) => {
    const named = { ...call.params, ...call.body }
    await call.perform('content', 'passkeys.rename', (act) => nameAnew(act, named), activity)
    return shownFactors(call, parts)
  })
  doors.handle(routes.removePasskey, async (call) => {
    await call.perform('authority', 'passkeys.remove', (act) => removePasskey(act, call.params), {
      urgent: true,
    })
    return shownFactors(call, parts)
  })
}
