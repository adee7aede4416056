import { contract } from '@hufu/contract'
import type { MemberRow } from '@hufu/contract'
import { Button, Checkbox, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../data/queries.ts'
import { Avatar } from './avatar.tsx'
import type { Chosen } from './picker.ts'
import { EmptyState, ErrorState, RowsSkeleton } from './states.tsx'

type Props = {
  readonly department: string | null
  readonly picked: readonly Chosen[]
  readonly without: ReadonlySet<string> | undefined
  readonly onToggle: (one: Chosen) => void
}

/** The people of the chosen department, or those a search finds in the whole company. */
export function PickerPeople({ department, picked, without, onToggle }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [below, setBelow] = useState(true)
  const wanted = useDeferredValue(search.trim())
  const people = usePages(contract.directory.members, {
    query: {
      limit: 50,
      ...(wanted === '' ? {} : { search: wanted }),
      ...(department === null ? {} : { departmentId: department, below: below ? 'true' : 'false' }),
    },
  })
  return (
    <section className="picker-people" aria-label={t('picker.people')}>
      <Input.Search
        allowClear
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={t('picker.search')}
        aria-label={t('picker.search')}
      />
      <Checkbox checked={below} onChange={(event) => setBelow(event.target.checked)}>
        {t('picker.below')}
      </Checkbox>
      <div className="picker-rows">
        {people.items.map((row) => (
          <PersonRow
            key={row.id}
            row={row}
            checked={picked.some(({ id }) => id === row.id)}
            disabled={without?.has(row.id) ?? false}
            onToggle={onToggle}
          />
        ))}
        {people.loading ? <RowsSkeleton rows={5} /> : null}
        {people.error === null ? null : <ErrorState error={people.error} onRetry={people.again} />}
        {!people.loading && people.error === null && people.items.length === 0 ? (
          <EmptyState title={t('state.nothingFound')} />
        ) : null}
        {people.hasMore ? (
          <Button block type="text" loading={people.loadingMore} onClick={people.more}>
            {t('act.more')}
          </Button>
        ) : null}
      </div>
    </section>
  )
}

type RowProps = {
  readonly row: MemberRow
  readonly checked: boolean
  readonly disabled: boolean
  readonly onToggle: (one: Chosen) => void
}

function PersonRow({ row, checked, disabled, onToggle }: RowProps) {
  const { t } = useTranslation()
  const hint = departmentOf(row)
  return (
    <Checkbox
      className="picker-row"
      checked={checked}
      disabled={disabled}
      onChange={() => onToggle({ type: 'member', id: row.id, name: row.name, hint })}
      aria-label={t('picker.choose', { name: row.name })}
    >
      <Avatar name={row.name} size={30} />
      <span className="picker-who">
        <span>{row.name}</span>
        <small>{hint}</small>
      </span>
    </Checkbox>
  )
}

/** The department to tell namesakes apart by: the primary one, with the one above it. */
export function departmentOf(row: Pick<MemberRow, 'appointments'>): string {
  const primary = row.appointments.find((each) => each.primary) ?? row.appointments[0]
  return primary?.departmentPath.slice(-2).join(' / ') ?? ''
}
