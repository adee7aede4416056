import { contract } from '@hufu/contract'
import type { ImportView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../../data/queries.ts'
import type { ItemOf } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'

const here = getRouteApi('/signed/console/imports/$importId')
type Row = ItemOf<typeof contract.directory.importRows>
const outcomes = ['new', 'changed', 'unchanged', 'refused'] as const
const tones = {
  new: 'tag tag-good',
  changed: 'tag risk-medium',
  unchanged: 'tag',
  refused: 'tag tag-warn',
} as const

/** Every row of the file with what becomes of it, filtered by outcome. */
export function ImportRows({ view }: { readonly view: ImportView }) {
  const { t } = useTranslation('imports')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const outcome = outcomes.find((each) => each === search.outcome)
  const pages = usePages(contract.directory.importRows, {
    params: { importId: view.id },
    query: { limit: 100, ...(outcome === undefined ? {} : { outcome }) },
  })
  const all = view.counts.new + view.counts.changed + view.counts.unchanged + view.counts.refused
  return (
    <>
      <div className="toolbar">
        <Segmented
          aria-label={t('outcome')}
          value={outcome ?? 'all'}
          options={[
            { value: 'all', label: `${t('outcomes.all')} ${all}` },
            ...outcomes.map((each) => ({
              value: each as string,
              label: `${t(`outcomes.${each}`)} ${view.counts[each]}`,
            })),
          ]}
          onChange={(next) =>
            void navigate({ search: { outcome: next === 'all' ? undefined : next }, replace: true })
          }
        />
      </div>
      <DataList
        label={t('listRows')}
        columns={useColumns()}
        pages={{ ...pages, total: outcome === undefined ? all : view.counts[outcome] }}
        idOf={({ row }) => String(row)}
      />
    </>
  )
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation('imports')
  return useMemo(
    () => [
      {
        key: 'row',
        title: t('row'),
        width: '64px',
        render: ({ row }) => <span className="number quiet">{row}</span>,
      },
      {
        key: 'outcome',
        bare: true,
        title: t('outcome'),
        width: '80px',
        render: ({ outcome }) => <span className={tones[outcome]}>{t(`outcomes.${outcome}`)}</span>,
      },
      {
        key: 'name',
        title: t('name'),
        width: 'minmax(100px, 1fr)',
        render: ({ name }) => <strong>{name}</strong>,
      },
      { key: 'login', title: t('login'), width: 'minmax(100px, 1fr)', render: ({ login }) => login },
      {
        key: 'department',
        bare: true,
        title: t('department'),
        width: 'minmax(160px, 2fr)',
        render: ({ departments }) => departments,
      },
      {
        key: 'what',
        bare: true,
        title: t('what'),
        width: 'minmax(220px, 3fr)',
        render: (row) => <What row={row} />,
      },
    ],
    [t],
  )
}

function What({ row }: { readonly row: Row }) {
  const { t } = useTranslation('imports')
  if (row.reason !== null) return <span className="import-reason">{row.reason}</span>
  return (
    <span className="stack">
      {row.leaving === null ? null : <small>{t(`leaving.row.${row.leaving}`)}</small>}
      {row.changes.map(({ field, from, to }) => (
        <small key={field}>
          {field}：<s>{from ?? t('nothing')}</s> → {to ?? t('nothing')}
        </small>
      ))}
    </span>
  )
}
