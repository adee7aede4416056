import type { ProofMethod } from '@hufu/contract'
import { newId } from '@hufu/kit'
import type { Caller } from '../../../platform/http/index.ts'
import { deviceName } from '../device.ts'
import type { Limits } from '../limits.ts'
import { hashOf, newToken } from '../secrets.ts'
import { epochOf, sessionProjection } from '../sessions.ts'
import { insertSession } from '../store.ts'
import type { Entering } from '../ways.ts'

/** A session just begun. The token is told once and kept as a hash only. */
export type Begun = { readonly caller: Caller; readonly token: string }

/** Begins a session of a member whose proof was checked under the lock of their credential. */
export async function beginSession(
  tally: Entering,
  memberId: string,
  { device, methods }: { readonly device: string; readonly methods: readonly ProofMethod[] },
  limits: Pick<Limits, 'idleMs' | 'absoluteMs'>,
): Promise<Begun> {
  const { act } = tally
  const token = newToken()
  const id = newId()
  const at = act.at.getTime()
  await insertSession(tally, {
    id,
    tokenHash: hashOf(token),
    memberId,
    epoch: epochOf(act.projection(sessionProjection), memberId),
    device: deviceName(device),
    methods: [...methods],
    idleUntil: new Date(at + Math.min(limits.idleMs, limits.absoluteMs)),
    absoluteUntil: new Date(at + limits.absoluteMs),
  })
  return { caller: { workspaceId: act.workspaceId, memberId, sessionId: id }, token }
}
