import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Explained } from '../../rights/explain-drawer.tsx'
import { placeOf } from '../../rights/place.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AsOf, Asked } from './asked.tsx'
import { explorerRoute, useQuestion } from './route.ts'
import { WhatPanel } from './what-panel.tsx'
import { WhoPanel } from './who-panel.tsx'
import '../console.css'
import './explorer.css'

const tabs = ['why', 'who', 'what'] as const

/** Asking the rules: why or why not, who can, and what somebody can do; now, or at a past date. */
export function ExplorerPage() {
  const { t } = useTranslation('explorer')
  const search = explorerRoute.useSearch()
  const navigate = explorerRoute.useNavigate()
  const tab = tabs.find((each) => each === search.tab) ?? 'why'
  const panels = { why: <WhyPanel />, who: <WhoPanel />, what: <WhatPanel /> }
  return (
    <div className="page page-narrow explorer">
      <PageHead title={t('title')} lead={t('lead')} />
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) => void navigate({ search: (before) => ({ ...before, tab: next }), replace: true })}
        items={tabs.map((key) => ({ key, label: t(`tabs.${key}`), children: panels[key] }))}
      />
    </div>
  )
}

function WhyPanel() {
  const { t } = useTranslation('explorer')
  const { memberId, permissionKey, where, at } = useQuestion()
  const target = placeOf(where, memberId)
  return (
    <div className="explorer-panel">
      <Asked person permission />
      <AsOf />
      <section className="sheet sheet-pad" aria-label={t('tabs.why')}>
        {memberId === undefined || permissionKey === undefined || target === null ? (
          <EmptyState title={t('choose')} hint={t('chooseHint')} />
        ) : (
          <Explained {...{ memberId, permissionKey, target, at }} reader="console" />
        )}
      </section>
    </div>
  )
}
