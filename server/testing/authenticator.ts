import { TOTP } from 'otpauth'
import { sleep } from './patience.ts'

const STEP_MS = 30_000

/** An authenticator app with one seed. */
export type Authenticator = {
  /** The code of the step that is so many steps from now. */
  readonly code: (steps?: number) => string
}

/** What somebody holds in their hand who has typed or scanned a seed. */
export function authenticator(secret: string): Authenticator {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret })
  return { code: (steps = 0) => totp.generate({ timestamp: Date.now() + steps * STEP_MS }) }
}

/** Waits over the end of a step, so that a code of this one is still of this one when it arrives so much later. */
export async function steadyStep(forMs: number): Promise<void> {
  const left = STEP_MS - (Date.now() % STEP_MS)
  if (left < forMs) await sleep(left)
}
