import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const ROUNDS_MAX = 20

/** Bytes held by live objects and array buffers: collects until three rounds in a row agree to a thousandth. */
export async function bytesHeld(): Promise<number> {
  setFlagsFromString('--expose-gc')
  // The flag above puts the collector there, under this name; V8 promises nothing more of it than that it collects.
  const collect = runInNewContext('gc') as () => void
  const seen: number[] = []
  for (let round = 0; round < ROUNDS_MAX; round++) {
    collect()
    // Buffers are given back by another thread some time after the collection.
    await setTimeout(20)
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    seen.push(heapUsed + arrayBuffers)
    const last = seen.slice(-3)
    if (last.length === 3 && Math.max(...last) - Math.min(...last) < heapUsed / 1000) break
  }
  return Math.min(...seen.slice(-3))
}
