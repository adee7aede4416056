import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** How a command ended, and all that it printed. */
export type Ended = { readonly status: number; readonly output: string }

const top = join(import.meta.dirname, '../..')
const TIME_MS_MAX = 30_000

/** Runs `hufu …` as somebody with a token does in a terminal of their own. */
export function hufu(
  { url, token, language }: { readonly url: string; readonly token: string; readonly language: string },
  ...words: readonly string[]
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const env = { ...process.env, HUFU_SERVER: url, HUFU_TOKEN: token, NO_COLOR: '1' }
  const args = [join(top, 'cli/hufu.mjs'), ...words, '--lang', language]
  execFile(process.execPath, args, { env, timeout: TIME_MS_MAX }, (error, stdout, stderr) => {
    const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 127
    resolve({ status, output: stdout + stderr })
  })
  return promise
}
