import type { Tally } from '../../../platform/act/index.ts'
import { tell } from '../../notices/index.ts'
import type { Speaker } from '../../notices/index.ts'
import { devicesOf } from './store.ts'

/** Tells a member that one of their devices has let in another page. */
export const LET_IN = 'identity.let-in@1'

type LetIn = { readonly by: string }

/** In the transaction that lets it in: whoever did not mean it ends the session at once. */
export const tellLetIn = (tally: Tally<'audit.self.view'>, memberId: string, by: string): Promise<void> =>
  tell(tally, { to: [memberId], kind: LET_IN, data: { by } satisfies LetIn, mail: true })

/** Says which device has said yes. */
export const letInWords: Speaker = async (reading, locale, data) => {
  // Written above, under a name that bears the version of the form.
  const told = data as readonly LetIn[]
  const devices = await devicesOf(
    reading.db,
    reading.workspaceId,
    told.map(({ by }) => by),
  )
  return told.map(({ by }) => {
    const device = devices.get(by) ?? '—'
    const leads = { kind: 'sessions', id: reading.memberId, mine: true } as const
    return locale === 'zh-CN'
      ? {
          leads,
          title: '扫码登录',
          words: `你在“${device}”上扫码，让另一台设备登录了。如非本人操作，请立即在“登录与设备”中结束它并修改密码。`,
        }
      : {
          leads,
          title: 'Signed in by QR code',
          words: `Your device “${device}” let another one sign in. If that was not you, end that session under sessions and devices now, and change your password.`,
        }
  })
}
