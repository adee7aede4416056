/**
 * What people hold, read for all of them before the first is seen off: one statement a kind, however many they are. It
 * counts for the transaction it was read in, and for nobody to whom something went over since.
 */
import type { HeldItem, Holding, Where } from '../holdings/index.ts'
import { heldByOne } from '../holdings/index.ts'
import { directoryPeople } from '../directory/index.ts'

type Held = {
  readonly name: string
  readonly kinds: ReadonlyMap<Holding['kind'], readonly HeldItem[]>
}

// A transaction has a handle of its own, which ends with it.
const readIn = new WeakMap<Where['db'], Map<string, Held>>()

const knownIn = (where: Where): Map<string, Held> => {
  const known = readIn.get(where.db) ?? new Map<string, Held>()
  readIn.set(where.db, known)
  return known
}

/** Reads everything that these members hold, of those of whom it was not read before. `where` is a transaction's own. */
export async function readHeld(
  where: Where,
  holdings: readonly Holding[],
  memberIds: readonly string[],
): Promise<void> {
  const known = knownIn(where)
  const ids = memberIds.filter((id) => !known.has(id))
  if (ids.length === 0) return
  const names = await namesOf(where, ids)
  const kinds = new Map<Holding['kind'], ReadonlyMap<string, readonly HeldItem[]>>()
  for (const { kind, heldBy } of holdings) kinds.set(kind, await heldBy(where, ids))
  for (const id of ids)
    known.set(id, {
      name: names.get(id) ?? '',
      kinds: new Map([...kinds].map(([kind, each]) => [kind, each.get(id) ?? []])),
    })
}

/** What a member holds of a kind: as it was read, where it was. */
export async function heldIn(
  where: Where,
  holding: Pick<Holding, 'kind' | 'heldBy'>,
  memberId: string,
): Promise<readonly HeldItem[]> {
  const read = readIn.get(where.db)?.get(memberId)?.kinds.get(holding.kind)
  return read ?? (await heldByOne(holding, where, memberId))
}

/** What a member is called. */
export async function nameIn(where: Where, memberId: string): Promise<string> {
  const read = readIn.get(where.db)?.get(memberId)
  return read?.name ?? (await namesOf(where, [memberId])).get(memberId) ?? ''
}

/** From now on what this member holds is read anew. */
export const forgetHeld = (where: Where, memberId: string): void =>
  void readIn.get(where.db)?.delete(memberId)

const namesOf = ({ db, workspaceId }: Where, members: readonly string[]) =>
  directoryPeople.names(db, workspaceId, { members, departments: [], groups: [], positions: [] })
