import type { BundleReport } from '@hufu/merkle'
import { facts, list, part, verdict, make } from './dom.ts'
import { fill, instant } from './words.ts'
import type { Words } from './words.ts'

/** What verification of an exported ledger found. */
export function ledgerAnswer(words: Words, report: BundleReport): readonly Node[] {
  const { head, keyCompared, findings, findingsTotal } = report
  const { ledger, locale } = words
  if (!report.ok || head === null) {
    const told = findings.map(({ says }) => (locale === 'zh-CN' ? says.zh : says.en))
    const more = findingsTotal - findings.length
    return [
      verdict('bad', ledger.bad),
      ...(report.firstBadIndex === null
        ? []
        : [part(ledger.first, make('p', {}, String(report.firstBadIndex)))]),
      part(words.found.title, list([...told, ...(more > 0 ? [fill(ledger.more, { count: more })] : [])])),
    ]
  }
  const { checked, unchecked } = words
  return [
    keyCompared ? verdict('good', ledger.good) : verdict('warn', ledger.agrees),
    ...(keyCompared ? [] : [make('p', {}, ledger.agreesLead)]),
    part(
      ledger.title,
      facts([
        [ledger.company, head.workspace],
        [ledger.tree, ledger.trees[head.tree]],
        [ledger.entries, String(report.size)],
        [ledger.checkpoints, String(report.checkpoints)],
        [ledger.root, report.root],
        [ledger.exported, instant(head.at, locale)],
      ]),
    ),
    part(
      checked.title,
      list(
        [
          ...(keyCompared ? [checked.key] : []),
          checked.leaves,
          checked.roots,
          ...(head.texts ? [checked.texts] : []),
          checked.whole,
        ],
        'checked',
      ),
    ),
    part(
      unchecked.title,
      list([
        ...(keyCompared ? [] : [unchecked.key]),
        ...(head.texts ? [] : [unchecked.texts]),
        unchecked.names,
        unchecked.since,
        unchecked.tables,
      ]),
    ),
    part(words.keyOf, make('p', { class: 'quiet' }, head.key)),
  ]
}
