import { getRouteApi } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/page-head.tsx'
import { ActsList } from './acts-list.tsx'
import { HalvesList } from './halves-list.tsx'
import '../console.css'
import './critical.css'

const here = getRouteApi('/signed/console/critical')

/** What was done by critical permissions, and what waits for a second person. */
export function CriticalPage() {
  const { t } = useTranslation('halves')
  const { tab } = here.useSearch()
  const navigate = here.useNavigate()
  return (
    <div className="page page-narrow">
      <PageHead title={t('title')} lead={t('lead')} />
      <Tabs
        activeKey={tab === 'halves' ? 'halves' : 'acts'}
        onChange={(key) =>
          void navigate({ search: { tab: key === 'halves' ? key : undefined }, replace: true })
        }
        items={[
          { key: 'acts', label: t('tabs.acts'), children: <ActsList /> },
          { key: 'halves', label: t('tabs.halves'), children: <HalvesList /> },
        ]}
      />
    </div>
  )
}
