import { isRisky, modules } from '@hufu/authority'
import type { PermissionProfile } from '@hufu/contract'
import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { nameOfModule, nameOfPermission, riskOf } from '../ui/permission-name.tsx'
import { EmptyState } from '../ui/states.tsx'
import { RightRow } from './right-row.tsx'
import type { RightActs } from './right-row.tsx'
import './rights.css'

type Held = PermissionProfile['rights'][number]
export type Filter = { readonly find: string; readonly show: string }
const shows = ['all', 'held', 'lacking', 'risky'] as const

type Props = {
  readonly rights: readonly Held[]
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly acts: RightActs
}

/** Every right of a person by module, with where each comes from; searched and filtered in place. */
export function RightsList({ rights, filter, onFilter, acts }: Props) {
  const { t } = useTranslation('authority')
  const shown = rights.filter((right) => fits(right, filter))
  const order = [...Object.keys(modules), ...new Set(rights.map(({ module }) => module))]
  const groups = [...new Set(order)]
    .map((module) => ({ module, rights: shown.filter((right) => right.module === module) }))
    .filter((group) => group.rights.length > 0)
  return (
    <section aria-label={t('rights.list')} className="rights">
      <div className="toolbar">
        <Input.Search
          className="grow"
          allowClear
          value={filter.find}
          placeholder={t('rights.search')}
          aria-label={t('rights.search')}
          onChange={(event) => onFilter({ ...filter, find: event.target.value })}
        />
        <Segmented
          aria-label={t('rights.show')}
          value={shows.find((show) => show === filter.show) ?? 'all'}
          options={shows.map((show) => ({ value: show, label: t(`rights.${show}`) }))}
          onChange={(show) => onFilter({ ...filter, show })}
        />
      </div>
      {groups.length === 0 ? <EmptyState title={t('rights.none')} /> : null}
      {groups.map((group) => (
        <Group key={group.module} {...group} all={rights} acts={acts} />
      ))}
    </section>
  )
}

type GroupProps = {
  readonly module: string
  readonly rights: readonly Held[]
  readonly all: readonly Held[]
  readonly acts: RightActs
}

function Group({ module, rights, all, acts }: GroupProps) {
  const { t } = useTranslation('authority')
  const whole = all.filter((right) => right.module === module)
  const held = whole.filter(({ allowed }) => allowed).length
  const name = nameOfModule(module)
  return (
    <section className="sheet rights-group" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <span className="quiet number">{t('rights.count', { held, all: whole.length })}</span>
      </header>
      <ul>
        {rights.map((right) => (
          <RightRow key={right.key} right={right} acts={acts} />
        ))}
      </ul>
    </section>
  )
}

function fits(right: Held, { find, show }: Filter): boolean {
  if (show === 'held' && !right.allowed) return false
  if (show === 'lacking' && right.allowed) return false
  if (show === 'risky' && !isRisky(riskOf(right.key))) return false
  const wanted = find.trim().toLowerCase()
  return (
    wanted === '' || right.key.includes(wanted) || nameOfPermission(right.key).toLowerCase().includes(wanted)
  )
}
