import type { Receipt, ReceiptFindingCode, ReceiptReport } from '@hufu/merkle'
import { facts, list, part, verdict, make } from './dom.ts'
import { fill, instant } from './words.ts'
import type { Words } from './words.ts'

/** What verification of a receipt found. Of one that is not good, only what is wrong with it: nothing it says is to be believed. */
export function receiptAnswer(words: Words, report: ReceiptReport, compared: boolean): readonly Node[] {
  const { receipt, checkpoint } = report
  if (!report.ok || receipt === null || checkpoint === null)
    return [
      verdict('bad', words.receipt.bad),
      part(
        words.found.title,
        list(report.findings.map(({ code, detail }) => fill(words.found[keyOf[code]], { detail }))),
      ),
    ]
  const { checked, unchecked } = words
  return [
    compared ? verdict('good', words.receipt.good) : verdict('warn', words.receipt.agrees),
    ...(compared ? [] : [make('p', {}, words.receipt.agreesLead)]),
    part(words.receipt.title, said(words, receipt)),
    part(
      checked.title,
      list(
        [
          ...(compared ? [checked.key] : []),
          checked.signature,
          fill(checked.entry, { size: checkpoint.size }),
          checked.gone,
          checked.tried,
        ],
        'checked',
      ),
    ),
    part(
      unchecked.title,
      list([...(compared ? [] : [unchecked.key]), unchecked.names, unchecked.since, unchecked.whole]),
    ),
    part(words.keyOf, make('p', { class: 'quiet' }, report.key ?? '')),
  ]
}

const keyOf: Readonly<Record<ReceiptFindingCode, keyof Words['found']>> = {
  'not-a-receipt': 'notReceipt',
  key: 'key',
  signature: 'signature',
  'receipt-changed': 'changed',
  'wrong-origin': 'origin',
  'not-in-ledger': 'notInLedger',
  'other-entry': 'otherEntry',
  'still-held': 'stillHeld',
  'not-tried': 'notTried',
}

function handedWords(
  { receipt: label, locale }: Words,
  { given, backups }: NonNullable<Receipt['handover']>,
): string[] {
  return [
    ...given.map(
      ({ kind, to, how, count, at }) =>
        `${kind} × ${count} → ${to} (${how === 'parked' ? label.parked : label.accepted}, ${instant(at, locale)})`,
    ),
    ...backups.map(({ at, sha256, things }) =>
      fill(label.backup, { things, at: instant(at, locale), sha256 }),
    ),
  ]
}

const pathWords = ({ permission, label, how, because }: Receipt['remaining'][number]): string =>
  how === 'kept' ? `${permission}: ${label} (${because})` : `${permission}: ${label}`

function said(words: Words, receipt: Receipt): HTMLElement {
  const { workspace, revocation, rights, checks, remaining, handover, issuedAt } = receipt
  const { locale } = words
  const label = words.receipt
  const newest = Math.max(...checks.map(({ round }) => round))
  const why = [words.reason(revocation.reason), revocation.because].filter((text) => text !== '')
  const tried = checks
    .filter(({ round }) => round === newest)
    .map(({ node, tried: count, at }) => fill(label.node, { node, tried: count, at: instant(at, locale) }))
  return make(
    'div',
    {},
    facts([
      [label.company, workspace.name],
      [label.person, revocation.member.name],
      [label.by, revocation.by.name],
      [label.at, instant(revocation.at, locale)],
      [label.why, why.join(' · ')],
      [label.revision, String(revocation.revision)],
      [label.issued, instant(issuedAt, locale)],
      [label.number, revocation.id],
    ]),
    make('h2', {}, label.rights),
    list(rights.map(({ zh, en, permission }) => `${locale === 'zh-CN' ? zh : en} (${permission})`)),
    make('h2', {}, label.nodes),
    list(tried),
    ...(remaining.length === 0 ? [] : [make('h2', {}, label.remaining), list(remaining.map(pathWords))]),
    ...(handover === null ? [] : [make('h2', {}, label.handover), list(handedWords(words, handover))]),
  )
}
