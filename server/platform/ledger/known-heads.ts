import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, writePrivately } from './files.ts'
import type { TreeName } from './store.ts'

/** The newest signed checkpoint of each tree, kept outside the database, so that a database set back is noticed. */
export type KnownHeads = {
  readonly read: (tree: TreeName) => Promise<string | null>
  readonly write: (tree: TreeName, note: string) => Promise<void>
}

/** Keeps them as files `<dataDir>/keys/heads/<workspace>.<tree>`; moving one away accepts a database that was set back. */
export function knownHeadFiles(dataDir: string): KnownHeads {
  const folder = join(dataDir, 'keys', 'heads')
  const fileOf = ({ workspaceId, tree }: TreeName): string => join(folder, `${workspaceId}.${tree}`)
  return {
    read: async (tree) =>
      await readFile(fileOf(tree), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return null
        throw error
      }),
    write: async (tree, note) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${fileOf(tree)}.${process.pid}.draft`
      await writePrivately(draft, note, 'w')
      await rename(draft, fileOf(tree))
    },
  }
}
