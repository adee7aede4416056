import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Options, Swap } from './swap.ts'

const { factors, identity } = contract
const passkey: Swap['request'] = (the) => ({ params: { passkeyId: the('passkey') } })
// Of a QR code one brings the code or the secret too, which nobody here has: none of it is there.
const unread: Options = { succeeds: false }
const act = { method: 'POST', path: '/api/v1/roles', bodySha256: '0'.repeat(64) } as const

/** Passkeys of one's own, and QR codes. */
export const ofDevices: readonly Swap[] = [
  swap(factors.renamePasskey, (the, word) => ({ ...passkey(the, word), body: { name: word } })),
  swap(factors.removePasskey, (the, word) => ({ ...passkey(the, word), body: {} })),
  swap(factors.linkState, (the) => ({ params: { linkId: the('link') }, body: { secret: 'unread' } }), unread),
  swap(factors.signInByLink, (the) => ({ body: { linkId: the('link'), secret: 'unread' } }), unread),
  swap(factors.openLink, (the) => ({ params: { linkId: the('link') }, body: { code: 'unread' } }), unread),
  swap(
    factors.answerLink,
    (the) => ({
      params: { linkId: the('link') },
      body: { code: 'unread', approve: true, digits: '00' },
    }),
    unread,
  ),
  swap(
    identity.stepUp,
    (the) => ({ body: { proof: { method: 'link', linkId: the('link'), secret: 'unread' }, act } }),
    unread,
  ),
  swap(
    factors.second,
    (the) => ({
      body: { token: 'unread', proof: { method: 'link', linkId: the('link'), secret: 'unread' } },
    }),
    // There is no sign-in under way.
    { succeeds: false, also: 401 },
  ),
]
