import { getRouteApi } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/page-head.tsx'
import { FlowTab } from './flow-tab.tsx'
import { MeasuresTab } from './measures-tab.tsx'
import { Queue } from './queue.tsx'
import { ReportsTab } from './reports-tab.tsx'
import '../console.css'
import '../../requests/requests.css'
import './requests.css'

const here = getRouteApi('/signed/console/requests')
const tabs = ['queue', 'flow', 'measures', 'reports'] as const

/** Requests of the people one looks after, how they go, how fast, and what people report. */
export function RequestsPage() {
  const { t } = useTranslation('approvals')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const tab = tabs.find((each) => each === search.tab) ?? 'queue'
  return (
    <div className="page page-fill">
      <PageHead title={t('console.title')} lead={t('console.lead')} />
      <div>
        <Segmented
          aria-label={t('console.title')}
          value={tab}
          options={tabs.map((each) => ({ value: each, label: t(`console.tabs.${each}`) }))}
          onChange={(next) => void navigate({ search: next === 'queue' ? {} : { tab: next } })}
        />
      </div>
      {tab === 'queue' ? <Queue /> : null}
      {tab === 'flow' ? <FlowTab /> : null}
      {tab === 'measures' ? <MeasuresTab /> : null}
      {tab === 'reports' ? <ReportsTab /> : null}
    </div>
  )
}
