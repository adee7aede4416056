import { permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import { enterFully } from '../commands/enter.ts'
import type { Entered, Whence } from '../commands/enter.ts'
import type { Parts } from '../parts.ts'
import { lockCredential } from '../store.ts'
import { forSignIn, proveBySignature } from './commands.ts'
import type { Place } from './place.ts'
import type { Signed } from './verify.ts'

/** Lets somebody in by a passkey alone: the device is theirs, and it has asked who holds it. */
export async function enterByPasskey(
  act: Act,
  parts: Parts,
  {
    memberId,
    signed,
    place,
    whence,
  }: { readonly memberId: string; readonly signed: Signed; readonly place: Place; readonly whence: Whence },
): Promise<Entered> {
  await lockCredential(act, memberId)
  assertActive(act.facts, memberId)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  await proveBySignature(tally, memberId, { signed, place, bound: forSignIn })
  return { begun: await enterFully(tally, parts, { memberId, methods: ['passkey'], whence }), pending: null }
}
