import { open, rename, rm } from 'node:fs/promises'
import { misused } from './verb.ts'
import type { Typed } from './verb.ts'

/** The bytes of an answer as they come. */
export async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return
  for await (const part of body) yield part
}

/** Writes a whole file or none; answers its bytes. Personal data: readable by its owner alone. */
export async function writeTo(
  { terminal }: Pick<Typed, 'terminal'>,
  file: string,
  answer: Response,
  progress: (bytes: number) => void = () => {},
): Promise<number> {
  const fresh = `${file}.${process.pid}.part`
  const handle = await open(fresh, 'wx', 0o600).catch((error: unknown) => {
    throw misused(terminal.say('fileUnwritable', { file, why: error instanceof Error ? error.message : '' }))
  })
  let bytes = 0
  try {
    for await (const part of partsOf(answer)) {
      await handle.write(part)
      bytes += part.byteLength
      progress(bytes)
    }
    await handle.close()
    await rename(fresh, file)
    return bytes
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(fresh, { force: true })
    throw error
  }
}
