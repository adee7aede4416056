/**
 * The last resort: a company without administrators gets a way in on the host. Whoever does it needs a shell there, it is
 * told to everybody, stays in the ledger, and a seat moves only when the member has used the code that is theirs.
 */
import { statusOf } from '@hufu/authority'
import { assert, isRefusal, newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { identityLimits, invitationState, voidInvitations, wayInFromHost } from '../identity/index.ts'
import { tell } from '../notices/index.ts'
import { topAt } from './claim.ts'
import type { Heirs } from './heirs.ts'
import type { Minding } from './minding.ts'
import { endRecovery, insertRecovery, lockOpenRecovery, openRecoveries } from './store-recovery.ts'
import type { RecoveryRow } from './store-recovery.ts'
import { everybody } from './store-told.ts'
import { HOST_RECOVERY } from './told.ts'
import type { RecoveryTold } from './told.ts'

const successor = { type: 'system', name: 'successor' } as const

export type RecoverInput = {
  readonly memberId: string
  readonly because: string
  /** The account on the host. */
  readonly hostUser: string
}

/** A way in: the code is shown once, on the host. `isCreator`: the seat stays where it is. */
export type Recovered = { readonly code: string; readonly until: string; readonly isCreator: boolean }

/**
 * Makes a way in from the host. INVARIANT G9: only where no active super administrator is left to claim; where one is,
 * refuses `claim/supers-there`. A way in made before counts no more.
 */
export async function recoverOnHost(act: Act, input: RecoverInput): Promise<Recovered> {
  const { memberId, because, hostUser } = input
  const tally = permit(act, 'creator.transfer', { type: 'workspace' })
  const { creatorId, supers } = topAt(act.facts, act.at.getTime())
  assert(creatorId !== null, 'a company has a creator')
  if (supers.length > 0) throw refuse('claim/supers-there', { count: supers.length })
  const isCreator = memberId === creatorId
  if (statusOf(act.facts, memberId) !== 'active') throw refuse('member/inactive')
  const before = await lockOpenRecovery(act)
  if (before !== undefined) {
    await voidInvitations(tally, before.memberId)
    await endRecovery(tally, before.id, 'void')
  }
  const way = await wayInFromHost(tally, { memberId, because }, identityLimits)
  const id = newId()
  const until = new Date(way.until)
  await insertRecovery(tally, {
    id,
    memberId,
    creatorId,
    invitationId: way.id,
    because,
    hostUser,
    until,
  })
  record(
    tally,
    { name: 'claim.host-recovery@1', data: { recoveryId: id, memberId, creatorId, until: way.until } },
    { sealed: { because, hostUser }, about: [memberId, creatorId] },
  )
  await tellEverybody(tally, { recoveryId: id, memberId, what: 'opened' })
  return { code: way.code, until: way.until, isCreator }
}

async function tellEverybody(tally: Tally<'creator.transfer'>, data: RecoveryTold): Promise<void> {
  await tell(tally, { to: await everybody(tally), kind: HOST_RECOVERY, data, mail: true })
}

/** Goes on with every way in whose code has been used, and closes those that ended unused. */
export async function mindRecoveries({ node, perform, heirs }: Minding): Promise<void> {
  const db = kyselyOver<PlatformTables>(node.pool)
  for (const { workspaceId, invitationId } of await openRecoveries(db)) {
    if ((await invitationState(db, { workspaceId, id: invitationId })) === 'open') continue
    const command = { name: 'recoveries.mind', kind: 'authority', workspaceId, channel: 'job' } as const
    try {
      await perform(successor, command, (act) => recoverDue(act, heirs))
    } catch (error) {
      if (!isRefusal(error)) throw error
      node.log.warn({ err: error }, 'a recovery could not be minded; tried again')
    }
  }
}

/**
 * INVARIANT G10: the code in the member's hand is their own proof, and before it is used nobody becomes creator. That
 * nobody is left to claim is looked at again.
 */
export async function recoverDue(act: Act, heirs: Heirs): Promise<null> {
  const row = await lockOpenRecovery(act)
  if (row === undefined) return null
  const state = await invitationState(act.tx, { workspaceId: act.workspaceId, id: row.invitationId })
  if (state === 'open') return null
  const tally = permit(act, 'creator.transfer', { type: 'workspace' })
  if (state === 'gone' || !stillStands(act, row)) return close(tally, row)
  if (row.memberId !== row.creatorId)
    await heirs.handOn(tally, {
      fromId: row.creatorId,
      toId: row.memberId,
      id: row.id,
      way: 'recovery',
      because: row.because,
    })
  await endRecovery(tally, row.id, 'done')
  noteEnd(tally, row, 'claim.host-recovered@1')
  await tellEverybody(tally, { recoveryId: row.id, memberId: row.memberId, what: 'done' })
  return null
}

/** What the company asks of successors otherwise is not asked here: it must not keep the last way shut. */
function stillStands(act: Act, row: RecoveryRow): boolean {
  const { creatorId, supers } = topAt(act.facts, act.at.getTime())
  if (creatorId !== row.creatorId) return false
  if (row.memberId === row.creatorId) return true
  return supers.length === 0 && statusOf(act.facts, row.memberId) === 'active'
}

async function close(tally: Tally<'creator.transfer'>, row: RecoveryRow): Promise<null> {
  await endRecovery(tally, row.id, 'void')
  noteEnd(tally, row, 'claim.host-recovery-ended@1')
  return null
}

function noteEnd(
  tally: Tally<'creator.transfer'>,
  { id, memberId, creatorId }: RecoveryRow,
  name: 'claim.host-recovered@1' | 'claim.host-recovery-ended@1',
): void {
  record(tally, { name, data: { recoveryId: id, memberId, creatorId } }, { about: [memberId, creatorId] })
}
