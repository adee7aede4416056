/** Takes rights of a person back: at once, or as it is chosen that they end. */
import { grantOf, isRisky, permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { ResidualPath, RevocationEnding, RevocationReason } from '@hufu/contract'
import { assert, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { RUNNING_SPARED } from '../../platform/http/index.ts'
import type { RunningSpared } from '../../platform/http/index.ts'
import { authorityCommands, pathsGiving, takeable } from '../authority/index.ts'
import { directoryCommands } from '../directory/index.ts'
import { beginKeeping } from './take.ts'
import type { Taking } from './take.ts'

export type TakeInput = {
  readonly memberId: string
  readonly permissions: 'all' | readonly string[]
  readonly reason: RevocationReason
  readonly because: string
  readonly paths?: readonly ResidualPath[] | undefined
}
type EndingInput = TakeInput & { readonly ending?: RevocationEnding | undefined }

export type Taken = {
  /** Null where all of it goes later. */
  readonly id: string | null
  /** What takes the rest; null where nothing is left to be taken. */
  readonly planId: string | null
  readonly ended: readonly string[]
  readonly restricted: readonly string[]
}

/** Plans what goes later. Null where that is planned already. */
export type PlanRest = (
  act: Act,
  rest: Omit<TakeInput, 'permissions' | 'paths'> & {
    readonly permissions: readonly string[]
    readonly paths: readonly ResidualPath[]
    readonly dueAt: Date
  },
) => Promise<string | null>

export type TakeBack = (act: Act, input: EndingInput) => Promise<Taken>

const MINUTE_MS = 60_000
const risky = (key: PermissionKey): boolean => isRisky(permission(key).risk)

/** Takes rights back as it is chosen that they end. To be performed as a batch. */
export function takingBack(planRest: PlanRest): TakeBack {
  return async (act, { ending = { mode: 'now' }, ...input }) => {
    if (ending.mode === 'now') return { ...(await takeAndKeep(act, input)), planId: null }
    const until = new Date(act.at.getTime() + ending.minutes * MINUTE_MS)
    if (ending.mode === 'block-new')
      return { ...(await takeAndKeep(act, input, { finishing: until })), planId: null }
    return drain(act, input, until, planRest)
  }
}

/** What is dangerous goes at once, and the rest when the time has come. */
async function drain(
  act: Act,
  { paths = [], ...input }: TakeInput,
  dueAt: Date,
  planRest: PlanRest,
): Promise<Taken> {
  const { memberId } = input
  // Asked before anything is planned: whoever could not take it now plans nothing either.
  const member = { type: 'member', id: memberId } as const
  permit(act, 'perm.revoke', member)
  permit(act, 'perm.restrict', member)
  const keys = takeable(act, memberId, input.permissions)
  if (keys.length === 0) throw refuse('authority/nothing-to-take')
  const of = (some: readonly PermissionKey[]) => ({
    ...input,
    permissions: some,
    paths: pathsGiving(act, memberId, some, paths),
  })
  const named = of(keys).paths
  if (paths.some((path) => !named.includes(path))) throw refuse('authority/no-such-path')
  const now = of(keys.filter(risky))
  const later = of(keys.filter((key) => !risky(key)))
  const planId = later.permissions.length === 0 ? null : await planRest(act, { ...later, dueAt })
  if (later.permissions.length > 0 && planId === null)
    throw refuse('plan/already-planned', { memberIds: [memberId] })
  if (now.permissions.length === 0) return { id: null, planId, ended: [], restricted: [] }
  return { ...(await takeAndKeep(act, now)), planId }
}

export type Beside = {
  /** Until when what runs may finish. */
  readonly finishing?: Date
  /** What else is written with the same tally. */
  readonly also?: (tally: Tally<Taking>, revocationId: string) => Promise<void>
}

/**
 * Takes rights of a person back at once, keeps what they could do before and after, and asks every node to try. To be
 * performed as a batch: what they can do afterwards is read from the facts as this very act leaves them.
 */
export async function takeAndKeep(
  act: Act,
  input: TakeInput,
  { finishing, also }: Beside = {},
): Promise<{
  readonly id: string
  readonly ended: readonly string[]
  readonly restricted: readonly string[]
}> {
  const { memberId, reason, because } = input
  const keeping = beginKeeping(act, { memberId, what: 'rights', reason, because })
  const { ended, restricted, rights, kept } = await authorityCommands['members.revoke'](
    act,
    input,
    async (groupIds) => {
      for (const groupId of groupIds)
        await directoryCommands['groups.change-members'](act, { groupId, remove: [memberId] })
    },
  )
  const revoking = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const id = await keeping.keep(revoking, { rights, kept, ...(finishing === undefined ? {} : { finishing }) })
  for (const { grantId, because: why } of oncePerGrant(kept)) {
    assert(grantOf(act.facts, grantId) !== null, 'what is kept is there')
    record(
      revoking,
      { name: 'revocation.path-kept@1', data: { revocationId: id, memberId, grantId } },
      { sealed: { because: why }, about: [memberId], aside: true },
    )
  }
  if (finishing !== undefined) spareRunning(revoking, id, memberId, rights, finishing)
  await also?.(revoking, id)
  return { id, ended, restricted }
}

const oncePerGrant = <T extends { readonly grantId: string }>(paths: readonly T[]): readonly T[] => [
  ...new Map(paths.map((path) => [path.grantId, path])).values(),
]

/** What they receive in this moment may finish: every node hears it together with the loss. */
function spareRunning(
  tally: Tally<Taking>,
  revocationId: string,
  memberId: string,
  rights: readonly { readonly permission: PermissionKey }[],
  until: Date,
): void {
  const permissions = rights.map((right) => right.permission)
  const data = { revocationId, memberId, permissions, until: until.toISOString() }
  record(
    tally,
    { name: RUNNING_SPARED, data: data satisfies RunningSpared & { readonly revocationId: string } },
    { about: [memberId], aside: true },
  )
}
