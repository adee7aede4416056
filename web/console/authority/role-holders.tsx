import { contract } from '@hufu/contract'
import { Button, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import type { ItemOf } from '../../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import './roles.css'

const PAGE = 50

/** By which grants and restrictions a role is held, and by how many people. */
export function RoleHolders({ roleId }: { readonly roleId: string }) {
  const { t } = useTranslation('giving')
  const { t: common } = useTranslation()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const pages = usePages(contract.authority.roleHolders, {
    params: { roleId },
    query: { limit: PAGE, ...(wanted === '' ? {} : { search: wanted }) },
  })
  const empty = !pages.loading && pages.error === null && pages.items.length === 0
  return (
    <section className="role-holders" aria-label={t('role.holders')}>
      <h3>{t('role.holders')}</h3>
      {search !== '' || pages.hasMore ? (
        <Input.Search
          allowClear
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('role.findHolders')}
          aria-label={t('role.findHolders')}
        />
      ) : null}
      {pages.loading ? <RowsSkeleton rows={5} /> : null}
      {pages.error === null ? null : <ErrorState error={pages.error} onRetry={pages.again} />}
      {empty ? (
        <EmptyState title={wanted === '' ? t('role.noHolders') : common('state.nothingFound')} />
      ) : null}
      <ul className="lines">
        {pages.items.map((line) => (
          <Holder key={line.id} line={line} />
        ))}
      </ul>
      {pages.hasMore ? (
        <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </section>
  )
}

type Line = ItemOf<typeof contract.authority.roleHolders>

function Holder({ line: { kind, subject, scope, people, until, because } }: { readonly line: Line }) {
  const { t } = useTranslation('giving')
  const { t: authority } = useTranslation('authority')
  return (
    <li>
      <span className="stack">
        <span>
          <strong>{subject.label}</strong> <span className="tag">{authority(`subject.${subject.type}`)}</span>{' '}
          {kind === 'restriction' ? <span className="tag tag-warn">{t('role.restriction')}</span> : null}
        </span>
        <small>
          {scope.label} · {t('role.people', { count: people })}
          {until === null ? '' : ` · ${t('role.until', { time: clockTime(until) })}`} · {because}
        </small>
      </span>
    </li>
  )
}
