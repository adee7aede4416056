import { contract } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { actHashOf, may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { forgive, spendTries } from './commands/budgets.ts'
import type { Spent } from './commands/budgets.ts'
import { proveAgain } from './commands/sign-in.ts'
import { stepUp } from './commands/step-up.ts'
import type { Given } from './commands/step-up.ts'
import type { Parts } from './parts.ts'
import { DEVICE_COOKIE, hashOf, newToken } from './secrets.ts'
import { isGuessable } from './ways.ts'

type StepUpCall = Call<typeof contract.identity.stepUp>

/** Registers the door at which a member proves once more who they are. */
export function stepUpRoutes(doors: Doors, parts: Parts): void {
  doors.handle(contract.identity.stepUp, async (call) => {
    may(call.reading, 'audit.self.view', { type: 'member', id: call.caller.memberId })
    const { spent, token, expiresAt } = await prove(call, parts).catch((error: unknown) => {
      if (isRefusal(error)) note(call, parts, error.code)
      throw error
    })
    if (spent !== null) await forgive(parts, spent)
    note(call, parts, null)
    return { token, expiresAt }
  })
}

async function prove(call: StepUpCall, parts: Parts) {
  const { given, spent } = await compare(call, parts)
  const token = newToken()
  const asking = { given, tokenHash: hashOf(token), actHash: actHashOf(call.body.act) }
  const { result: expiresAt } = await call.perform(
    'content',
    'step-ups.give',
    (act) => stepUp(act, parts, asking),
    { remember: false, journal: 'activity' },
  )
  return { spent, token, expiresAt }
}

// A password is compared before a transaction is open: it takes long, and may wait for others.
async function compare(
  call: StepUpCall,
  parts: Parts,
): Promise<{ readonly given: Given; readonly spent: Spent | null }> {
  const { workspaceId, memberId } = call.caller
  const { proof } = call.body
  const whose = { workspaceId, memberId, address: call.from.address, device: call.cookie(DEVICE_COOKIE) }
  if (proof.method === 'password') {
    const proven = await proveAgain(parts, call.db, { ...whose, password: proof.password })
    return { given: { method: 'password', kept: proven.kept }, spent: proven }
  }
  const spent = isGuessable(parts.ways, proof.method)
    ? await spendTries(parts, { ...whose, login: '' })
    : null
  return { given: proof, spent }
}

function note(call: StepUpCall, parts: Parts, code: string | null): void {
  const { method, path } = call.body.act
  parts.onSignIn({
    workspaceId: call.caller.workspaceId,
    event: code === null ? 'proof.given@1' : 'proof.refused@1',
    memberId: call.caller.memberId,
    code,
    methods: [call.body.proof.method],
    device: call.from.device,
    address: call.from.address,
    act: `${method} ${path}`,
    requestId: call.requestId,
  })
}
