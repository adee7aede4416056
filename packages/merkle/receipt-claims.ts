import { receiptSurfaces } from './receipt-shape.ts'
import type { Receipt, ReceiptCheck, ReceiptVector, ReceiptWhat } from './receipt-shape.ts'
import { parseLeaf } from './verify-entry.ts'

/** Where a receipt says something else than its entry in the ledger: the fields, empty when they agree. Never throws. */
export function otherInEntry(
  { workspace, revocation, rights, remaining }: Receipt,
  leafText: string,
): readonly string[] {
  const leaf = parseLeaf(leafText)
  if (leaf === null) return ['leaf']
  const { data, actor } = leaf
  const pairs = [
    ['event', leaf.event, 'revocation.applied@1'],
    ['workspace', leaf.workspace, workspace.id],
    ['tree', leaf.tree, 'authority'],
    ['revision', leaf.revision, revocation.revision],
    ['at', leaf.at, revocation.at],
    ['by', 'id' in actor ? actor.id : null, revocation.by.id],
    ['revocationId', data['revocationId'], revocation.id],
    ['memberId', data['memberId'], revocation.member.id],
    ['what', data['what'], revocation.what],
    ['reason', data['reason'], revocation.reason],
    [
      'ended',
      taken(data['ended'], 'grantId'),
      told(rights.flatMap(({ permission, ended }) => ended.map((id) => [id, permission] as const))),
    ],
    [
      'restricted',
      taken(data['restricted'], 'restrictionId'),
      told(
        rights.flatMap(({ permission, restricted }) =>
          restricted === null ? [] : [[restricted, permission] as const],
        ),
      ),
    ],
    [
      'left',
      taken(data['left'] ?? [], 'groupId'),
      told(rights.flatMap(({ permission, left }) => left.map((id) => [id, permission] as const))),
    ],
    ['kept', keptIn(data['kept'] ?? []), keptKeys(remaining.filter(({ how }) => how === 'kept'))],
  ] as const
  const other: string[] = pairs.filter(([, entry, claimed]) => entry !== claimed).map(([field]) => field)
  const strange = Object.keys(data).filter((key) => !dataKeys.has(key))
  // A right of which no grant ended and nothing restricts is not in the entry at all: it went with everything else.
  const empty = takesAll(revocation.what)
    ? []
    : rights.filter(
        ({ ended, left, restricted }) => ended.length === 0 && left.length === 0 && restricted === null,
      )
  if (strange.length > 0) other.push('data')
  if (
    (rights.length === 0 && !takesAll(revocation.what)) ||
    repeats(rights.map(({ permission }) => permission))
  )
    other.push('rights')
  return [...other, ...empty.map(({ permission }) => permission)]
}

const takesAll = (what: ReceiptWhat): boolean => what === 'suspension' || what === 'departure'

const dataKeys = new Set([
  'revocationId',
  'memberId',
  'what',
  'reason',
  'ended',
  'restricted',
  'left',
  'kept',
])

const repeats = (texts: readonly string[]): boolean => new Set(texts).size !== texts.length

/** Pairs of an id and a permission as one text that does not depend on their order. */
const told = (pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(pairs.map((pair) => JSON.stringify(pair)).toSorted())

/** The same of what the entry's data hold; null when they have another form. */
function taken(list: unknown, idField: 'grantId' | 'restrictionId' | 'groupId'): string | null {
  if (!Array.isArray(list)) return null
  const pairs: (readonly [string, string])[] = []
  for (const item of list as readonly unknown[]) {
    if (typeof item !== 'object' || item === null) return null
    const { [idField]: id, permission, ...rest } = item as Readonly<Record<string, unknown>>
    if (typeof id !== 'string' || typeof permission !== 'string' || Object.keys(rest).length > 0) return null
    pairs.push([id, permission])
  }
  return told(pairs)
}

/** The permissions that something goes on giving, each once for every path, in one text. */
const keptKeys = (paths: readonly { readonly permission: string }[]): string =>
  JSON.stringify(paths.map(({ permission }) => permission).toSorted())

/** The same of what the entry's data hold; null when they have another form. */
function keptIn(list: unknown): string | null {
  const pairs = taken(list, 'grantId')
  if (pairs === null || !Array.isArray(list)) return null
  // Each has just been found to be a pair of texts.
  return keptKeys(list as readonly { readonly permission: string }[])
}

/** Rights that were taken and are there all the same, and ways in that are open: afterwards, or when a node tried in the newest round. */
export function stillHeld(receipt: Receipt): readonly string[] {
  const lost = new Set(receipt.rights.map(({ permission }) => permission))
  // What is kept on purpose is there still, and the receipt says so.
  for (const { permission, how } of receipt.remaining) if (how === 'kept') lost.delete(permission)
  // Where one grant ended, others may go on giving the same.
  const after =
    receipt.revocation.what === 'grant'
      ? []
      : receipt.after.flatMap(({ permissions }) => permissions.filter((each) => lost.has(each)))
  const failed = newest(receipt).flatMap((check) => check.failed.map(({ permission }) => permission))
  const open = newest(receipt).flatMap(({ surfaces }) =>
    surfaces.filter((surface) => surface.failed > 0).map(({ kind }) => kind),
  )
  return [...new Set([...after, ...failed, ...open])]
}

/** Nodes on which not every right was tried at every place where it had been held; `checks` where nobody tried. */
export function untried(receipt: Receipt): readonly string[] {
  const needed = lostPairs(receipt).length
  const checks = newest(receipt)
  if (checks.length === 0) return ['checks']
  const tried = new Set(checks.map(({ node }) => node))
  const silent = (receipt.applied?.nodes ?? []).filter(
    ({ node, outcome }) => outcome === 'acknowledged' && !tried.has(node),
  )
  const short = checks.filter((check) => check.tried < needed || !isWhole(check))
  return [...new Set([...silent, ...short].map(({ node }) => node))]
}

/** Every way in was tried, each once and in order; the first are the decisions; and the counts add up. */
const isWhole = ({ tried, surfaces }: ReceiptCheck): boolean =>
  surfaces.map(({ kind }) => kind).join() === receiptSurfaces.join() &&
  surfaces.every((surface) => surface.tried === surface.refused + surface.failed) &&
  surfaces[0]?.tried === tried

/** Rights at places where they stood before and stand no more: each is to be tried. */
function lostPairs({ before, after }: Receipt): readonly string[] {
  const left = new Set(after.flatMap(pairsAt))
  return before.flatMap(pairsAt).filter((pair) => !left.has(pair))
}

const pairsAt = ({ place: { type, id }, permissions }: ReceiptVector[number]): readonly string[] =>
  permissions.map((permission) => JSON.stringify([type, id, permission]))

/** Rights that were lost somewhere without being named as taken. */
export function unnamed(receipt: Receipt): readonly string[] {
  const named = new Set(receipt.rights.map(({ permission }) => permission))
  const lost = new Set(
    lostPairs(receipt).map((pair) => (JSON.parse(pair) as readonly [string, string | null, string])[2]),
  )
  return [...lost].filter((permission) => !named.has(permission))
}

/** The checks of the newest round: what an earlier one found may have been mended since. */
export function newest({ checks }: Receipt): readonly ReceiptCheck[] {
  const round = checks.reduce((latest, check) => Math.max(latest, check.round), 0)
  return checks.filter((check) => check.round === round)
}
