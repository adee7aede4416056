import type { Applied } from '@hufu/contract'
import type { Terminal } from './terminal.ts'

/** Prints what became of a change on every node. Answers the exit status: 1 when not every node is known to have it. */
export function showApplied({ say, line, table }: Terminal, { state, tookMs, nodes }: Applied): number {
  line(say(state, { ms: Math.round(tookMs) }), state === 'applied' ? 'good' : 'bad')
  if (nodes.length > 1 || state !== 'applied')
    table(
      [say('node'), say('outcome'), say('after')],
      nodes.map(({ node, outcome, afterMs }) => [
        node,
        say(`outcome.${outcome}`),
        `${afterMs.toFixed(1)} ms`,
      ]),
    )
  return state === 'unverified' ? 1 : 0
}
