import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseVerifierKey, receiptSurfaces, toBase64, verifyReceipt } from '@hufu/merkle'
import type { Checkpoint, Hash, Receipt, ReceiptReport, ReceiptSurface } from '@hufu/merkle'
import type { Terminal } from '../terminal.ts'
import { atMost, misused, wordAt } from '../verb.ts'
import type { Verb } from '../verb.ts'

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest()

export const receipt: Verb = {
  name: 'receipt',
  about: 'verb.receipt',
  usage: ['receipt verify FILE [--key VERIFIER-KEY]'],
  options: { key: { type: 'string' } },
  async run(typed) {
    const { terminal, option } = typed
    const { say } = terminal
    atMost(typed, 2)
    const act = wordAt(typed, 0, 'verify')
    if (act !== 'verify') throw misused(say('tooMuch', { what: act }))
    const file = wordAt(typed, 1, 'FILE')
    const key = option('key')?.trim()
    const trusted = key === undefined ? undefined : parseVerifierKey(sha256, key)
    if (trusted === null) throw misused(say('badKey', { text: key ?? '' }))
    const found = await verifyReceipt(sha256, await textOf(terminal, file), { trusted })
    if (terminal.json) terminal.data({ ...tellable(terminal, found), keyCompared: trusted !== undefined })
    else show(terminal, found, trusted !== undefined)
    return found.ok ? 0 : 1
  },
}

async function textOf({ say }: Terminal, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw misused(say('fileUnreadable', { file, why }))
  }
}

const tellable = ({ say }: Terminal, { checkpoint, findings, ...rest }: ReceiptReport): object => ({
  ...rest,
  findings: findings.map(({ code, detail }) => ({ code, detail, words: say(`receipt.${code}`, { detail }) })),
  checkpoint: checkpoint === null ? null : { ...checkpoint, root: toBase64(checkpoint.root) },
})

/** Only what was verified is shown as such: of a receipt that is not good, what is wrong with it and nothing it says. */
function show(terminal: Terminal, found: ReceiptReport, compared: boolean): void {
  const { say, line } = terminal
  if (!found.ok || found.receipt === null || found.checkpoint === null) {
    line(say('receiptBad'), 'bad')
    for (const { code, detail } of found.findings) line(`  ${say(`receipt.${code}`, { detail })}`)
    return
  }
  line(say('receiptGood'), 'good')
  showRevocation(terminal, found.receipt)
  showTries(terminal, found.receipt)
  showKey(terminal, { ...found, checkpoint: found.checkpoint, compared })
}

function showRevocation(
  { say, table, locale }: Terminal,
  { workspace, revocation, rights, issuedAt }: Receipt,
): void {
  const named = ({ id, name }: { readonly id: string; readonly name: string }): string => `${name} (${id})`
  const { member, by, at, what, reason, because, revision } = revocation
  const kind = isReason(reason) ? say(`reason.${reason}`) : reason
  table(
    ['', ''],
    [
      [say('company'), named(workspace)],
      [say('member'), named(member)],
      [say('how'), say(`taken.${what}`)],
      [say('by'), named(by)],
      [say('at'), `${at} · ${say('atRevision', { revision })}`],
      [say('reason'), because === '' ? kind : `${kind} · ${because}`],
      [say('issued'), issuedAt],
    ],
  )
  table(
    [say('permission'), say('key'), say('how')],
    rights.map(({ permission, zh, en, ended, left, restricted }) => [
      locale === 'zh-CN' ? zh : en,
      permission,
      [
        ...(ended.length === 0 ? [] : [say('grantsEnded', { count: ended.length })]),
        ...(left.length === 0 ? [] : [say('groupsLeft', { count: left.length })]),
        ...(restricted === null ? [] : [say('beaten')]),
      ].join(' + '),
    ]),
  )
}

function showHandover({ say, line }: Terminal, { given, backups }: NonNullable<Receipt['handover']>): void {
  line('')
  line(say('handedOn'))
  for (const { kind, to, how, count, at } of given) line(`  ${kind} × ${count} → ${to} · ${say(how)} · ${at}`)
  for (const { at, sha256, things } of backups) line(`  ${say('sealedBackup', { things, at, sha256 })}`)
}

function showTries(terminal: Terminal, { applied, checks, remaining, handover }: Receipt): void {
  const { say, line, table } = terminal
  line('')
  line(applied === null ? say('appliedUnknown') : say(applied.state, { ms: applied.tookMs }))
  if (applied !== null)
    table(
      [say('node'), say('outcome'), say('after')],
      applied.nodes.map(({ node, outcome, afterMs }) => [node, say(`outcome.${outcome}`), `${afterMs} ms`]),
    )
  table(
    [say('round'), say('node'), say('at'), say('after'), say('tried'), say('stillAllowed')],
    checks.map(({ round, node, at, tookMs, tried, failed }) => [
      String(round),
      node,
      at,
      `${tookMs} ms`,
      String(tried),
      failed.length === 0
        ? '0'
        : `${failed.length}: ${failed.map(({ permission }) => permission).join(', ')}`,
    ]),
  )
  line('')
  table(
    [say('wayIn'), say('tried'), say('outcome')],
    waysIn(checks).map(({ kind, tried, failed, notTried }) => [
      say(`wayIn.${kind}`),
      String(tried),
      [
        failed > 0
          ? `${say('stillAllowed')}: ${failed}`
          : say(tried === 0 ? 'wayIn.nothing' : 'wayIn.refused'),
        ...(notTried === 0 ? [] : [say('wayIn.notTried', { count: notTried })]),
      ].join(' · '),
    ]),
  )
  if (handover !== null) showHandover(terminal, handover)
  if (remaining.length === 0) return
  line('')
  line(say('remaining'))
  for (const { permission, label, how, because } of remaining)
    line(`  ${permission}: ${label}${how === 'kept' ? ` · ${say('kept', { because })}` : ''}`)
}

/** What all nodes together tried by each way in, in the newest round: the one that the verdict rests on. */
function waysIn(checks: Receipt['checks']): readonly ReceiptSurface[] {
  const newest = Math.max(...checks.map(({ round }) => round))
  const all = checks.filter(({ round }) => round === newest).flatMap(({ surfaces }) => surfaces)
  return receiptSurfaces.map((kind) => {
    const of = all.filter((surface) => surface.kind === kind)
    const sum = (count: (surface: ReceiptSurface) => number): number =>
      of.reduce((total, surface) => total + count(surface), 0)
    return {
      kind,
      tried: sum(({ tried }) => tried),
      refused: sum(({ refused }) => refused),
      notTried: sum(({ notTried }) => notTried),
      failed: sum(({ failed }) => failed),
    }
  })
}

function showKey(
  { say, line }: Terminal,
  {
    key,
    checkpoint,
    compared,
  }: { readonly key: string | null; readonly checkpoint: Checkpoint; readonly compared: boolean },
): void {
  const { origin, size, root } = checkpoint
  line('')
  line(`${say('checkpoint')}  ${say('checkpointOf', { origin, size, root: toBase64(root) })}`)
  line(`${say('publicKey')}  ${key ?? ''}`)
  line(say(compared ? 'receiptKeyTrusted' : 'receiptKeyUnknown'), compared ? 'good' : 'strong')
}

const reasons = ['leave', 'move', 'review', 'incident', 'misuse', 'expiry', 'request', 'other'] as const
const isReason = (text: string): text is (typeof reasons)[number] => reasons.some((reason) => reason === text)
