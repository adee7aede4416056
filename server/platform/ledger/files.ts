import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** True when an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Writes a file that only its owner reads and waits until it is on the disk. `flags` as for `open`: 'wx' fails if it exists. */
export async function writePrivately(file: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  const handle = await open(file, flags, 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Reads `<dataDir>/keys/<name>`, making it on first use. Processes that start at once go on with one and the same key.
 * Throws when others on the machine may read it.
 */
export async function readKeyFile(dataDir: string, name: string, make: () => string): Promise<string> {
  const folder = join(dataDir, 'keys')
  const file = join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!(await exists(file))) await writeKeyFile(folder, name, make())
  const { mode } = await stat(file)
  // Windows has no such bits; there the folder's own protection counts.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others on this machine; type: chmod 600 ${file}`)
  return await readFile(file, 'utf8')
}

async function writeKeyFile(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name)
  const draft = join(folder, `.${name}.${randomUUID()}`)
  await writePrivately(draft, text, 'wx')
  try {
    // A link never replaces: when two processes start at once, both go on with the key that was there first.
    await link(draft, file)
  } catch (error) {
    if (!(await exists(file))) throw error
  } finally {
    await unlink(draft)
  }
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
}
