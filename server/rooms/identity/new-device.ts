import { tell } from '../notices/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import type { Coming } from './commands/enter.ts'
import { deviceName } from './device.ts'
import { hasSignedInBefore } from './store-codes.ts'
import type { Entering } from './ways.ts'

/** Somebody has signed in on a device that was not known. */
export const NEW_DEVICE = 'session.new-device@1'

type Told = { readonly device: string; readonly at: string }

/**
 * Tells a member that they, or somebody with all they prove by, have come in from a device not known before. Not of the first
 * one ever: there nothing is known yet. Called before this device is remembered and its session is written.
 */
export async function tellOfDevice(
  tally: Entering,
  { memberId, whence }: Pick<Coming, 'memberId' | 'whence'>,
): Promise<void> {
  if (whence.deviceKnown || !(await hasSignedInBefore(tally, memberId))) return
  const told: Told = { device: deviceName(whence.deviceName), at: tally.at.toISOString() }
  await tell(tally, { to: [memberId], kind: NEW_DEVICE, data: told, mail: true })
}

/** Says which device. */
export const newDeviceWords: Speaker = (reading, locale, data) =>
  // Written here alone, under a name that bears the version of the form.
  Promise.resolve(
    (data as readonly Told[]).map(({ device }): Said => ({
      ...(locale === 'zh-CN'
        ? {
            title: '在新设备上登录',
            words: `你的账号刚在一台新设备上登录：${device}。如果不是你本人，请立即结束它并修改密码`,
          }
        : {
            title: 'Signed in on a new device',
            words: `Your account was used on a device not seen before: ${device}. If this was not you, end that session and change your password`,
          }),
      leads: { kind: 'sessions', id: reading.memberId, mine: true },
    })),
  )
