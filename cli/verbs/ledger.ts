import { contract } from '@hufu/contract'
import { atMost, misused } from '../verb.ts'
import { exportLedger, verifyFile } from './ledger-file.ts'
import type { Verb } from '../verb.ts'

const VERIFY_MS = 10 * 60_000

export const ledger: Verb = {
  name: 'ledger',
  about: 'verb.ledger',
  usage: [
    'ledger verify',
    'ledger verify FILE [--key VERIFIER-KEY] [--since CHECKPOINT-OR-OLDER-FILE]',
    'ledger export FILE [--tree authority|activity] [--no-texts]',
  ],
  options: {
    key: { type: 'string' },
    since: { type: 'string' },
    tree: { type: 'string' },
    'no-texts': { type: 'boolean' },
  },
  async run(typed) {
    const { terminal, words } = typed
    const { say } = terminal
    if (words[0] === 'export') return exportLedger(typed)
    if (words[0] === 'verify' && words.length > 1) return verifyFile(typed)
    atMost(typed, 1)
    if (words[0] !== 'verify') throw misused(say('missing', { what: 'verify | export' }))
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
