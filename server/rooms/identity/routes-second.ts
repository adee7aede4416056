import { contract } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import type { Call, Doors } from '../../platform/http/index.ts'
import { forgive, spendTries } from './commands/budgets.ts'
import type { Spent } from './commands/budgets.ts'
import { second } from './commands/second.ts'
import { marks } from './lanes.ts'
import { answered, note } from './entrance.ts'
import type { Parts } from './parts.ts'
import { DEVICE_COOKIE, hashOf } from './secrets.ts'
import { findPending } from './store-pending.ts'
import type { Pending } from './store-pending.ts'
import { isGuessable } from './ways.ts'

type SecondCall = Call<typeof contract.factors.second>

/** Registers the door at which a sign-in is ended that waits for its second factor. */
export function secondRoutes(doors: Doors, parts: Parts): void {
  doors.handle(contract.factors.second, async (call) => {
    const tokenHash = hashOf(call.body.token)
    const pending = await findPending(parts.node.pool, tokenHash)
    if (pending === null || !isSameBrowser(call, pending)) throw refuse('identity/sign-in-over')
    const { workspaceId, memberId } = pending
    const { begun, spent, mark } = await bring(call, parts, pending).catch((error: unknown) => {
      if (isRefusal(error))
        note(call, parts, { workspaceId, memberId, code: error.code, methods: [call.body.proof.method] })
      throw error
    })
    await forgive(parts, spent)
    note(call, parts, { workspaceId, memberId, code: null, methods: begun.methods })
    // A program was asked for as one when it brought the password, and bears no mark since.
    return answered(call, parts, {
      entered: { begun, pending: null },
      mark,
      asProgram: pending.device === null,
    })
  })
}

// A token that was read off a screen or a wire opens nothing in another browser.
function isSameBrowser(call: SecondCall, { device }: Pending): boolean {
  const mark = call.cookie(DEVICE_COOKIE)
  return device === null || (mark !== null && device.equals(marks.device(mark)))
}

async function bring(call: SecondCall, parts: Parts, pending: Pending) {
  const { workspaceId, memberId, tokenHash } = pending
  const { proof } = call.body
  const { address, device: deviceName } = call.from
  const device = pending.device === null ? null : call.cookie(DEVICE_COOKIE)
  const spent: Spent = isGuessable(parts.ways, proof.method)
    ? await spendTries(parts, { workspaceId, memberId, login: '', address, device })
    : { lanes: [], deviceKnown: false }
  const whence = { address, deviceName, mark: device, deviceKnown: spent.deviceKnown }
  const { result } = await call.perform(
    'content',
    'sessions.begin',
    (act) => second(act, parts, { tokenHash, brought: proof, whence }),
    {
      actor: { type: 'member', memberId, sessionId: null },
      workspaceId,
      remember: false,
      journal: 'activity',
    },
  )
  return { begun: result, spent, mark: device }
}
