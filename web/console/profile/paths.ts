import type { PermissionProfile, ResidualPath, RevocationEnding } from '@hufu/contract'

type Source = PermissionProfile['rights'][number]['sources'][number]

/** One way by which rights are held, beside having been given them directly. */
export type HeldPath = Pick<Source, 'id' | 'label' | 'path' | 'remove'> & {
  /** The rights among those asked for that it gives. */
  readonly keys: readonly string[]
}

/** What becomes of a path. `stop`: it stays, and a restriction of the person beats it. */
export type Choice = { readonly how: 'stop' | 'remove' | 'keep'; readonly because: string }
/** By the id of the path; one that is not there is stopped. */
export type Choices = ReadonlyMap<string, Choice>
export type Ending = RevocationEnding

/** Every path but the direct ones that gives one of some rights, with which; those that can end for one person first. */
export function pathsFor({ rights }: PermissionProfile, keys: readonly string[]): readonly HeldPath[] {
  const wanted = rights.filter(({ key }) => keys.includes(key))
  const found = new Map<string, HeldPath>()
  for (const { key, sources } of wanted)
    for (const { id, kind, label, path, remove } of sources)
      if (kind === 'grant' && path !== 'direct')
        found.set(id, { id, label, path, remove, keys: [...(found.get(id)?.keys ?? []), key] })
  return [...found.values()].toSorted((a, b) => Number(a.path === 'other') - Number(b.path === 'other'))
}

/** What was chosen as the server takes it; `meanwhile` stands for a reason that is not typed yet. */
export const choicesOf = (choices: Choices, meanwhile: string): ResidualPath[] =>
  [...choices].flatMap(([grantId, { how, because }]): ResidualPath[] => {
    if (how === 'stop') return []
    if (how === 'remove') return [{ grantId, how }]
    return [{ grantId, how, because: because.trim() === '' ? meanwhile : because.trim() }]
  })
