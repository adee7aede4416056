import { isPermission, statusOf } from '@hufu/authority'
import type { LedgerEntryView } from '@hufu/contract'
import { permissionWords, roleNamesOf, rulesNamed } from '../authority/index.ts'
import type { Locale, Names } from '../authority/index.ts'
import type { LedgerActor, LedgerEntry, TreeName } from '../../platform/ledger/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { membersIn, wordsOfEntry } from './words.ts'

/** An actor of a leaf as rows name it. */
export function actorOf(actor: LedgerActor): string {
  if (actor.type === 'member' || actor.type === 'bot') return `${actor.type}:${actor.id}`
  return actor.type === 'system' ? `system:${actor.name}` : actor.type
}

/**
 * Entries as pages show them: each with its sentence. Names are those of today. Whom the reader does not see is left out,
 * except who did it.
 */
export async function showEntries(
  reading: Reading,
  names: Names,
  locale: Locale,
  tree: TreeName['tree'],
  entries: readonly LedgerEntry[],
  sees: (memberId: string, entry: LedgerEntry) => boolean = () => true,
): Promise<LedgerEntryView[]> {
  const [told, roleNames] = await Promise.all([toldBy(reading, entries), roleNamesOf(reading)])
  const ids = new Set(
    entries.flatMap((entry) => [
      ...membersIn(told(entry)),
      ...entry.about,
      ...(entry.actor.type === 'member' ? [entry.actor.id] : []),
    ]),
  )
  const members = [...ids].filter((id) => id.length === 36)
  // Subjects of grants may also be groups, positions or departments: each is looked up where it may be.
  const known = await names(reading.db, reading.workspaceId, {
    members,
    departments: members,
    groups: members,
    positions: members,
  })
  return entries.map((entry) => {
    const isUnseen = (id: string): boolean => statusOf(reading.facts, id) !== null && !sees(id, entry)
    const seenNames = [...known].filter(([id]) => !isUnseen(id))
    const actor = actorOf(entry.actor)
    const actorName = known.get(actor.slice('member:'.length)) ?? actor
    const right = rightWordsOf(told(entry), roleNames, locale)
    return {
      tree,
      index: entry.index,
      revision: entry.revision,
      event: entry.event,
      at: entry.at,
      actor,
      actorName,
      channel: entry.channel,
      proof: entry.proof?.method ?? null,
      requestId: entry.request,
      data: withoutIds(entry.data, isUnseen),
      sealed: { ...entry.sealed },
      leafHash: entry.leafHash,
      intact: entry.intact,
      words: wordsOfEntry(
        { event: entry.event, actor, data: told(entry), sealed: entry.sealed, about: entry.about },
        new Map([...seenNames, [actor.slice('member:'.length), actorName]]),
        right,
        locale,
      ),
    }
  })
}

/** The data of an entry with the ids of some people taken out, wherever they stand. */
function withoutIds<T>(data: T, isUnseen: (id: string) => boolean): T {
  const text = JSON.stringify(data)
  const emptied = text.replaceAll(/"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, (quoted) =>
    isUnseen(quoted.slice(1, -1)) ? '""' : quoted,
  )
  // Ids stand as whole texts inside: emptying them leaves the shape as it was.
  return emptied === text ? data : (JSON.parse(emptied) as T)
}

type Told = Readonly<Record<string, unknown>>

/** What an entry tells, and of one that ends a grant or restriction also what that was: the entry itself has its id alone. */
async function toldBy(
  reading: Reading,
  entries: readonly LedgerEntry[],
): Promise<(entry: LedgerEntry) => Told> {
  const ruleOf = ({ data }: LedgerEntry): string | null => {
    const id = data['grantId'] ?? data['restrictionId']
    return typeof id === 'string' && data['right'] === undefined ? id : null
  }
  const rules = await rulesNamed(reading, [...new Set(entries.map(ruleOf).filter((id) => id !== null))])
  return (entry) => ({ ...rules.get(ruleOf(entry) ?? ''), ...entry.data })
}

function rightWordsOf(
  data: Readonly<Record<string, unknown>>,
  roleNames: ReadonlyMap<string, string>,
  locale: Locale,
): string {
  const key = data['permission']
  if (typeof key === 'string' && isPermission(key)) return `“${permissionWords(key, locale)}”`
  const right = data['right']
  if (typeof right !== 'object' || right === null) return ''
  if ('key' in right && typeof right.key === 'string') return `“${permissionWords(right.key, locale)}”`
  if ('id' in right && typeof right.id === 'string')
    return `“${roleNames.get(right.id) ?? (locale === 'zh-CN' ? '角色' : 'a role')}”`
  return ''
}
