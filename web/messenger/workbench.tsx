import {
  ContactsOutlined,
  DashboardOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../ui/page-head.tsx'
import './messenger.css'

type Card = {
  readonly to: '/me/permissions' | '/contacts' | '/' | '/console'
  readonly word: 'permissions' | 'contacts' | 'group' | 'console'
  readonly icon: ReactNode
}
const cards: readonly Card[] = [
  { to: '/me/permissions', word: 'permissions', icon: <SafetyCertificateOutlined /> },
  { to: '/contacts', word: 'contacts', icon: <ContactsOutlined /> },
  { to: '/', word: 'group', icon: <TeamOutlined /> },
  { to: '/console', word: 'console', icon: <DashboardOutlined /> },
]

/** What one needs often, one press away. */
export function WorkbenchPage() {
  const { t } = useTranslation('messenger')
  return (
    <div className="page page-narrow">
      <PageHead title={t('workbench.title')} lead={t('workbench.lead')} />
      <ul className="bench-cards">
        {cards.map(({ to, word, icon }) => (
          <li key={word}>
            <Link to={to} className="bench-card">
              <span className="bench-icon" aria-hidden>
                {icon}
              </span>
              <span>
                <strong>{t(`workbench.${word}`)}</strong>
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
