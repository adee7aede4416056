import { usesOf } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { deleteResource, insertResource, lockResource } from '../store.ts'

export type ResourceInput = {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly departmentId: string | null
}

const placeOf = (departmentId: string | null): Target =>
  departmentId === null ? { type: 'workspace' } : { type: 'department', id: departmentId }
/** Kinds that rooms of the product register themselves. */
const ownKinds = new Set(['conversation', 'group', 'file'])

/** Registers a resource of another system, of which only kind, id and a name are known. */
export async function placeResource(act: Act, input: ResourceInput): Promise<null> {
  if (ownKinds.has(input.kind)) throw refuse('authority/own-kind', { kind: input.kind })
  const tally = permit(act, 'resource.manage', placeOf(input.departmentId))
  if (!(await insertResource(tally, input))) throw refuse('authority/name-taken', { name: input.id })
  record(
    tally,
    { name: 'resource.placed@1', data: { kind: input.kind, id: input.id, departmentId: input.departmentId } },
    { sealed: { name: input.name } },
  )
  return null
}

/** Forgets an external resource. */
export async function removeResource(
  act: Act,
  input: { readonly kind: string; readonly id: string },
): Promise<null> {
  const resource = await lockResource(act, input.kind, input.id)
  if (resource === undefined) throw refuse('authority/not-found', { what: 'resource' })
  const tally = permit(act, 'resource.manage', { type: 'resource', kind: input.kind, id: input.id })
  // What is still spoken of stays: a grant must not come to life again when another thing takes the same id.
  const uses = usesOf(act.facts, { type: 'resource', kind: input.kind, id: input.id })
  if (uses.length > 0)
    throw refuse('authority/still-spoken-of', { count: uses.length, by: uses.slice(0, 20) })
  await deleteResource(tally, input.kind, input.id)
  record(tally, { name: 'resource.removed@1', data: { kind: input.kind, id: input.id } })
  return null
}
