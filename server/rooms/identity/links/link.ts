import { randomInt } from 'node:crypto'
import type { LinkState, linkPurpose } from '@hufu/contract'
import { machine } from '@hufu/kit'
import type { z } from 'zod'

export type LinkPurpose = z.infer<typeof linkPurpose>

/** How long a QR code is good for. */
export const LINK_MS = 2 * 60 * 1000
/** Among so many pairs of figures the phone's owner finds the one that the page shows. */
const CHOICES = 3

/** The life of a QR code. A deed that does not fit is refused as `link/not-now`. */
export const linkLife = machine('link', {
  shown: { open: 'seen' },
  seen: { approve: 'approved', decline: 'declined' },
  approved: { use: 'used' },
  declined: {},
  used: {},
  expired: {},
})

/** How a QR code stands at an instant: what nobody finished in time is over, whether or not that was written down. */
export function stateAt(
  { state, until }: { readonly state: Exclude<LinkState, 'expired'>; readonly until: Date },
  at: Date,
): LinkState {
  const settled = state === 'declined' || state === 'used'
  return !settled && until.getTime() <= at.getTime() ? 'expired' : state
}

/** Figures for the page, and what the phone shows to choose among, in no order. */
export function newDigits(random: (below: number) => number = randomInt): {
  readonly digits: string
  readonly choices: readonly string[]
} {
  const choices = new Set<string>()
  while (choices.size < CHOICES) choices.add(String(10 + random(90)))
  const drawn = [...choices]
  return { digits: drawn[random(CHOICES)] ?? '', choices: drawn }
}
