import { refuse } from '@hufu/kit'
import { meets } from '../../../platform/act/index.ts'
import { lockCredential } from '../store.ts'
import type { SecondWay } from '../ways.ts'
import { useLink } from './commands.ts'
import { tellLetIn } from './telling.ts'

/**
 * Proving by a device that is signed in already: what it says yes to is worth what it has proved itself, and never that
 * nobody can have been led astray, since a picture of a QR code can be shown anywhere.
 */
export const linkWay: SecondWay<'link'> = {
  guessable: false,
  open: () => true,
  async check(proving, { linkId, secret }, asked) {
    const { memberId, strength } = asked
    await lockCredential(proving.act, memberId)
    const answered = await useLink(proving, {
      linkId,
      secret,
      memberId,
      purpose: asked.for,
      pendingId: asked.for === 'second' ? asked.pendingId : null,
      actHash: asked.for === 'step-up' ? asked.actHash : null,
    })
    const needed = asked.for === 'second' ? 'second-factor' : strength
    if (needed === 'phishing-resistant' || !meets(needed, answered.methods))
      throw refuse('identity/link-too-weak')
    if (asked.for === 'second') await tellLetIn(proving, memberId, answered.id)
  },
}
