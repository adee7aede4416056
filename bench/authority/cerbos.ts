/**
 * The same company in Cerbos: its own binary as a server of its own, asked over a socket by its own gRPC client. Policies
 * say what each permission needs; what a member holds goes in with the question, as its documentation has it. All
 * questions of one member are one request, many requests are under way at a time, and the time is that of the clock.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { changes, permissions } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { idOf } from './company.ts'
import { membersOf, rulesOf, together } from './peers.ts'
import type { Peer, PeerQuestion, PeerTarget } from './peers.ts'

type Attributes = Readonly<Record<string, unknown>>
type Request = {
  readonly principal: { readonly id: string; readonly roles: readonly string[]; readonly attr: Attributes }
  readonly resources: readonly {
    readonly resource: { readonly kind: string; readonly id: string; readonly attr: Attributes }
    readonly actions: readonly string[]
  }[]
}
type Client = {
  readonly checkResources: (request: Request) => Promise<{
    readonly results: readonly { readonly isAllowed: (action: string) => boolean | undefined }[]
  }>
  readonly close?: () => void
}
/** What is used of the client; its own types are not there before the bench has installed it. */
type Cerbos = { readonly GRPC: new (address: string, options: { readonly tls: boolean }) => Client }

const PER_TURN = 1 << 11
const UNDER_WAY = 16
const PER_REQUEST_MAX = 50
const READY_MS_MAX = 20_000
/** Stands among the places of every target, and among those of a rule that holds everywhere. */
const EVERYWHERE = '*'

export async function cerbosPeer(facts: Facts, questions: readonly PeerQuestion[]): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'hufu-cerbos-'))
  const server = await startCerbos(folder)
  // The name is a variable because the type checker runs before the peer is installed.
  const peer = '@cerbos/grpc'
  const { GRPC } = (await import(peer)) as Cerbos
  const client = new GRPC(`unix:${join(folder, 'grpc.sock')}`, { tls: false })
  const perTurn = Math.min(PER_TURN, questions.length)
  const all = batchesOf(facts, questions)
  const some = batchesOf(facts, questions.slice(0, perTurn))
  const ask = async (batches: readonly Batch[]): Promise<readonly (readonly boolean[])[]> =>
    together(batches, UNDER_WAY, async ({ request, keys }) => {
      const { results } = await client.checkResources(request)
      return keys.map((key, at) => results[at]?.isAllowed(key) === true)
    })
  return {
    name: 'cerbos',
    perTurn,
    async answers() {
      const answered = await ask(all)
      const answers: boolean[] = []
      all.forEach(({ numbers }, batch) =>
        numbers.forEach((number, at) => {
          answers[number] = answered[batch]?.[at] === true
        }),
      )
      return answers
    },
    async turn() {
      const started = performance.now()
      await ask(some)
      return (performance.now() - started) / 1000
    },
    async end() {
      client.close?.()
      server.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Questions of one member, with their numbers in the list. */
type Batch = {
  readonly request: Request
  readonly keys: readonly string[]
  readonly numbers: readonly number[]
}

function batchesOf(facts: Facts, questions: readonly PeerQuestion[]): readonly Batch[] {
  const numbers = new Map<number, number[]>(membersOf(questions).map((member) => [member, []]))
  questions.forEach(({ member }, number) => numbers.get(member)?.push(number))
  return [...numbers].flatMap(([member, mine]) => {
    const batches: Batch[] = []
    for (let at = 0; at < mine.length; at += PER_REQUEST_MAX) {
      const some = mine.slice(at, at + PER_REQUEST_MAX)
      const asked = some.flatMap((number) => questions[number] ?? [])
      const keys = asked.map(({ key }) => key)
      batches.push({ request: requestOf(facts, idOf('member', member), asked), keys, numbers: some })
    }
    return batches
  })
}

function requestOf(facts: Facts, memberId: string, asked: readonly PeerQuestion[]): Request {
  const may: Record<string, string[]> = {}
  const mayNot: Record<string, string[]> = {}
  const wanted = new Set<string>(asked.map(({ key }) => key))
  let below = 0
  for (const rule of rulesOf(facts, memberId)) {
    for (const key of rule.keys) {
      if (!wanted.has(key)) continue
      const list = ((rule.allows ? may : mayNot)[key] ??= [])
      list.push(...(rule.places ?? [EVERYWHERE]))
    }
    below = Math.max(below, rule.below ?? 0)
  }
  const resourceOf = ({ kind, id, rank, places }: PeerTarget): Request['resources'][number]['resource'] => ({
    kind,
    id,
    attr: { places: [EVERYWHERE, ...places], ...(kind === 'member' ? { rank } : {}) },
  })
  return {
    principal: { id: memberId, roles: ['member'], attr: { may, mayNot, below } },
    resources: asked.map(({ key, target }) => ({ resource: resourceOf(target), actions: [key] })),
  }
}

// One resource policy for each kind of target, with two rules for each permission.
function policyOf(kind: PeerTarget['kind']): unknown {
  const rules = permissions.flatMap(({ key, kind: office }) => {
    const holds = (list: string): string =>
      `"${key}" in P.attr.${list} && hasIntersection(P.attr.${list}["${key}"], R.attr.places)`
    const rank =
      kind === 'member' && office === 'administration' && changes(key)
        ? [`(!("${key}" in P.attr.may) || R.attr.rank < P.attr.below)`]
        : []
    const rule = (effect: string, conditions: readonly string[]): unknown => ({
      actions: [key],
      effect,
      roles: ['member'],
      condition: { match: { expr: conditions.join(' && ') } },
    })
    return [rule('EFFECT_ALLOW', [holds('may'), ...rank]), rule('EFFECT_DENY', [holds('mayNot')])]
  })
  return { apiVersion: 'api.cerbos.dev/v1', resourcePolicy: { resource: kind, version: 'default', rules } }
}

async function startCerbos(folder: string): Promise<ChildProcess> {
  const policies = join(folder, 'policies')
  await mkdir(policies)
  for (const kind of ['member', 'department', 'external'] as const)
    await writeFile(join(policies, `${kind}.json`), JSON.stringify(policyOf(kind)))
  const socket = (name: string): string => `unix:${join(folder, `${name}.sock`)}`
  const config = {
    server: { httpListenAddr: socket('http'), grpcListenAddr: socket('grpc') },
    storage: { driver: 'disk', disk: { directory: policies, watchForChanges: false } },
    telemetry: { disabled: true },
    audit: { enabled: false },
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  const given = ['server', '--config', join(folder, 'config.json'), '--log-level', 'warn']
  const child = spawn(binary(), given, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { CERBOS_NO_TELEMETRY: '1' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      said += text.toString()
    })
  const started = performance.now()
  while (!existsSync(join(folder, 'grpc.sock'))) {
    if (child.exitCode !== null || performance.now() - started > READY_MS_MAX)
      throw new Error(`Cerbos does not start:\n${said}`)
    await pause(50)
  }
  return child
}

// Named itself in `bench/package.json`, not by the package `cerbos`, which names binaries of other systems that the
// registry does not have: npm leaves those out of the lock, and then refuses to install from it.
const BINARY = '@cerbos/cerbos-linux-x64'

/** Whether there is a binary for this system. */
export function hasCerbos(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

// The package has one file, which is the binary.
function binary(): string {
  const { resolve } = createRequire(import.meta.url)
  return join(resolve(`${BINARY}/package.json`), '..', 'cerbos-linux-x64')
}
