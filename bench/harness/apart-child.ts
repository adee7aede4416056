/** The other end of `apart`: runs one part of a suite and says what it measured. */
import type { Said } from './apart.ts'
import type { Suite } from './suite.ts'

const say = (said: Said): void => void process.send?.(said)
const [, , file = ''] = process.argv
// Whoever forks this names a file that keeps to it; one that does not, fails on the next line.
const { part } = (await import(file)) as { readonly part: Suite['run'] }
await part((measure) => say({ measure }), { progress: (text) => say({ progress: text }) })
process.disconnect()
