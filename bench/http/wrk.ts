import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Requests of one kind, sent over and over, in order. */
export type Load = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: readonly string[]
}

/** What `wrk` saw. Any answer that was not 2xx makes the figure worthless, so `run` throws on one. */
export type Seen = { readonly perSecond: number; readonly p99Ms: number }

const CONNECTIONS = 32

/** Says how to get `wrk` where it is missing. */
export function needWrk(): void {
  const { error } = spawnSync('wrk', ['-v'])
  if (error !== undefined)
    throw new Error(
      'this suite loads servers with wrk, which is not there: apt-get install wrk (Debian, Ubuntu)',
    )
}

const quoted = (text: string): string => `[==[${text}]==]`

// Requests are put together once, before the load begins; each thread of wrk then only takes the next one.
const script = ({ headers, bodies }: Load): string => `
local headers = {
${Object.entries(headers)
  .map(([name, value]) => `  [ ${quoted(name)} ] = ${quoted(value)},`)
  .join('\n')}
}
local bodies = {
${bodies.map((body) => `  ${quoted(body)},`).join('\n')}
}
local requests = {}
local at = 0
init = function(args)
  for number, body in ipairs(bodies) do
    requests[number] = wrk.format('POST', nil, headers, body)
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
done = function(summary, latency, requests)
  io.write(string.format('SEEN %d %d %d %d %d %d\\n', summary.requests, summary.duration, latency:percentile(99),
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write, summary.errors.timeout))
end
`

/** Loads one address for some seconds with one thread and many connections. Throws when any answer was no success. */
export async function run(load: Load, seconds: number): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'hufu-wrk-'))
  try {
    const file = join(folder, 'load.lua')
    await writeFile(file, script(load))
    const given = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', file, load.url]
    const said = await output('wrk', given)
    const seen = /^SEEN (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(said)?.slice(1).map(Number)
    const [requests = 0, microseconds = 0, p99 = 0, status = 0, broken = 0, late = 0] = seen ?? []
    if (requests === 0 || status + broken + late > 0) throw new Error(`wrk was not answered well:\n${said}`)
    return { perSecond: (requests / microseconds) * 1e6, p99Ms: p99 / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function output(program: string, given: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said += text.toString()
      })
    child.once('error', reject)
    child.once('exit', () => resolve(said))
  })
}
