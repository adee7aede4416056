import { contract } from '@hufu/contract'
import { atMost, misused } from '../verb.ts'
import type { Verb } from '../verb.ts'

const VERIFY_MS = 10 * 60_000

export const ledger: Verb = {
  name: 'ledger',
  about: 'verb.ledger',
  usage: ['ledger verify'],
  options: {},
  async run(typed) {
    const { terminal, words } = typed
    const { say } = terminal
    atMost(typed, 1)
    if (words[0] !== 'verify') throw misused(say('missing', { what: 'verify' }))
    const client = await typed.connect()
    const done = await client.ask(contract.ledger.verify, { body: {} }, { timeoutMs: VERIFY_MS })
    if (terminal.json) {
      terminal.data(done)
      return done.ok ? 0 : 1
    }
    terminal.table(
      [say('tree'), say('size'), say('checkpoint'), say('what')],
      done.trees.map(({ tree, size, checkpoint, ok }) => [
        tree,
        String(size),
        String(checkpoint),
        { text: ok ? '✓' : '✗', tone: ok ? 'good' : 'bad' },
      ]),
    )
    if (done.ok) terminal.line(say('ledgerGood', { seconds: (done.tookMs / 1000).toFixed(1) }), 'good')
    else terminal.line(say('ledgerBad'), 'bad')
    for (const { tree, index, words: found } of done.findings)
      terminal.line(`  ${tree}${index === null ? '' : ` ${index}`}: ${found}`)
    return done.ok ? 0 : 1
  },
}
