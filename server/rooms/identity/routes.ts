import { contract } from '@hufu/contract'
import type { Me } from '@hufu/contract'
import { isRefusal, newId, refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import type { Begun } from './commands/begin.ts'
import { endMySession, signOut, signOutMember } from './commands/end.ts'
import { found } from './commands/found.ts'
import { accept, invite } from './commands/invite.ts'
import { changePassword } from './commands/password.ts'
import { forgive, prove, signIn } from './commands/sign-in.ts'
import type { Parts } from './parts.ts'
import { checkStrength } from './password.ts'
import type { Card } from './people.ts'
import { stepUpRoutes } from './routes-step-up.ts'
import { DEVICE_COOKIE, codeKey, hashOf, newToken } from './secrets.ts'
import { putChosen, readCredential, sessionsOf } from './store.ts'
import { companyName, countWrongSetupCode, findInvitation, insertTicket } from './store-codes.ts'
import { meView, sessionView } from './views.ts'

const routes = contract.identity

/** Registers the doors of signing in. */
export function identityRoutes(doors: Doors, parts: Parts): void {
  foundingRoutes(doors, parts)
  signInRoutes(doors, parts)
  selfRoutes(doors, parts)
  sessionRoutes(doors, parts)
  stepUpRoutes(doors, parts)
}

const namesOf = (card: Card | null): readonly string[] => (card === null ? [] : [card.login, card.name])
const self = (call: Call) => ({ type: 'member', id: call.caller.memberId }) as const

/** From here on the request is the new session's: the answer shows who signed in. */
async function welcome(call: Call, parts: Parts, { caller, token }: Begun, withCookie = true): Promise<Me> {
  await call.begin(caller, token, withCookie)
  may(call.reading, 'audit.self.view', self(call))
  return meView(call.reading, parts.people, call.locale)
}

function foundingRoutes(doors: Doors, parts: Parts): void {
  doors.handle(routes.setupState, async (call) => {
    const company = await companyName(call.db)
    return { needed: company === null, company }
  })
  doors.handle(routes.setUp, async (call) => {
    const { code, password, ...asked } = call.body
    checkStrength(password, [asked.login, asked.name, asked.company])
    if ((await companyName(call.db)) !== null) throw refuse('identity/already-set-up')
    const founding = {
      ...asked,
      codeHash: hashOf(codeKey(code)),
      password: await parts.passwords.hash(password),
    }
    const workspaceId = newId()
    const options = { actor: { type: 'system', name: 'setup' }, workspaceId, founding: true } as const
    const { result } = await call
      .perform('authority', 'company.found', (act) => found(act, founding, parts), options)
      .catch(async (error: unknown) => {
        if (isRefusal(error) && error.code === 'identity/code-invalid')
          await countWrongSetupCode(parts.node.pool)
        throw error
      })
    const proven = { memberId: result.creatorId, kept: founding.password, lanes: [], deviceKnown: false }
    return welcome(
      call,
      parts,
      await begin(call, parts, workspaceId, proven, { login: asked.login, password }),
    )
  })
}

type Tried = { readonly login: string; readonly password: string }

async function begin(
  call: Call,
  parts: Parts,
  workspaceId: string,
  proven: Awaited<ReturnType<typeof prove>>,
  tried: Tried,
): Promise<Begun> {
  const { memberId } = proven
  const attempt = {
    ...tried,
    workspaceId,
    address: call.from.address,
    device: call.cookie(DEVICE_COOKIE),
    deviceName: call.from.device,
  }
  const { result } = await call.perform(
    'content',
    'sessions.begin',
    (act) => signIn(act, parts, proven, attempt),
    {
      actor: { type: 'member', memberId, sessionId: null },
      workspaceId,
      remember: false,
      journal: 'activity',
    },
  )
  await forgive(parts, proven)
  if (result.mark !== null) call.setCookie(DEVICE_COOKIE, result.mark, parts.limits.knownDeviceMs / 1000)
  note(call, parts, workspaceId, memberId, null)
  return result
}

function note(
  call: Call,
  parts: Parts,
  workspaceId: string,
  memberId: string | null,
  code: string | null,
): void {
  const event = code === null ? 'session.begun@1' : 'session.refused@1'
  parts.onSignIn({
    workspaceId,
    event,
    memberId,
    code,
    device: call.from.device,
    address: call.from.address,
    requestId: call.requestId,
  })
}

function signInRoutes(doors: Doors, parts: Parts): void {
  doors.handle(routes.signIn, async (call) => {
    const { login, password, token: asProgram = false } = call.body
    const { workspaceId } = call
    const tried = {
      workspaceId,
      login,
      password,
      address: call.from.address,
      device: call.cookie(DEVICE_COOKIE),
    }
    const proven = await prove(parts, call.db, tried, (memberId, code) =>
      note(call, parts, workspaceId, memberId, code),
    )
    const begun = await begin(call, parts, workspaceId, proven, { login, password }).catch(
      (error: unknown) => {
        // Right as the password was, the account is out of use: that somebody tried it stands in the log.
        if (isRefusal(error)) note(call, parts, workspaceId, proven.memberId, error.code)
        throw error
      },
    )
    const me = await welcome(call, parts, begun, !asProgram)
    return { me, token: asProgram ? begun.token : null }
  })
  doors.handle(routes.activate, async (call) => {
    const hash = hashOf(codeKey(call.body.code))
    const invitation = await findInvitation(parts.node.pool, hash)
    if (invitation === null) throw refuse('identity/code-invalid')
    const { workspaceId, memberId } = invitation
    const card = await parts.people.card(call.db, workspaceId, memberId)
    checkStrength(call.body.password, namesOf(card))
    const next = await parts.passwords.hash(call.body.password)
    const { result } = await call.perform(
      'authority',
      'invitations.accept',
      (act) => accept(act, { hash, next, device: call.from.device }, parts),
      {
        actor: { type: 'system', name: 'invitation' },
        workspaceId,
        remember: false,
      },
    )
    note(call, parts, workspaceId, memberId, null)
    return welcome(call, parts, result)
  })
}

function selfRoutes(doors: Doors, parts: Parts): void {
  const { people, passwords } = parts
  doors.handle(routes.me, async (call) => {
    may(call.reading, 'audit.self.view', self(call))
    return meView(call.reading, people, call.locale)
  })
  doors.handle(routes.changeMe, async (call) => {
    await call.perform(
      'content',
      'me.change',
      async (act) => {
        const tally = permit(act, 'sec.self.manage', self(call))
        const { locale, mail } = call.body
        await putChosen(tally, call.caller.memberId, {
          ...(locale === undefined ? {} : { locale }),
          ...(mail === undefined ? {} : { mail }),
        })
        return null
      },
      { journal: 'activity' },
    )
    return meView(call.reading, people, call.locale)
  })
  doors.handle(routes.changePassword, async (call) => {
    const { memberId, workspaceId } = call.caller
    may(call.reading, 'sec.self.manage', self(call))
    const card = await people.card(call.db, workspaceId, memberId)
    checkStrength(call.body.next, namesOf(card))
    const proven = await readCredential(call.db, workspaceId, memberId)
    if (proven === null || !(await passwords.matches(call.body.current, proven, true)))
      throw refuse('identity/wrong-credentials')
    const next = await passwords.hash(call.body.next)
    const { applied } = await call.perform('authority', 'password.change', (act) =>
      changePassword(act, { proven, next }),
    )
    return { applied }
  })
  doors.handle(routes.ticket, async (call) => {
    const ticket = newToken()
    const { memberId, sessionId } = call.caller
    const { result } = await call.perform(
      'content',
      'tickets.issue',
      async (act) => {
        const tally = permit(act, 'audit.self.view', self(call))
        const until = new Date(act.at.getTime() + parts.limits.ticketMs)
        await insertTicket(tally, {
          hash: hashOf(ticket),
          sessionId,
          memberId,
          origin: call.from.origin,
          until,
        })
        return until.toISOString()
      },
      { remember: false, journal: 'activity' },
    )
    return { ticket, until: result }
  })
}

function sessionRoutes(doors: Doors, { limits }: Parts): void {
  const shown = async (call: Call, memberId: string) => {
    const rows = await sessionsOf(call.db, call.workspaceId, memberId, limits.sessionsShownMax)
    return { items: rows.map((row) => sessionView(row, call.caller.sessionId)) }
  }
  doors.handle(routes.mySessions, async (call) => {
    may(call.reading, 'audit.self.view', self(call))
    return shown(call, call.caller.memberId)
  })
  doors.handle(routes.signOut, async (call) => {
    const { applied } = await call.perform('authority', 'sessions.end', signOut, { urgent: true })
    call.end()
    return { applied }
  })
  doors.handle(routes.endMySession, async (call) => {
    const { applied } = await call.perform(
      'authority',
      'sessions.end',
      (act) => endMySession(act, call.params),
      { urgent: true },
    )
    if (call.params.sessionId === call.caller.sessionId) call.end()
    return { applied }
  })
  doors.handle(routes.sessionsOf, async (call) => {
    may(call.reading, 'sec.session.view', { type: 'member', id: call.params.memberId })
    return shown(call, call.params.memberId)
  })
  doors.handle(routes.signOutMember, async (call) => {
    const { memberId } = call.params
    const { result, applied } = await call.perform(
      'authority',
      'sessions.kick',
      (act) => signOutMember(act, { memberId, because: call.body.because }),
      { urgent: true },
    )
    if (memberId === call.caller.memberId) call.end()
    return { ...result, applied }
  })
  doors.handle(routes.invitation, async (call) => {
    const { result } = await call.perform(
      'authority',
      'members.invite',
      (act) => invite(act, call.params, limits),
      { remember: false },
    )
    return { ...result, url: `${call.publicUrl}/activate?code=${result.code}` }
  })
}
