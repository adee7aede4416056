import { contract } from '@hufu/contract'
import type { ImportView } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { DataList, wholeList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { ExportPanel } from './export-panel.tsx'
import { ImportState } from './import-state.tsx'
import { UploadPanel } from './upload-panel.tsx'
import '../console.css'

/** Bringing a directory in and taking it out. */
export function ImportsPage() {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const read = useAsk(contract.directory.imports, {})
  return (
    <div className="page page-fill">
      <PageHead title={t('title')} lead={t('lead')} />
      <div className="import-panels">
        <UploadPanel />
        <ExportPanel />
      </div>
      <h2>{t('history')}</h2>
      <DataList
        label={t('history')}
        columns={useColumns()}
        pages={wholeList({ ...read, data: read.data?.items })}
        idOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/console/imports/$importId', params: { importId: id } })}
        empty={<EmptyState title={t('noHistory')} />}
      />
    </div>
  )
}

function useColumns(): readonly Column<ImportView>[] {
  const { t } = useTranslation('imports')
  return useMemo(
    () => [
      {
        key: 'file',
        title: t('file'),
        width: 'minmax(200px, 2fr)',
        render: ({ fileName }) => <strong>{fileName}</strong>,
      },
      {
        key: 'state',
        bare: true,
        title: t('state'),
        width: '110px',
        render: ({ state }) => <ImportState state={state} />,
      },
      {
        key: 'result',
        title: t('result'),
        width: 'minmax(220px, 2fr)',
        render: ({ reason, counts }) =>
          reason ??
          t('reportLine', {
            added: counts.new,
            changed: counts.changed,
            unchanged: counts.unchanged,
            refused: counts.refused,
            departments: counts.departments,
          }),
      },
      { key: 'who', title: t('who'), width: '110px', render: ({ createdBy }) => createdBy },
      { key: 'when', title: t('when'), width: '150px', render: ({ createdAt }) => <Time at={createdAt} /> },
    ],
    [t],
  )
}
