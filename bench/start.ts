import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { foundOwn, startServer } from '../sim/index.ts'
import type { OwnServer } from '../sim/index.ts'
import { median } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const LATER_ROUNDS = 3
/** An idle server is one that nobody has asked anything for so long. */
const IDLE_MS = 10_000

/** Seconds until a person can use the page: the page itself, what it loads first, and the first answer it asks for. */
async function untilUsable(
  start: () => Promise<OwnServer>,
): Promise<{ readonly server: OwnServer; readonly seconds: number }> {
  const started = performance.now()
  const server = await start()
  const page = await (await fetch(server.address)).text()
  const assets = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].flatMap(([, path]) => path ?? [])
  if (assets.length === 0)
    throw new Error('the page loads nothing: build the web first (node tools/build.ts --must)')
  for (const path of [...assets, '/api/v1/setup']) {
    const answer = await fetch(`${server.address}${path}`)
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
    await answer.arrayBuffer()
  }
  return { server, seconds: (performance.now() - started) / 1000 }
}

/** Resident memory of a process in MB (10⁶ bytes), as Linux tells it. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  if (kib === undefined) throw new Error('the system does not tell how much memory a process holds')
  return (Number(kib) * 1024) / 1e6
}

/** How long a start takes, first on an empty directory and then again, and what an idle server holds. */
export const suite: Suite = {
  name: 'start',
  async run(report, { progress }) {
    const dataDir = await mkdtemp(join(tmpdir(), 'hufu-bench-'))
    try {
      const first = await untilUsable(() => startServer({ dataDir }))
      report({ metric: 'start.first', value: first.seconds, unit: 's' })
      progress(`first start: ${first.seconds.toFixed(1)} s`)
      await foundOwn(first.server, 'Start')
      await first.server.stop()
      const later: number[] = []
      for (let round = 1; round <= LATER_ROUNDS; round += 1) {
        const { server, seconds } = await untilUsable(() => startServer({ dataDir }))
        later.push(seconds)
        progress(`start ${round + 1}: ${seconds.toFixed(1)} s`)
        if (round === LATER_ROUNDS) {
          await pause(IDLE_MS)
          report({ metric: 'start.rss', value: await residentOf(server.pid), unit: 'MB' })
        }
        await server.stop()
      }
      report({ metric: 'start.later', value: median(later), unit: 's' })
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}
