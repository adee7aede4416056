import { contract } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { actHashOf, may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { forgive, proveAgain } from './commands/sign-in.ts'
import { stepUp } from './commands/step-up.ts'
import type { Parts } from './parts.ts'
import { DEVICE_COOKIE, hashOf, newToken } from './secrets.ts'

type StepUpCall = Call<typeof contract.identity.stepUp>

/** Registers the door at which a member proves once more who they are. */
export function stepUpRoutes(doors: Doors, parts: Parts): void {
  doors.handle(contract.identity.stepUp, async (call) => {
    may(call.reading, 'audit.self.view', { type: 'member', id: call.caller.memberId })
    const { proven, token, expiresAt } = await prove(call, parts).catch((error: unknown) => {
      if (isRefusal(error)) note(call, parts, error.code)
      throw error
    })
    await forgive(parts, proven)
    note(call, parts, null)
    return { token, expiresAt }
  })
}

// The comparison is done before a transaction is open: it takes long, and may wait for others.
async function prove(call: StepUpCall, parts: Parts) {
  const { workspaceId, memberId } = call.caller
  const { password, act: asked } = call.body
  const tried = {
    workspaceId,
    memberId,
    password,
    address: call.from.address,
    device: call.cookie(DEVICE_COOKIE),
  }
  const proven = await proveAgain(parts, call.db, tried)
  const token = newToken()
  const given = { proven, tokenHash: hashOf(token), actHash: actHashOf(asked) }
  const { result: expiresAt } = await call.perform(
    'content',
    'step-ups.give',
    (act) => stepUp(act, given, parts.limits),
    { remember: false, journal: 'activity' },
  )
  return { proven, token, expiresAt }
}

function note(call: StepUpCall, parts: Parts, code: string | null): void {
  const { method, path } = call.body.act
  parts.onSignIn({
    workspaceId: call.caller.workspaceId,
    event: code === null ? 'proof.given@1' : 'proof.refused@1',
    memberId: call.caller.memberId,
    code,
    device: call.from.device,
    address: call.from.address,
    act: `${method} ${path}`,
    requestId: call.requestId,
  })
}
