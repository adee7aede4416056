import type { HideableField } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { managerOfMember } from '../managers.ts'
import type { Db } from '../store.ts'
import { readAppointments, readProfile } from '../store-views.ts'

/** What a field of a person holds, in one line; `null` when it holds nothing. */
export async function fieldOf(
  db: Db,
  workspaceId: string,
  memberId: string,
  field: HideableField,
): Promise<string | null> {
  const profile = await readProfile(db, workspaceId, memberId)
  if (profile === null) throw refuse('directory/not-found', { what: 'member' })
  if (field === 'manager') return (await managerOfMember({ db, workspaceId }, memberId))?.name ?? null
  if (field !== 'position') return profile[field]
  const held = await readAppointments(db, workspaceId, [memberId])
  return held.flatMap(({ positionName }) => positionName ?? []).join('、') || null
}
