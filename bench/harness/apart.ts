import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Measure } from './budgets.ts'
import type { Suite } from './suite.ts'

const program = join(import.meta.dirname, 'apart-child.ts')

/** What the process says. */
export type Said = { readonly measure: Measure } | { readonly progress: string }

/**
 * Runs a part of a suite in a process of its own, as a server would be one: what other parts left behind, on the heap
 * and in what the runtime learned of its functions, is not measured with it. `file` exports it as `part`.
 */
export async function apart(file: URL, ...[report, { progress }]: Parameters<Suite['run']>): Promise<void> {
  const child = fork(program, [file.href], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (said) => {
    // The other end is `apart-child.ts`, which says nothing else.
    const it = said as Said
    if ('measure' in it) report(it.measure)
    else progress(it.progress)
  })
  const [code, signal] = (await once(child, 'exit')) as readonly unknown[]
  if (code !== 0) throw new Error(`${file.pathname} ended with ${String(code ?? signal)}`)
}
