import { headsIn, tierOf } from '@hufu/authority'
import type { AuthorityEvent, MemberStatus } from '@hufu/authority'
import { assert, refuse } from '@hufu/kit'
import { permit, publish, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { keepHeads } from './heading.ts'
import { importTarget } from './import/reach.ts'
import { placesOf, refuseBeyond } from './rules.ts'
import { touch, versionOf } from './store.ts'
import { insertImport, readImport, updateImport } from './store-import.ts'
import type { ImportRow, NewImport, Which } from './store-import.ts'
import {
  analyzeApplied,
  applyAppointments,
  applyDepartments,
  applyMembers,
  applyPositions,
  raiseLimits,
  readMoved,
  readTouched,
  stagedAppointments,
  stagedDepartments,
  stagedMembers,
  stagedPositions,
} from './store-apply.ts'
import type { AppliedAppointment, AppliedMember, Touched } from './store-apply.ts'

type Import = Tally<'org.directory.import'>

/** What follows when a file has given people other jobs, in the same act. Its facts are still those from before. */
export type AfterMoves = (tally: Import, memberIds: readonly string[]) => Promise<void>

/** Strikes the tally of importing anywhere at all; each place is asked for when the import is applied. */
export function permitImport(act: Act): Import {
  assert(act.actor.type === 'member', 'people import, systems do not')
  const target = importTarget(act.facts, act.actor.memberId, act.at.getTime())
  return permit(act, 'org.directory.import', target)
}

/** Writes down that a file is being read. Changes nothing of the directory. */
export async function beginImport(act: Act, input: NewImport): Promise<null> {
  const tally = permitImport(act)
  await insertImport(tally, input)
  publish(tally, { topic: `import:${input.id}`, kind: 'import.begun@1', data: { importId: input.id } })
  return null
}

/** Gives an import up before it was applied. Refuses `directory/import-not-ready` once it is. */
export async function cancelImport(act: Act, which: Which): Promise<null> {
  const tally = permitImport(act)
  const done = await updateImport(act.tx, which, ['reading', 'ready'], { state: 'cancelled' })
  if (!done)
    throw refuse('directory/import-not-ready', { state: (await readImport(act.tx, which))?.state ?? '' })
  publish(tally, {
    topic: `import:${which.importId}`,
    kind: 'import.cancelled@1',
    data: { importId: which.importId },
  })
  return null
}

/**
 * Applies a previewed import: one transaction, one revision, all accepted rows. Everything it touches is asked for with
 * the facts at the fence. Refuses `directory/import-changed` when the directory is not the one of the preview.
 */
export async function applyImport(act: Act, which: Which, afterMoves: AfterMoves): Promise<null> {
  const tally = permitImport(act)
  const row = await readImport(act.tx, which)
  if (row === null) throw refuse('directory/not-found', { what: 'import' })
  if (row.state !== 'committing') throw refuse('directory/import-not-ready', { state: row.state })
  if (row.version !== (await versionOf(act.tx, which.workspaceId))) throw refuse('directory/import-changed')
  await raiseLimits(tally)
  const touched = await readTouched(tally, which)
  askForAll(act, touched)
  const moved = await readMoved(tally, which)
  await applyDepartments(tally, which)
  await applyPositions(tally, which)
  await applyMembers(tally, which)
  await applyAppointments(tally, which)
  await analyzeApplied(tally)
  await touch(tally)
  await recordAll(tally, which, row)
  await afterMoves(tally, moved)
  await updateImport(act.tx, which, ['committing'], { state: 'committed', committedAt: act.at })
  return null
}

/** INVARIANT T7: an import reaches no further than single commands would: scope, tiers and ceilings, all at the fence. */
function askForAll(act: Act, touched: Touched): void {
  for (const id of touched.departments) permit(act, 'org.directory.import', { type: 'department', id })
  for (const id of touched.members)
    if (tierOf(act.facts, id, act.at.getTime()) !== null)
      permit(act, 'org.directory.import', { type: 'member', id })
  if (act.actor.type !== 'member' || tierOf(act.facts, act.actor.memberId, act.at.getTime()) !== 'scoped')
    return
  const existing = new Set(touched.departments)
  const into = touched.into.filter((id) => existing.has(id))
  for (const id of into)
    refuseBeyond(act, 'org.directory.import', { type: 'department', id }, placesOf(id, null))
  const [receiver] = touched.departments
  for (const id of touched.positions)
    if (receiver !== undefined)
      refuseBeyond(act, 'org.directory.import', { type: 'department', id: receiver }, [
        { type: 'position', id },
      ])
}

async function recordAll(tally: Import, which: Which, row: ImportRow): Promise<void> {
  const { counts } = row
  record(
    tally,
    { name: 'import.committed@1', data: { importId: which.importId, ...counts } },
    { sealed: { fileName: row.fileName } },
  )
  for (const { id, parent_id, name } of await stagedDepartments(tally, which))
    record(
      tally,
      { name: 'department.created@1', data: { departmentId: id, parentId: parent_id } },
      { sealed: { name } },
    )
  for (const { id, name } of await stagedPositions(tally, which))
    record(tally, { name: 'position.created@1', data: { positionId: id } }, { sealed: { name } })
  for await (const page of stagedMembers(tally, which)) for (const member of page) recordMember(tally, member)
  const headed = new Set(headsIn(tally.act.facts).map(({ memberId }) => memberId))
  const heads = new Set<string>()
  for await (const page of stagedAppointments(tally, which))
    for (const appointment of page) {
      record(tally, eventOf(appointment), { about: [appointment.member_id] })
      if (appointment.is_head || headed.has(appointment.member_id)) heads.add(appointment.member_id)
    }
  await keepHeads(tally, [...heads])
}

function recordMember(tally: Import, member: AppliedMember): void {
  const about = [member.id]
  const { id, name, login, phone, email, employee_no: employeeNo, manager_id: managerId, fields } = member
  const texts = { name, login, phone, email, employeeNo }
  if (member.is_new) {
    const status: MemberStatus = member.status
    const data = { memberId: id, status }
    record(tally, { name: 'member.added@1', data }, { sealed: filled(Object.entries(texts)), about })
    return
  }
  const changed = Object.entries(texts).filter(([field]) => fields.includes(field))
  record(
    tally,
    {
      name: 'member.changed@1',
      data: { memberId: id, fields: [...fields], ...(fields.includes('manager') ? { managerId } : {}) },
    },
    { sealed: filled(changed), about },
  )
}

const filled = (texts: readonly (readonly [string, string | null])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(texts.flatMap(([field, text]) => (text === null ? [] : [[field, text]])))

function eventOf(row: AppliedAppointment): AuthorityEvent {
  const appointmentId = row.id
  if (row.deed === 'end') return { name: 'appointment.ended@1', data: { appointmentId } }
  const place = {
    departmentId: row.department_id,
    positionId: row.position_id,
    primary: row.is_primary,
    head: row.is_head,
  }
  if (row.deed === 'change') return { name: 'appointment.changed@1', data: { appointmentId, ...place } }
  return { name: 'appointment.made@1', data: { appointmentId, memberId: row.member_id, ...place } }
}
