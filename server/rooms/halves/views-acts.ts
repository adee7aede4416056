import { TAKE_BACK_MS } from '@hufu/contract'
import type { CriticalAct } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Locale } from '../../platform/http/index.ts'
import type { Query } from '../../platform/ledger/index.ts'
import { showEntries } from '../audit/index.ts'
import { takenBack } from './store.ts'
import type { TakenBack } from './store.ts'
import { isChangedSince, staysBecause } from './taking-back.ts'
import type { Critical } from './taking-back.ts'
import type { Showing } from './views.ts'

type ShowingActs = Showing & { readonly pool: Query }

/** Critical acts as the page shows them, each in the words of the ledger. */
export async function showActs(
  showing: ShowingActs,
  acts: readonly Critical[],
): Promise<readonly CriticalAct[]> {
  const { reading, names, locale } = showing
  const entries = acts.flatMap(({ parts }) => parts.slice(0, 1).map(({ entry }) => entry))
  const gone = await takenBack(
    reading,
    acts.map(({ revision }) => revision),
  )
  const views = await showEntries(reading, names, locale, 'authority', entries)
  const people = [
    ...entries.flatMap(({ actor, proof }) => [
      ...(actor.type === 'member' ? [actor.id] : []),
      ...(proof?.second === undefined ? [] : [proof.second.memberId]),
    ]),
    ...[...gone.values()].map(({ byId }) => byId),
  ]
  const wanted = { members: [...new Set(people)], departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, wanted)
  const person: Person = (id) => (id === null ? null : { id, name: known.get(id) ?? '' })
  const shown: CriticalAct[] = []
  for (const [at, act] of acts.entries())
    shown.push(
      await showAct(showing, act, {
        words: views[at]?.words ?? '',
        person,
        gone: gone.get(act.revision) ?? null,
      }),
    )
  return shown
}

type Person = (id: string | null) => CriticalAct['by']
type Told = { readonly words: string; readonly person: Person; readonly gone: TakenBack | null }

async function showAct(
  showing: ShowingActs,
  act: Critical,
  { words, person, gone }: Told,
): Promise<CriticalAct> {
  const { locale } = showing
  const { revision, at, parts } = act
  const [first] = parts
  const zh = locale === 'zh-CN' ? 0 : 1
  const stays = parts.find(({ undo }) => undo.run === null)
  const entry = first?.entry
  return {
    revision,
    at: at.toISOString(),
    by: person(entry?.actor.type === 'member' ? entry.actor.id : null),
    words: `${words}${moreOf(parts.length, locale)}`,
    permission: first === undefined ? '' : first.undo.permission(first.entry.data),
    method: entry?.proof?.method ?? null,
    second: person(entry?.proof?.second?.memberId ?? null),
    until: stays === undefined ? new Date(at.getTime() + TAKE_BACK_MS).toISOString() : null,
    back: [...new Set((stays === undefined ? parts : [stays]).map(({ undo }) => undo.back[zh]))].join(
      locale === 'zh-CN' ? '；' : '; ',
    ),
    revert: await mayTakeBack(showing, act, gone),
    revertedAt: gone?.at.toISOString() ?? null,
    revertedBy: person(gone?.byId ?? null),
  }
}

function moreOf(count: number, locale: Locale): string {
  if (count < 2) return ''
  return locale === 'zh-CN' ? `（同一次共 ${count} 项）` : ` (one of ${count} done at once)`
}

async function mayTakeBack(
  { reading, pool }: ShowingActs,
  act: Critical,
  gone: TakenBack | null,
): Promise<CriticalAct['revert']> {
  const no = (because: string) => ({ allowed: false, because })
  if (gone !== null) return no('act/taken-back')
  const stays = staysBecause(act, reading.at)
  if (stays !== null) return no(stays)
  for (const { entry, undo } of act.parts) {
    const verdict = can(reading, undo.asks, undo.target(entry.data))
    if (!verdict.allowed) return verdict
  }
  if (await isChangedSince(pool, reading.workspaceId, act)) return no('act/changed-since')
  return { allowed: true, because: 'granted' }
}
