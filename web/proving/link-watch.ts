import type { LinkShown, LinkState } from '@hufu/contract'
import { isProblem } from '../data/problem.ts'

/** How a QR code stands for the page that shows it. `over`: several ran out and nobody came. */
export type LinkSeen =
  | { readonly state: 'drawing' | 'declined' | 'over' }
  | { readonly state: 'shown' | 'seen' | 'approved'; readonly link: LinkShown }
  | { readonly state: 'failed'; readonly error: unknown }

/** What a watch is given: how codes are made, asked after and redeemed, and how time passes. */
export type LinkDoors = {
  readonly show: () => Promise<LinkShown>
  readonly stateOf: (link: LinkShown) => Promise<LinkState>
  /** Uses the yes. */
  readonly redeem: (link: LinkShown) => Promise<void>
  readonly wait: (ms: number) => Promise<void>
  readonly now: () => number
}

const POLL_MS = 1500
/** A page that somebody left open does not draw codes for ever. */
export const ROUNDS_MAX = 5
/** How long after its end a code is still asked after where the server cannot be reached. */
const LATE_MS = 10_000

/** Shows QR codes, one after the other as they run out, until one is answered, and uses its yes. Never throws. */
export async function watchLink(
  doors: LinkDoors,
  tell: (seen: LinkSeen) => void,
  stopped: () => boolean,
): Promise<void> {
  const say = (seen: LinkSeen): void => (stopped() ? undefined : tell(seen))
  try {
    for (let round = 0; round < ROUNDS_MAX && !stopped(); round += 1) {
      const link = await doors.show()
      say({ state: 'shown', link })
      const end = await followed(doors, link, say, stopped)
      if (end === 'declined') return say({ state: 'declined' })
      if (end === 'approved' && !stopped()) {
        say({ state: 'approved', link })
        return await doors.redeem(link)
      }
    }
    say({ state: 'over' })
  } catch (error) {
    say({ state: 'failed', error })
  }
}

/** Asks after a code until it is answered or over; a code that another page has used up is over as well. */
async function followed(
  doors: LinkDoors,
  link: LinkShown,
  say: (seen: LinkSeen) => void,
  stopped: () => boolean,
): Promise<'approved' | 'declined' | 'over'> {
  let last: LinkState = 'shown'
  while (!stopped()) {
    await doors.wait(POLL_MS)
    if (stopped()) return 'over'
    const state = await doors.stateOf(link).catch((error: unknown) => stillThere(doors, link, error))
    if (state === 'approved' || state === 'declined') return state
    if (state === 'used' || state === 'expired') return 'over'
    if (state === 'seen' && last !== 'seen') say({ state, link })
    last = state ?? last
  }
  return 'over'
}

// A connection that breaks for a moment ends nothing; one that stays away must not keep a dead code on the page.
function stillThere({ now }: LinkDoors, { until }: LinkShown, error: unknown): LinkState | null {
  if (!isProblem(error) || (error.status !== 0 && error.status < 500)) throw error
  return now() > Date.parse(until) + LATE_MS ? 'expired' : null
}
