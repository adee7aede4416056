/** A role that was removed, made again. What was removed has gone for ever; this one is like it. */
import { knowsScope, knowsSubject } from '@hufu/authority'
import type { Scope, Subject } from '@hufu/authority'
import type { Act } from '../../platform/act/index.ts'
import { authorityCommands, endGrant, lockGrant, lockRestriction } from '../authority/index.ts'
import type { GrantRow, RestrictionRow } from '../authority/index.ts'
import type { LedgerEntry } from '../../platform/ledger/index.ts'
import { roleKeysBefore, roleNameBefore, textIn } from './former.ts'
import type { Undone } from './former.ts'

/**
 * Makes the role again, gives it to whom it was given, and takes what was given in its place. A grant that would have run
 * out since, that was suspended, or whose people or places are gone is not given: it would be more than was taken.
 */
export async function roleAgain(act: Act, { entry, beside, because }: Undone): Promise<unknown> {
  const gone = textIn(entry.data, 'roleId')
  const name = await roleNameBefore(act, entry, gone)
  const permissions = await roleKeysBefore(act, entry, gone)
  const { id } = await authorityCommands['roles.create'](act, { name, permissions })
  const grants = await rowsOf(beside, 'grant.ended@1', 'grantId', (each) => lockGrant(act, each))
  const restrictions = await rowsOf(beside, 'restriction.lifted@1', 'restrictionId', (each) =>
    lockRestriction(act, each),
  )
  const ofRole = <R extends { readonly roleId: string | null }>(rows: readonly R[]): readonly R[] =>
    rows.filter(({ roleId }) => roleId === gone)
  const again = (rule: RestrictionRow) => ({
    ...whereOf(rule),
    right: { type: 'role', id } as const,
    from: rule.fromAt?.toISOString() ?? null,
    until: rule.untilAt?.toISOString() ?? null,
    because,
  })
  const places = [...ofRole(grants), ...ofRole(restrictions)].map((rule) => JSON.stringify(whereOf(rule)))
  await endReplacements(act, { beside, because, places: new Set(places) })
  for (const grant of ofRole(grants))
    if (fits(act, grant) && grant.suspendedAt === null)
      await authorityCommands['grants.give'](act, again(grant))
  for (const restriction of ofRole(restrictions))
    if (fits(act, restriction)) await authorityCommands['restrictions.place'](act, again(restriction))
  return null
}

type Replaced = {
  readonly beside: readonly LedgerEntry[]
  readonly because: string
  /** Whom and where the role was held. */
  readonly places: ReadonlySet<string>
}

/** Ends what was given and placed in the stead of the role, where it still stands. */
async function endReplacements(act: Act, { beside, because, places }: Replaced): Promise<void> {
  const grants = await rowsOf(beside, 'grant.given@1', 'grantId', (each) => lockGrant(act, each))
  const restrictions = await rowsOf(beside, 'restriction.placed@1', 'restrictionId', (each) =>
    lockRestriction(act, each),
  )
  const isIn = (rule: RestrictionRow): boolean =>
    rule.endedAt === null && rule.roleId !== null && places.has(JSON.stringify(whereOf(rule)))
  for (const { id } of grants.filter(isIn))
    await endGrant(act, { grantId: id, because, how: 'superseded' }, (_, __, end) => end())
  for (const { id } of restrictions.filter(isIn))
    await authorityCommands['restrictions.lift'](act, { restrictionId: id, because })
}

async function rowsOf<R>(
  beside: readonly LedgerEntry[],
  event: string,
  field: string,
  find: (id: string) => Promise<R | undefined>,
): Promise<readonly R[]> {
  const rows: R[] = []
  for (const { data } of beside.filter((entry) => entry.event === event)) {
    const row = await find(textIn(data, field))
    if (row !== undefined) rows.push(row)
  }
  return rows
}

const subjectOf = ({ subjectType, subjectId }: RestrictionRow): Subject =>
  subjectType === 'everyone' || subjectId === null
    ? { type: 'everyone' }
    : { type: subjectType, id: subjectId }

const whereOf = (rule: RestrictionRow): { readonly subject: Subject; readonly scope: Scope } => ({
  subject: subjectOf(rule),
  scope: rule.scope,
})

function fits({ facts, at }: Act, rule: GrantRow | RestrictionRow): boolean {
  const { subject, scope } = whereOf(rule)
  return (
    (rule.untilAt === null || rule.untilAt > at) && knowsSubject(facts, subject) && knowsScope(facts, scope)
  )
}
