import { newId } from '@hufu/kit'
import { deviceName } from '../device.ts'
import { marks } from '../lanes.ts'
import { DEVICE_COOKIE, hashOf, newToken } from '../secrets.ts'
import type { Call } from '../../../platform/http/index.ts'
import type { Drawn, Shower } from './commands.ts'
import { newDigits } from './link.ts'

type From = Pick<Call, 'from' | 'cookie' | 'publicUrl'>

/** The mark of the browser that asks; null where it bears none. */
export function browserOf({ cookie }: Pick<Call, 'cookie'>): Buffer | null {
  const mark = cookie(DEVICE_COOKIE)
  return mark === null ? null : marks.device(mark)
}

/** Makes what a QR code consists of: what is kept, and what the page is told once. */
export function draw(call: From): {
  readonly drawn: Drawn
  readonly from: Shower
  readonly told: {
    readonly id: string
    readonly url: string
    readonly digits: string
    readonly secret: string
  }
} {
  const [id, code, secret, figures] = [newId(), newToken(), newToken(), newDigits()]
  return {
    drawn: { id, codeHash: hashOf(code), secretHash: hashOf(secret), ...figures },
    from: { device: deviceName(call.from.device), address: call.from.address, browser: browserOf(call) },
    // Behind the number sign: what stands there is sent to no server and written into no log.
    told: { id, url: `${call.publicUrl}/link#${id}.${code}`, digits: figures.digits, secret },
  }
}
