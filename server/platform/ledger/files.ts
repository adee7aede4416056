import { open } from 'node:fs/promises'

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
