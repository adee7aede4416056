import {
  AuditOutlined,
  ContactsOutlined,
  DashboardOutlined,
  FileAddOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Badge } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { mayAnswer, useWaitingCount } from '../data/waiting.ts'
import { PageHead } from '../ui/page-head.tsx'
import './messenger.css'

type Card = {
  readonly to: '/me/permissions' | '/me/requests' | '/requests' | '/contacts' | '/' | '/console'
  readonly word: 'permissions' | 'requests' | 'approvals' | 'contacts' | 'group' | 'console'
  readonly icon: ReactNode
}
const cards: readonly Card[] = [
  { to: '/me/permissions', word: 'permissions', icon: <SafetyCertificateOutlined /> },
  { to: '/me/requests', word: 'requests', icon: <FileAddOutlined /> },
  { to: '/requests', word: 'approvals', icon: <AuditOutlined /> },
  { to: '/contacts', word: 'contacts', icon: <ContactsOutlined /> },
  { to: '/', word: 'group', icon: <TeamOutlined /> },
  { to: '/console', word: 'console', icon: <DashboardOutlined /> },
]

/** What one needs often, one press away. */
export function WorkbenchPage() {
  const { t } = useTranslation('messenger')
  const waiting = useWaitingCount()
  const shown = cards.filter(({ word }) => word !== 'approvals' || mayAnswer())
  return (
    <div className="page page-narrow">
      <PageHead title={t('workbench.title')} lead={t('workbench.lead')} />
      <ul className="bench-cards">
        {shown.map(({ to, word, icon }) => (
          <li key={word}>
            <Link to={to} className="bench-card">
              <span className="bench-icon" aria-hidden>
                {icon}
              </span>
              <span>
                <strong>
                  {t(`workbench.${word}`)}{' '}
                  {word === 'approvals' ? <Badge count={waiting} size="small" /> : null}
                </strong>
                <small>{t(`workbench.${word}Hint`)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="quiet">{t('workbench.later')}</p>
    </div>
  )
}
