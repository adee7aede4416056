/** What can be wrong with a ledger. A notice is worth knowing and does not make the ledger false. */
export type FindingCode =
  | 'leaf-changed'
  | 'leaf-unreadable'
  | 'column-changed'
  | 'sealed-changed'
  | 'link-broken'
  | 'entries-missing'
  | 'entry-repeated'
  | 'revision-backwards'
  | 'revision-skipped'
  | 'node-changed'
  | 'head-missing'
  | 'head-changed'
  | 'tail-cut'
  | 'tail-added'
  | 'checkpoint-unreadable'
  | 'checkpoint-changed'
  | 'checkpoint-root'
  | 'checkpoint-ahead'
  | 'fold-failed'
  | 'facts-differ'
  | 'unsigned-tail'
  | 'not-a-bundle'
  | 'line-unreadable'
  | 'file-cut'
  | 'file-continues'
  | 'other-key'
  | 'not-signed'

/** One finding. `index` is the first entry it speaks of, `to` the entry after the last when it is a stretch. */
export type Finding = {
  readonly code: FindingCode
  readonly severity: 'broken' | 'notice'
  readonly index: number | null
  readonly to?: number
  readonly detail: string
  readonly says: { readonly zh: string; readonly en: string }
}

/** A place in words: `index` the first entry, `range` first to last, `these` the same in English, `end` how many were meant. */
type Place = Readonly<Record<'index' | 'range' | 'these' | 'end' | 'detail', string>>

const words: Readonly<Record<FindingCode, (place: Place) => Finding['says']>> = {
  'leaf-changed': ({ index }) => ({
    zh: `第 ${index} 条的内容与当时记下的哈希不符：内容被改过。`,
    en: `Entry ${index} no longer matches the hash recorded for it: its content was changed.`,
  }),
  'leaf-unreadable': ({ index, detail }) => ({
    zh: `第 ${index} 条读不懂（${detail}）。`,
    en: `Entry ${index} cannot be read (${detail}).`,
  }),
  'column-changed': ({ index, detail }) => ({
    zh: `第 ${index} 条的检索列与内容不符：${detail}。`,
    en: `The search columns of entry ${index} disagree with its content: ${detail}.`,
  }),
  'sealed-changed': ({ index, detail }) => ({
    zh: `第 ${index} 条封存的文字“${detail}”与承诺不符：被改、被删或被添。`,
    en: `The sealed text “${detail}” of entry ${index} does not match its commitment: changed, removed or added.`,
  }),
  'link-broken': ({ index }) => ({
    zh: `从第 ${index} 条起，与前面各条的连接断了：此处有条目被改、删、插或调换。`,
    en: `At entry ${index} the link to the entries before it is broken: something was changed, removed, inserted or swapped here.`,
  }),
  'entries-missing': ({ range, these }) => ({
    zh: `第 ${range} 条不见了。`,
    en: `Missing from the ledger: ${these}.`,
  }),
  'entry-repeated': ({ index }) => ({
    zh: `第 ${index} 条出现了两次。`,
    en: `Entry ${index} stands there twice.`,
  }),
  'revision-backwards': ({ index, detail }) => ({
    zh: `第 ${index} 条的修订号倒退（${detail}）。`,
    en: `The revision goes backwards at entry ${index} (${detail}).`,
  }),
  'revision-skipped': ({ index, detail }) => ({
    zh: `第 ${index} 条之前缺了修订号（${detail}）。`,
    en: `Revisions are missing before entry ${index} (${detail}).`,
  }),
  'node-changed': ({ range, these, detail }) => ({
    zh: `第 ${range} 条的子树哈希不符（${detail}）。`,
    en: `The stored subtree hash over ${these} does not match (${detail}).`,
  }),
  'head-missing': () => ({ zh: '账本头不见了。', en: 'The head of the ledger is missing.' }),
  'head-changed': ({ detail }) => ({
    zh: `账本头与各条算出的结果不符：${detail}。`,
    en: `The head of the ledger is not what the entries give: ${detail}.`,
  }),
  'tail-cut': ({ range, these }) => ({
    zh: `账本末尾被截短：第 ${range} 条不见了。`,
    en: `The end of the ledger was cut off; gone: ${these}.`,
  }),
  'tail-added': ({ range, these }) => ({
    zh: `账本头之外多出第 ${range} 条。`,
    en: `Beyond the head of the ledger: ${these}.`,
  }),
  'checkpoint-unreadable': ({ detail }) => ({
    zh: `有一个检查点不可信：${detail}。`,
    en: `A checkpoint cannot be believed: ${detail}.`,
  }),
  'checkpoint-changed': ({ detail }) => ({
    zh: `检查点表中的列与签名的内容不符：${detail}。`,
    en: `The columns of a checkpoint disagree with what was signed: ${detail}.`,
  }),
  'checkpoint-root': ({ range, these }) => ({
    zh: `第 ${range} 条与签过名的检查点不符：其中有条目在签名后被改。`,
    en: `The root that was signed does not follow from ${these}: something there was changed after signing.`,
  }),
  'checkpoint-ahead': ({ index, end, detail }) => ({
    zh: `已签名的账本有 ${end} 条，现在只剩 ${index} 条：末尾被截断，或恢复了旧备份（${detail}）。`,
    en: `${end} entries were signed, only ${index} are left: the end was cut off, or an old backup was restored (${detail}).`,
  }),
  'fold-failed': ({ index, detail }) => ({
    zh: `第 ${index} 条无法重放：${detail}。`,
    en: `Entry ${index} cannot be replayed: ${detail}.`,
  }),
  'facts-differ': ({ detail }) => ({
    zh: `从账本重放的结果与数据表不一致：${detail}。`,
    en: `What the ledger tells and what the tables hold are different: ${detail}.`,
  }),
  'unsigned-tail': ({ range, these }) => ({
    zh: `第 ${range} 条还没有被检查点签名。`,
    en: `Not yet covered by a signed checkpoint: ${these}.`,
  }),
  'not-a-bundle': ({ detail }) => ({
    zh: `这不是导出的账本（${detail}）。`,
    en: `This is no exported ledger (${detail}).`,
  }),
  'line-unreadable': ({ index, detail }) => ({
    zh: `第 ${index} 条应在的那一行读不懂（${detail}）。`,
    en: `The line where entry ${index} should stand cannot be read (${detail}).`,
  }),
  'file-cut': ({ index, detail }) => ({
    zh: `文件不完整：从第 ${index} 条起没有了（${detail}）。`,
    en: `The file is not whole: it breaks off before entry ${index} (${detail}).`,
  }),
  'file-continues': ({ detail }) => ({
    zh: `文件在结束标记之后还有内容（${detail}）。`,
    en: `The file goes on after its end mark (${detail}).`,
  }),
  'other-key': ({ detail }) => ({
    zh: `签名所用的不是应有的公钥：${detail}。`,
    en: `It is signed with another key than it should be: ${detail}.`,
  }),
  'not-signed': ({ range, these }) => ({
    zh: `文件中没有检查点为第 ${range} 条签名。`,
    en: `No checkpoint in the file signs ${these}.`,
  }),
}

/** Makes a finding, worded in both languages. */
export function finding(
  code: FindingCode,
  {
    index = null,
    to,
    detail = '',
  }: { readonly index?: number | null; readonly to?: number; readonly detail?: string },
): Finding {
  const first = index === null ? '?' : String(index)
  const single = to === undefined || to - 1 === index
  const range = single ? first : `${first}–${to - 1}`
  const these = single ? `entry ${first}` : `entries ${range}`
  const place = { index: first, range, these, end: String(to ?? '?'), detail }
  return {
    code,
    severity: code === 'unsigned-tail' ? 'notice' : 'broken',
    index,
    ...(to === undefined ? {} : { to }),
    detail,
    says: words[code](place),
  }
}

// These name the entry itself; the rest follow from a change or only say between which entries it lies.
const exact: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'leaf-changed',
  'leaf-unreadable',
  'line-unreadable',
  'column-changed',
  'sealed-changed',
  'link-broken',
  'entries-missing',
  'entry-repeated',
  'revision-backwards',
  'revision-skipped',
  'tail-cut',
  'tail-added',
])

/** The first entry that is bad, as nearly as the findings tell; `null` when none of them names an entry. */
export function firstBadIndex(findings: readonly Finding[]): number | null {
  const broken = findings.filter((found) => found.severity === 'broken' && found.index !== null)
  const named = broken.filter((found) => exact.has(found.code))
  const from = named.length > 0 ? named : broken
  return from.reduce<number | null>(
    (first, { index }) => (index !== null && (first === null || index < first) ? index : first),
    null,
  )
}
