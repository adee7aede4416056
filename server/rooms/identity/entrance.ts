/** What the doors do by which somebody comes in: who they are is known by then. */
import type { ProofMethod, SignInAnswer } from '@hufu/contract'
import { FACTOR_NEEDED, may } from '../../platform/http/index.ts'
import type { Call } from '../../platform/http/index.ts'
import type { Begun } from './commands/begin.ts'
import type { Entered } from './commands/enter.ts'
import type { Parts } from './parts.ts'
import { DEVICE_COOKIE } from './secrets.ts'
import { meView } from './views.ts'

/** What a door needs of a call, whichever it is. */
export type AnyCall = Pick<
  Call,
  'begin' | 'reading' | 'caller' | 'locale' | 'setCookie' | 'from' | 'requestId'
>

/** From here on the request is the new session's: the answer shows who signed in. */
export async function welcome(call: AnyCall, parts: Parts, { caller, token }: Begun, withCookie = true) {
  await call.begin(caller, token, withCookie)
  return shownMe(call, parts)
}

/** Who the caller is, and whether their session is held to few doors. */
export async function shownMe(call: Pick<AnyCall, 'reading' | 'caller' | 'locale'>, parts: Parts) {
  may(call.reading, 'audit.self.view', { type: 'member', id: call.caller.memberId })
  const limited = parts.sessions.check(call.caller)?.code === FACTOR_NEEDED
  return meView(call.reading, parts.people, { locale: call.locale, limited })
}

/** Answers whoever has come in, or has to bring a second factor; `mark` is given to a browser that bears none yet. */
export async function answered(
  call: AnyCall,
  parts: Parts,
  {
    entered: { begun, pending },
    mark,
    asProgram,
  }: { readonly entered: Entered; readonly mark: string | null; readonly asProgram: boolean },
): Promise<SignInAnswer> {
  if (mark !== null) call.setCookie(DEVICE_COOKIE, mark, parts.limits.knownDeviceMs / 1000)
  if (begun === null) return { me: null, token: null, pending }
  const me = await welcome(call, parts, begun, !asProgram)
  return { me, token: asProgram ? begun.token : null, pending: null }
}

/** Tells of somebody who came in or was turned away. */
export function note(
  call: AnyCall,
  parts: Parts,
  {
    workspaceId,
    memberId,
    code,
    methods,
  }: {
    readonly workspaceId: string
    readonly memberId: string | null
    readonly code: string | null
    readonly methods: readonly ProofMethod[]
  },
): void {
  parts.onSignIn({
    workspaceId,
    event: code === null ? 'session.begun@1' : 'session.refused@1',
    memberId,
    code,
    methods,
    device: call.from.device,
    address: call.from.address,
    requestId: call.requestId,
  })
}
