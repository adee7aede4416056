import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Perform } from '../act/index.ts'
import type { HufuNode } from '../nodes/index.ts'

/** The numbers of one server, in Prometheus' text form. Names begin with `hufu_`; times are seconds. */
export type Metrics = {
  readonly registry: Registry
  readonly request: (door: string, status: number, seconds: number) => void
  /** Wraps `perform` so that every command and barrier is counted, whoever calls it. */
  readonly measured: (perform: Perform) => Perform
  readonly sockets: Gauge
  readonly refusals: Counter<'code'>
  readonly letters: Letters
}

/** Letters of all companies: how many wait, how many were given up in the last week, and one more that went out. */
type Letters = {
  readonly waiting: (count: number) => void
  readonly failed: (count: number) => void
  readonly sent: () => void
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Makes the numbers of a node. `process` adds those of the whole process: memory, event loop, garbage collection. */
export function newMetrics(node: HufuNode, process: boolean): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (process) collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'hufu_http_seconds',
    help: 'Requests by route and status, until the head of the answer leaves, or its stream has ended',
    labelNames: ['route', 'status'],
    buckets: seconds,
    registers,
  })
  const performs = new Histogram({
    name: 'hufu_perform_seconds',
    help: 'Commands by name and outcome, without their barrier',
    labelNames: ['command', 'outcome'],
    buckets: seconds,
    registers,
  })
  const barriers = new Histogram({
    name: 'hufu_barrier_seconds',
    help: 'From the reply to COMMIT until no node acts on the old rights',
    labelNames: ['state'],
    buckets: seconds,
    registers,
  })
  const refusals = new Counter({
    name: 'hufu_refusals_total',
    help: 'Refusals by code',
    labelNames: ['code'] as const,
    registers,
  })
  const sockets = new Gauge({ name: 'hufu_sockets', help: 'Open sockets', registers })
  gauges(node, registers)
  return {
    registry,
    sockets,
    refusals,
    letters: lettersIn(registers),
    request: (route, status, time) => requests.observe({ route, status: String(status) }, time),
    measured: (perform) => async (actor, command, work) => {
      const started = node.clock.mono()
      try {
        const done = await perform(actor, command, work)
        performs.observe(
          { command: command.name, outcome: 'done' },
          Math.max(0, node.clock.mono() - started - done.applied.tookMs) / 1000,
        )
        if (command.kind === 'authority')
          barriers.observe({ state: done.applied.state }, done.applied.tookMs / 1000)
        return done
      } catch (error) {
        performs.observe({ command: command.name, outcome: 'refused' }, (node.clock.mono() - started) / 1000)
        throw error
      }
    },
  }
}

function lettersIn(registers: Registry[]): Letters {
  const kept = new Gauge({
    name: 'hufu_letters',
    help: 'Letters that wait, and those given up in the last week',
    labelNames: ['state'],
    registers,
  })
  const sent = new Counter({
    name: 'hufu_letters_sent_total',
    help: 'Letters handed to the mail server',
    registers,
  })
  return {
    waiting: (count) => kept.set({ state: 'waiting' }, count),
    failed: (count) => kept.set({ state: 'failed' }, count),
    sent: () => sent.inc(),
  }
}

function gauges(node: HufuNode, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
  gauge('hufu_lease_fresh', '1 while this node may act from memory', () => (node.lease.fresh() ? 1 : 0))
  gauge('hufu_lease_lapsed_seconds', 'Since the lease lapsed', () => node.lease.lapsedForMs() / 1000)
  gauge('hufu_effects', 'Open sockets and running downloads', () => node.effects.count())
  gauge('hufu_pool_connections', 'Database connections for commands and reads', () => node.pool.totalCount)
  gauge('hufu_pool_idle', 'Of these, idle', () => node.pool.idleCount)
  gauge('hufu_pool_waiting', 'Requests waiting for a connection', () => node.pool.waitingCount)
}
