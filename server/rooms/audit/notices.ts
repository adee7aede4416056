import type { Target } from '@hufu/authority'
import { permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import type { CriticalNotice, Said, Speaker } from '../notices/index.ts'
import { can } from '../../platform/http/index.ts'
import type { Locale } from '../../platform/http/index.ts'
import { readPlaced } from '../../platform/ledger/index.ts'
import type { Query } from '../../platform/ledger/index.ts'
import { showEntries } from './views.ts'

const workspace: Target = { type: 'workspace' }

/** Says of a critical act what the ledger says of it: who, what, about whom, and why. */
export function criticalActWords(query: Query, names: Names): Speaker {
  return async (reading, locale, data) => {
    // Written by the notices' own `tellOfCritical`, whose name bears the version of the form.
    const told = data as readonly CriticalNotice[]
    const tree = { workspaceId: reading.workspaceId, tree: 'authority' } as const
    const places = told.flatMap(({ revision, place }) => (place === null ? [] : [{ revision, place }]))
    const entries = await readPlaced(query, tree, places)
    const views = await showEntries(reading, names, locale, 'authority', [...entries.values()])
    const viewOf = new Map([...entries.keys()].map((key, at) => [key, views[at]]))
    // An act that changes no right has no entry in the authority tree; who did it is told all the same.
    const actors = await names(reading.db, reading.workspaceId, {
      members: told.flatMap(({ by }) => by ?? []),
      departments: [],
      groups: [],
      positions: [],
    })
    const mayOpen = can(reading, 'audit.admin.view', workspace)
    return told.map((one): Said => {
      const view = viewOf.get(`${one.revision} ${String(one.place)}`)
      return {
        title: titleOf(one, locale),
        words: `${view?.words ?? doneBy(actors.get(one.by ?? '') ?? '', locale)}${moreOf(one, locale)}`,
        entry: view === undefined ? null : { index: view.index, can: mayOpen },
        // There it can be taken back for three days.
        leads:
          view === undefined || !mayOpen.allowed
            ? null
            : { kind: 'act', id: String(one.revision), mine: false },
      }
    })
  }
}

const titleOf = ({ permission }: CriticalNotice, locale: Locale): string =>
  locale === 'zh-CN'
    ? `关键操作：${permissionWords(permission, locale)}`
    : `Critical act: ${permissionWords(permission, locale)}`

function doneBy(name: string, locale: Locale): string {
  if (name === '') return ''
  return locale === 'zh-CN' ? `由 ${name} 执行` : `Done by ${name}`
}

function moreOf({ count }: CriticalNotice, locale: Locale): string {
  if (count === 1) return ''
  return locale === 'zh-CN'
    ? `（同一次操作共 ${count} 项关键操作）`
    : ` (one of ${count} critical acts done at once)`
}
