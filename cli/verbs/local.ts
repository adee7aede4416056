import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { misused } from '../verb.ts'
import type { Verb } from '../verb.ts'
import type { WordKey } from '../words.ts'

const top = join(import.meta.dirname, '..', '..')

/** Runs a program of the repository in place of this one. Its options are its own, so none are read here. */
const program = (
  name: string,
  about: WordKey,
  usage: string,
  file: string,
  ...first: readonly string[]
): Verb => ({
  name,
  about,
  usage: [usage],
  options: {},
  async run({ terminal, words }) {
    const path = join(top, file)
    if (!existsSync(path)) throw misused(terminal.say('notHere', { file }))
    const child = spawn(process.execPath, [path, ...first, ...words], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal))
    await once(child, 'exit')
    return child.exitCode ?? 128 + (child.signalCode === null ? 0 : constants.signals[child.signalCode])
  },
})

export const start = program('start', 'verb.start', 'start [--port …] [--data …]', 'tools/start.ts')
export const demo = program('demo', 'verb.demo', 'demo [--port …] [--data …]', 'tools/start.ts', '--demo')
export const creator = program(
  'creator',
  'verb.creator',
  'creator recover --member LOGIN --because WORDS [--yes]',
  'server/recover.ts',
)
export const doctor = program('doctor', 'verb.doctor', 'doctor', 'server/doctor.ts')
