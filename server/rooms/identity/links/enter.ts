import type { ProofMethod } from '@hufu/contract'
import { meets, permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { assertActive } from '../active.ts'
import { enter, enterFully } from '../commands/enter.ts'
import type { Entered, Whence } from '../commands/enter.ts'
import type { Parts } from '../parts.ts'
import { lockCredential } from '../store.ts'
import { useLink } from './commands.ts'
import { putRoot } from './store.ts'
import { tellLetIn } from './telling.ts'

/**
 * What a page has proved that was let in. A device that has proved two things vouches for them, which the page then shares;
 * one that has proved less is itself the one thing that was proved.
 */
export const proofsOf = (answered: readonly ProofMethod[]): readonly ProofMethod[] =>
  meets('second-factor', answered) ? [...new Set<ProofMethod>(['link', ...answered])] : ['link']

/** Lets the page in that shows an approved QR code, as whoever said yes; a member with second factors is asked for one. */
export async function enterByLink(
  act: Act,
  parts: Parts,
  brought: {
    readonly linkId: string
    readonly secret: string
    readonly memberId: string
    readonly whence: Whence
  },
): Promise<Entered> {
  const { memberId, whence } = brought
  assertActive(act.facts, memberId)
  await lockCredential(act, memberId)
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  const answered = await useLink(tally, { ...brought, purpose: 'sign-in', pendingId: null, actHash: null })
  const methods = proofsOf(answered.methods)
  // Told below in words of its own, whether the device is new or not.
  const coming = { memberId, methods, whence: { ...whence, deviceKnown: true } }
  const entered: Entered = meets('second-factor', methods)
    ? { begun: await enterFully(tally, parts, coming), pending: null }
    : await enter(tally, parts, coming)
  if (entered.begun !== null)
    await putRoot(tally, entered.begun.caller.sessionId, answered.rootId ?? answered.id)
  await tellLetIn(tally, memberId, answered.id)
  return entered
}
