import { contract } from '@hufu/contract'
import { assert, isRefusal, newId, refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { forgive } from './commands/budgets.ts'
import { endMySession, signOut, signOutMember } from './commands/end.ts'
import { markOf } from './commands/enter.ts'
import { found } from './commands/found.ts'
import { accept, invite } from './commands/invite.ts'
import { changePassword } from './commands/password.ts'
import { prove, signIn } from './commands/sign-in.ts'
import type { Proven } from './commands/sign-in.ts'
import { answered, note, shownMe, welcome } from './entrance.ts'
import type { AnyCall } from './entrance.ts'
import { factorRoutes } from './factors/routes.ts'
import { linkRoutes } from './links/routes.ts'
import type { Parts } from './parts.ts'
import { passkeyRoutes } from './passkeys/routes.ts'
import { checkStrength } from './password.ts'
import type { Card } from './people.ts'
import { protectionRoutes } from './protection/routes.ts'
import { secondRoutes } from './routes-second.ts'
import { stepUpRoutes } from './routes-step-up.ts'
import { DEVICE_COOKIE, codeKey, hashOf, newToken } from './secrets.ts'
import { putChosen, readCredential, sessionsOf } from './store.ts'
import { companyName, countWrongSetupCode, findInvitation, insertTicket } from './store-codes.ts'
import { sessionView } from './views.ts'

const routes = contract.identity

/** Registers the doors of signing in. */
export function identityRoutes(doors: Doors, parts: Parts): void {
  foundingRoutes(doors, parts)
  signInRoutes(doors, parts)
  selfRoutes(doors, parts)
  sessionRoutes(doors, parts)
  stepUpRoutes(doors, parts)
  passkeyRoutes(doors, parts)
  linkRoutes(doors, parts)
  secondRoutes(doors, parts)
  factorRoutes(doors, parts)
  protectionRoutes(doors, parts)
}

const namesOf = (card: Card | null): readonly string[] => (card === null ? [] : [card.login, card.name])
const self = (call: Call) => ({ type: 'member', id: call.caller.memberId }) as const

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
    const entered = await begin(call, parts, workspaceId, proven)
    if (entered.mark !== null) call.setCookie(DEVICE_COOKIE, entered.mark, parts.limits.knownDeviceMs / 1000)
    assert(entered.begun !== null, 'whoever founds has no second factor yet')
    return welcome(call, parts, entered.begun)
  })
}

async function begin(
  call: AnyCall & Call,
  parts: Parts,
  workspaceId: string,
  proven: Proven,
  asProgram = false,
) {
  const { memberId } = proven
  const { address, device: deviceName } = call.from
  const coming = { address, deviceName, device: call.cookie(DEVICE_COOKIE), asProgram }
  const { result } = await call.perform(
    'content',
    'sessions.begin',
    (act) => signIn(act, parts, proven, coming),
    {
      actor: { type: 'member', memberId, sessionId: null },
      workspaceId,
      remember: false,
      journal: 'activity',
    },
  )
  await forgive(parts, proven)
  if (result.begun !== null) note(call, parts, { workspaceId, memberId, code: null, methods: ['password'] })
  return result
}

function signInRoutes(doors: Doors, parts: Parts): void {
  doors.handle(routes.signIn, async (call) => {
    const { login, password, token: asProgram = false } = call.body
    const { workspaceId } = call
    const [address, device] = [call.from.address, call.cookie(DEVICE_COOKIE)]
    const refused = (memberId: string | null, code: string): void =>
      note(call, parts, { workspaceId, memberId, code, methods: ['password'] })
    const proven = await prove(parts, call.db, { workspaceId, login, password, address, device }, refused)
    const entered = await begin(call, parts, workspaceId, proven, asProgram).catch((error: unknown) => {
      // Right as the password was, the account is out of use: that somebody tried it stands in the log.
      if (isRefusal(error)) refused(proven.memberId, error.code)
      throw error
    })
    return answered(call, parts, { entered, mark: entered.mark, asProgram })
  })
  doors.handle(routes.activate, async (call) => {
    const hash = hashOf(codeKey(call.body.code))
    const invitation = await findInvitation(parts.node.pool, hash)
    if (invitation === null) throw refuse('identity/code-invalid')
    const { workspaceId, memberId } = invitation
    const card = await parts.people.card(call.db, workspaceId, memberId)
    checkStrength(call.body.password, namesOf(card))
    const next = await parts.passwords.hash(call.body.password)
    const { address, device: deviceName } = call.from
    const mark = markOf(null, false, false)
    const whence = { address, deviceName, mark, deviceKnown: false }
    const { result } = await call.perform(
      'authority',
      'invitations.accept',
      (act) => accept(act, { hash, next, whence }, parts),
      {
        actor: { type: 'system', name: 'invitation' },
        workspaceId,
        remember: false,
      },
    )
    if (result.begun !== null) note(call, parts, { workspaceId, memberId, code: null, methods: ['password'] })
    return answered(call, parts, { entered: result, mark, asProgram: false })
  })
}

function selfRoutes(doors: Doors, parts: Parts): void {
  const { people, passwords } = parts
  doors.handle(routes.me, async (call) => {
    return shownMe(call, parts)
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
    return shownMe(call, parts)
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
