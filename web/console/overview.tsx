import {
  AuditOutlined,
  CloudUploadOutlined,
  CrownOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '../data/me.ts'
import { useAsk } from '../data/queries.ts'
import { PageHead } from '../ui/page-head.tsx'
import { whyNot } from '../ui/reason-button.tsx'
import { Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import './console.css'

/** The console's first page: how the company stands, how to start, and what changed lately. */
export function OverviewPage() {
  const { t } = useTranslation('console')
  const { t: common } = useTranslation()
  const me = useMe()
  return (
    <div className="page page-narrow">
      <PageHead
        title={t('overview.hello', { name: me.name })}
        lead={`${t('overview.lead', { company: me.workspace.name })} · ${common(`tier.${me.tier}`)}`}
      />
      <Numbers />
      <div className="overview-columns">
        <section className="sheet sheet-pad">
          <StartTitle />
          <ol className="steps">
            <Step to="/console/imports" icon={<CloudUploadOutlined />} title={t('overview.step1')}>
              {t('overview.step1Hint')}
            </Step>
            <Step to="/console/administrators" icon={<CrownOutlined />} title={t('overview.step2')}>
              {t('overview.step2Hint')}
            </Step>
            <Step to="/console/members" icon={<SafetyCertificateOutlined />} title={t('overview.step3')}>
              {t('overview.step3Hint')}
            </Step>
          </ol>
        </section>
        <Recent />
      </div>
    </div>
  )
}

/** The first steps are news to a company of one; later they are what is done most. */
function StartTitle() {
  const { t } = useTranslation('console')
  const people = useAsk(contract.directory.members, { query: { limit: 1 } })
  const started = (people.data?.total ?? 0) > 1
  return <h2>{t(started ? 'overview.shortcuts' : 'overview.start')}</h2>
}

type StepProps = {
  readonly to: '/console/imports' | '/console/administrators' | '/console/members'
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

function Step({ to, icon, title, children }: StepProps) {
  return (
    <li>
      <span className="step-icon" aria-hidden>
        {icon}
      </span>
      <span className="stack">
        <Link to={to}>{title}</Link>
        <small>{children}</small>
      </span>
    </li>
  )
}

function Numbers() {
  const { t } = useTranslation('console')
  const me = useMe()
  const people = useAsk(contract.directory.members, { query: { limit: 1 } })
  const tree = useAsk(contract.directory.tree, {})
  const seats = useAsk(
    contract.authority.administrators,
    { query: { limit: 1 } },
    { enabled: me.can['admin.view']?.allowed === true },
  )
  const numbers = [
    { to: '/console/members' as const, label: t('overview.people'), value: people.data?.total },
    { to: '/console/members' as const, label: t('overview.departments'), value: tree.data?.ids.length },
    {
      to: '/console/administrators' as const,
      label: t('overview.administrators'),
      value: seats.data?.total,
    },
    {
      to: '/console/ledger' as const,
      label: t('overview.revision'),
      value: me.revision,
      hint: t('overview.revisionHint'),
    },
  ]
  return (
    <div className="numbers">
      {numbers.map(({ to, label, value, hint }) => (
        <Link key={label} to={to} className="sheet number-card" title={hint}>
          <span className="quiet">{label}</span>
          <strong>{value ?? '—'}</strong>
        </Link>
      ))}
    </div>
  )
}

function Recent() {
  const { t } = useTranslation('console')
  const may = useMay('audit.admin.view')
  const read = useAsk(contract.ledger.entries, { query: { limit: 8 } }, { enabled: may.allowed })
  return (
    <section className="sheet sheet-pad">
      <header className="section-head">
        <h2>{t('overview.recent')}</h2>
        <Link to="/console/ledger">
          <AuditOutlined aria-hidden /> {t('overview.all')}
        </Link>
      </header>
      {may.allowed ? (
        <Shown read={read}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{t('overview.none')}</p>
            ) : (
              <ul className="lines">
                {items.map(({ index, words, at }) => (
                  <li key={index}>
                    <Link to="/console/ledger" search={{ entry: String(index) }} className="recent-words">
                      {words}
                    </Link>
                    <small className="quiet">
                      <Time at={at} />
                    </small>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      ) : (
        <p className="quiet">{whyNot(may, 'audit.admin.view')}</p>
      )}
    </section>
  )
}
