import { insertChallenge, passkeysOf } from './store.ts'
import type { Asked, SecondWay } from '../ways.ts'
import { forSecond, proveBySignature } from './commands.ts'
import { passkeysHere, placeOf } from './place.ts'
import { signedFrom, toSign } from './verify.ts'
import type { Bound } from './verify.ts'

const boundTo = (asked: Asked): Bound =>
  asked.for === 'second'
    ? forSecond(asked.memberId, asked.pendingId)
    : {
        purpose: 'step-up',
        memberId: asked.memberId,
        sessionId: asked.sessionId,
        epoch: asked.epoch,
        actHash: asked.actHash,
        pendingId: null,
      }

/** Proving by a passkey: the browser signs for this page alone, so it cannot be led astray. */
export const passkeyWay = (publicUrl: string): SecondWay<'passkey'> => ({
  guessable: false,
  open: (kinds) => kinds.has('passkey') && passkeysHere(publicUrl, publicUrl, 'en-US').possible,
  async check(proving, { answer }, asked) {
    // Where the page was opened stands in what was signed.
    const brought = {
      signed: signedFrom(answer),
      place: placeOf(publicUrl, publicUrl),
      bound: boundTo(asked),
    }
    await proveBySignature(proving, asked.memberId, brought)
  },
  async offer(entering, asked) {
    const { act } = entering
    const known = await passkeysOf(act.tx, act.workspaceId, asked.memberId)
    const challenge = await insertChallenge(entering, boundTo(asked))
    return toSign(placeOf(publicUrl, publicUrl), challenge, known)
  },
})
