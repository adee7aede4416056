/**
 * Gives back what was taken, item by item and under the rules of today: restrictions are lifted and grants given anew by
 * whoever restores, who asks for each like anybody. Sessions, seats and secrets never come back.
 */
import { isRefusal, refuse } from '@hufu/kit'
import { allowed, permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { authorityCommands, rulesByIds } from '../../authority/index.ts'
import type { GrantRow } from '../../authority/index.ts'
import { insertRestored, restoredOf } from './store-contest.ts'
import type { Restoring } from './store-contest.ts'
import { lockRevocation } from '../store.ts'
import type { RevocationRow } from '../store.ts'

export type RestoreInput = {
  readonly revocationId: string
  readonly items: readonly string[]
  readonly because: string
}
export type Restored = {
  readonly id: string
  readonly done: boolean
  readonly grantId: string | null
  readonly code: string | null
}

/** Ids of what a revocation ended and placed: what can be given back. */
export function itemsOf({ what, rights }: Pick<RevocationRow, 'what' | 'rights'>): {
  readonly grants: readonly string[]
  readonly restrictions: readonly string[]
} {
  // Whoever is suspended comes back whole, and whoever has left does not come back.
  if (what === 'suspension' || what === 'departure') return { grants: [], restrictions: [] }
  return {
    grants: [...new Set(rights.flatMap(({ ended }) => ended))],
    restrictions: rights.flatMap(({ restricted }) => (restricted === null ? [] : [restricted])),
  }
}

/** Restores items, each done or refused for itself. Refused as a whole where what comes of it is more than one may give. */
export async function restore(
  act: Act,
  { revocationId, items, because }: RestoreInput,
): Promise<{ readonly items: readonly Restored[] }> {
  const row = await lockRevocation(act, revocationId)
  if (row === undefined) throw refuse('revocation/not-found')
  permitAny(act, row.memberId)
  const known = itemsOf(row)
  if (known.grants.length + known.restrictions.length === 0) throw refuse('revocation/nothing-to-restore')
  const before = new Set(
    (await restoredOf(act.tx, act.workspaceId, revocationId)).map(({ itemId }) => itemId),
  )
  const results: Restored[] = []
  for (const id of new Set(items)) {
    if (before.has(id)) results.push(refusedAs(id, 'revocation/restored-already'))
    else results.push(await restoreOne(act, row, known, id, because))
  }
  const done = results.filter((one) => one.done)
  if (done.length > 0)
    record(
      permitAny(act, row.memberId),
      {
        name: 'revocation.restored@1',
        data: {
          revocationId,
          memberId: row.memberId,
          items: done.map(({ id, grantId }) => ({ itemId: id, grantId })),
        },
      },
      { sealed: { because }, about: [row.memberId] },
    )
  return { items: results }
}

const refusedAs = (id: string, code: string): Restored => ({ id, done: false, grantId: null, code })

/** The tally of whichever of the three permissions somebody holds over a person; the refusal of the first otherwise. */
function permitAny(act: Act, memberId: string): Tally<Restoring> {
  const member = { type: 'member', id: memberId } as const
  const key = (['perm.restrict', 'perm.grant', 'perm.grant.temp'] as const).find(
    (one) => allowed(act, one, member).allowed,
  )
  return permit(act, key ?? 'perm.restrict', member)
}

// Both commands ask everything before they write: where one refuses, nothing of this item has happened.
async function restoreOne(
  act: Act,
  row: RevocationRow,
  known: ReturnType<typeof itemsOf>,
  id: string,
  because: string,
): Promise<Restored> {
  try {
    const grantId = known.restrictions.includes(id)
      ? await lifted(act, id, because)
      : known.grants.includes(id)
        ? await givenAnew(act, id, because)
        : refuseItem()
    await insertRestored(permitAny(act, row.memberId), { revocationId: row.id, itemId: id, grantId })
    return { id, done: true, grantId, code: null }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refusedAs(id, error.code)
  }
}

function refuseItem(): never {
  throw refuse('revocation/no-such-item')
}

async function lifted(act: Act, restrictionId: string, because: string): Promise<null> {
  return authorityCommands['restrictions.lift'](act, { restrictionId, because })
}

async function givenAnew(act: Act, grantId: string, because: string): Promise<string> {
  const { grants } = await rulesByIds(act.tx, act.workspaceId, [grantId])
  const [grant] = grants
  if (grant === undefined) throw refuse('revocation/no-such-item')
  if (grant.untilAt !== null && grant.untilAt <= act.at) throw refuse('revocation/time-over')
  const { id } = await authorityCommands['grants.give'](act, { ...termsOf(grant, act.at), because })
  return id
}

/** What a former grant gave, from now on and never for longer than it would have. */
function termsOf(grant: GrantRow, at: Date) {
  const { subjectType, subjectId, permission, roleId, scope, fromAt, untilAt } = grant
  if (subjectType !== 'member' || subjectId === null) throw refuse('revocation/no-such-item')
  const right =
    permission === null
      ? ({ type: 'role', id: roleId ?? '' } as const)
      : ({ type: 'permission', key: permission } as const)
  return {
    subject: { type: 'member', id: subjectId } as const,
    right,
    scope,
    from: fromAt !== null && fromAt > at ? fromAt.toISOString() : null,
    until: untilAt === null ? null : untilAt.toISOString(),
  }
}
