import { contract } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import {
  lookedAt,
  lookerAtRules,
  looksEverywhere,
  mayLookAt,
  permissionWords,
  roleNamesOf,
} from '../authority/index.ts'
import { afterWorkingDays, readCalendar } from '../calendar/index.ts'
import { agreeToPlan, cancelPlan, hastenPlan, makePlan } from './commands.ts'
import type { PlanInput } from './commands.ts'
import { foreseePlan, resolved } from './foresee.ts'
import type { PlanAsked, PlanPeople, Seeing } from './foresee.ts'
import { GRACE_DAYS, foreseeMove, moveAndReview } from './move.ts'
import type { Proposal } from './move.ts'
import { findPlan, leftOf, listItems, listPlans, membersOf } from './store.ts'
import type { ItemRow, PlanFilter, PlanRow } from './store.ts'
import { showItems, showPlan, showPlans } from './views.ts'

const routes = contract.plans
const LIST_LIMIT = 50

/** What this room needs: who people are, and to have done at once what was just made due. */
export type PlanParts = { readonly people: PlanPeople; readonly carryNow: () => Promise<void> }

/** Registers the doors of plans. */
export function planRoutes(doors: Doors, { people, carryNow }: PlanParts): void {
  const seeing = ({ reading, locale }: Pick<Call, 'reading' | 'locale'>): Seeing => ({
    reading,
    locale,
    people,
  })

  doors.handle(routes.preview, (call) => {
    // What others lose is for those who may look at anybody; of whom each may look at, the plan tells.
    looksEverywhere(call.reading)
    if (call.body.what === 'move') throw refuse('plan/terms')
    return foreseePlan(seeing(call), call.body)
  })
  doors.handle(routes.make, async (call) => {
    const input = await inputOf(seeing(call), call.body)
    const { result, applied } = await call.perform('authority', 'plans.make', (act) =>
      makePlan(act, input(act)),
    )
    // Whoever decides that something goes at once finds it gone, or finds out why not.
    if (call.body.due === undefined) await carryNow()
    return { ...result, applied }
  })
  doors.handle(routes.agree, async (call) => {
    const { applied } = await call.perform('authority', 'plans.agree', (act) =>
      agreeToPlan(act, { ...call.params, ...call.body }),
    )
    return { applied }
  })
  doors.handle(routes.cancel, async (call) => {
    const { result, applied } = await call.perform('authority', 'plans.cancel', (act) =>
      cancelPlan(act, { ...call.params, ...call.body }),
    )
    return { ...result, applied }
  })
  doors.handle(routes.carryOut, async (call) => {
    const { planId } = call.params
    await call.perform('authority', 'plans.hasten', (act) => hastenPlan(act, { planId, ...call.body }))
    await carryNow()
    const [line] = await showPlans(seeing(call), [await found(call.reading, planId)])
    const left = await leftOf(call.reading.db, { workspaceId: call.workspaceId, id: planId }, new Date())
    return { done: line?.counts.done ?? 0, held: line?.counts.held ?? 0, left }
  })
  moveRoutes(doors)
  readingRoutes(doors, seeing)
}

/** Changing jobs: what it takes with it is shown beforehand, and is part of the same act. */
function moveRoutes(doors: Doors): void {
  doors.handle(routes.move, async (call) => {
    const { appointmentId, departmentId, positionId } = call.body
    let found: { readonly memberId: string; readonly proposals: readonly Proposal[] } | null = null
    await call.rehearse(
      'plans.move',
      async (act) => {
        found = await foreseeMove(act, { appointmentId, departmentId, positionId })
      },
      () => null,
    )
    return showMove(call, found)
  })
  doors.handle(contract.directory.changeAppointment, async (call) => {
    const { result, applied } = await call.perform(
      'authority',
      'appointments.change',
      (act) => moveAndReview(act, { ...call.params, ...call.body }),
      { batch: true },
    )
    const { dropped, later, open } = result
    return {
      applied,
      dropped: [...dropped],
      later: later === null ? null : { planId: later.planId, grantIds: [...later.grantIds] },
      open,
    }
  })
}

async function showMove(
  { reading, locale }: Pick<Call, 'reading' | 'locale'>,
  found: { readonly memberId: string; readonly proposals: readonly Proposal[] } | null,
) {
  if (found === null) throw new Error('a rehearsal that was not refused has looked')
  const { memberId, proposals } = found
  mayLookAt(reading, memberId)
  const roleNames = await roleNamesOf(reading)
  const calendar = await readCalendar(reading.db, reading.workspaceId)
  return {
    memberId,
    due: afterWorkingDays(calendar, new Date(reading.at), GRACE_DAYS).toISOString(),
    held: proposals.map(({ kind, id, right, permissions, risk, until, goes }) => ({
      kind,
      id,
      label:
        right === null
          ? ''
          : right.type === 'role'
            ? (roleNames.get(right.id) ?? right.id)
            : permissionWords(right.key, locale),
      risk,
      permissions: [...permissions],
      until,
      goes,
    })),
  }
}

function readingRoutes(doors: Doors, seeing: (call: Pick<Call, 'reading' | 'locale'>) => Seeing): void {
  doors.handle(routes.list, async (call) => {
    const { limit = LIST_LIMIT, cursor, ...asked } = call.query
    const rows = await visible(call.reading, { ...asked, before: idBefore(cursor), limit: limit + 1 })
    const items = await showPlans(seeing(call), rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
  doors.handle(routes.one, async (call) => {
    const row = await found(call.reading, call.params.planId)
    await mayLookAtPlan(call.reading, row)
    return showPlan(seeing(call), row)
  })
  doors.handle(routes.items, async (call) => {
    const row = await found(call.reading, call.params.planId)
    await mayLookAtPlan(call.reading, row)
    const { limit = LIST_LIMIT, cursor, state } = call.query
    const whose = { workspaceId: row.workspaceId, id: row.id }
    const from = idBefore(cursor)
    const rows = await lookedAt(call.reading, {
      limit: limit + 1,
      read: (last: ItemRow | null, most) =>
        listItems(call.reading.db, whose, { state, after: last?.memberId ?? from, limit: most }),
      about: ({ memberId }) => [memberId],
    })
    const items = await showItems(seeing(call), rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.memberId ?? null) : null }
  })
}

/** Reads a body once: people found, days set. What is wrong with the list is said first. */
async function inputOf(
  seeing: Seeing,
  body: PlanAsked & { readonly due?: string | undefined } & Pick<PlanInput, 'reason' | 'because'>,
): Promise<(act: Act) => PlanInput> {
  const found = await resolved(seeing, body)
  const unknown = found.filter(({ memberId }) => memberId === null).map(({ who }) => who)
  const { what, reason, because, permissions = null, grantIds = null } = body
  return (act) => {
    // Not before the act: a repetition is answered as before, though by now the people may have left.
    if (unknown.length > 0) throw refuse('plan/people', { unknown })
    return {
      what,
      reason,
      because,
      permissions,
      grantIds,
      people: found.flatMap(({ memberId, due = body.due }) =>
        memberId === null ? [] : [{ memberId, due: due === undefined ? act.at : new Date(due) }],
      ),
    }
  }
}

async function found({ db, workspaceId }: Reading, id: string): Promise<PlanRow> {
  const row = await findPlan(db, { workspaceId, id })
  if (row === undefined) throw refuse('plan/not-found')
  return row
}

/** INVARIANT N9: a plan is there for who may look at one of those it names. To be named in it is not enough. */
async function mayLookAtPlan(reading: Reading, { workspaceId, id }: PlanRow): Promise<void> {
  const ids = (await membersOf(reading.db, workspaceId, [id])).get(id) ?? []
  const looks = lookerAtRules(reading)
  const one = ids.find((memberId) => looks({ type: 'member', id: memberId })) ?? ids[0]
  if (one === undefined) throw refuse('plan/not-found')
  may(reading, 'perm.view', { type: 'member', id: one })
}

/** Plans that whoever reads may look at, newest first; of those that name somebody, where they may look at that person. */
async function visible(reading: Reading, filter: PlanFilter): Promise<readonly PlanRow[]> {
  const { db, workspaceId } = reading
  if (looksEverywhere(reading)) return listPlans(db, workspaceId, filter)
  const seen = await lookedAt(reading, {
    limit: filter.limit,
    async read(after: PlanSeen | null, limit) {
      const before = after?.row.id ?? filter.before
      const rows = await listPlans(db, workspaceId, { ...filter, before, limit })
      const members = await membersOf(
        db,
        workspaceId,
        rows.map(({ id }) => id),
      )
      return rows.map((row): PlanSeen => ({ row, memberIds: members.get(row.id) ?? [] }))
    },
    about: ({ memberIds }) => (filter.memberId === undefined ? memberIds : [filter.memberId]),
  })
  return seen.map(({ row }) => row)
}

type PlanSeen = { readonly row: PlanRow; readonly memberIds: readonly string[] }
