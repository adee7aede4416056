import {
  BellOutlined,
  FileAddOutlined,
  LockOutlined,
  SafetyCertificateOutlined,
  SwapOutlined,
  ToolOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Badge, Button, Segmented } from 'antd'
import { useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { useUnreadNotices } from '../data/notices.ts'
import { signOutHere } from '../data/sign-out.ts'
import { useSpeak } from '../ui/account-menu.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { StatusTag, TierTag } from '../ui/tags.tsx'
import { chooseLooks, looksChoice, onLooks } from '../ui/theme.ts'
import { locale, onLocale } from '../words/locale.ts'
import { listed } from '../words/listed.ts'
import { MailSwitch } from './mail-switch.tsx'
import './self.css'

/** My own page: who I am, how the product looks and speaks to me, and the ways to more. */
export function MePage() {
  const { t: common } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  return (
    <div className="page page-narrow self">
      <header className="self-head">
        <Avatar name={me.name} size={64} />
        <div>
          <h1>{me.name}</h1>
          <p className="quiet">
            {me.workspace.name} · {listed(me.departments.map(({ name }) => name))}
          </p>
          <p className="card-tags">
            <StatusTag status={me.status} /> <TierTag tier={me.tier} />
          </p>
        </div>
      </header>
      <Ways />
      <Settings />
      <Button block size="large" onClick={() => void signOutHere(navigate)}>
        {common('act.signOut')}
      </Button>
    </div>
  )
}

/** The pages of my own below this one. */
function Ways() {
  const { t } = useTranslation('self')
  const { t: common } = useTranslation()
  const { t: security } = useTranslation('security')
  const { t: handover } = useTranslation('handover')
  const { t: requests } = useTranslation('requests')
  const { t: approvals } = useTranslation('approvals')
  const me = useMe()
  const told = useUnreadNotices()
  return (
    <nav className="self-ways" aria-label={t('title')}>
      <Way
        to="/me/permissions"
        icon={<SafetyCertificateOutlined />}
        title={t('permissions')}
        lead={t('permissionsLead')}
      />
      <Way to="/me/security" icon={<LockOutlined />} title={security('title')} lead={security('lead')} />
      <Way
        to="/me/notices"
        icon={<BellOutlined />}
        title={
          <>
            {t('notices.title')}{' '}
            <Badge count={told} size="small" title={common('nav.unread', { count: told })} />
          </>
        }
        lead={t('notices.lead')}
      />
      <Way to="/me/requests" icon={<FileAddOutlined />} title={requests('title')} lead={requests('lead')} />
      {me.can['request.answer']?.allowed === true ? (
        <Way
          to="/me/deputies"
          icon={<UserSwitchOutlined />}
          title={approvals('deputies.title')}
          lead={approvals('deputies.lead')}
        />
      ) : null}
      <Way
        to="/me/handovers"
        icon={<SwapOutlined />}
        title={handover('mine.title')}
        lead={handover('mine.lead')}
      />
      <Way to="/console" icon={<ToolOutlined />} title={t('console')} lead={common(`tier.${me.tier}`)} />
    </nav>
  )
}

type WayProps = {
  readonly to:
    | '/console'
    | '/me/deputies'
    | '/me/handovers'
    | '/me/notices'
    | '/me/permissions'
    | '/me/requests'
    | '/me/security'
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly lead: string
}

function Way({ to, icon, title, lead }: WayProps) {
  return (
    <Link to={to} className="sheet self-way">
      <span aria-hidden>{icon}</span>
      <span className="stack">
        <strong>{title}</strong>
        <small>{lead}</small>
      </span>
    </Link>
  )
}

function Settings() {
  const { t } = useTranslation('self')
  const { t: common } = useTranslation()
  const looks = useSyncExternalStore(onLooks, looksChoice)
  const language = useSyncExternalStore(onLocale, locale)
  const speak = useSpeak()
  return (
    <section className="sheet sheet-pad self-settings" aria-label={t('settings')}>
      <div>
        <span>{t('language')}</span>
        <Segmented
          aria-label={t('language')}
          value={language}
          options={[
            { value: 'zh-CN' as const, label: common('language.zh') },
            { value: 'en-US' as const, label: common('language.en') },
          ]}
          onChange={(next) => void speak(next)}
        />
      </div>
      <div>
        <span>{t('looks')}</span>
        <Segmented
          aria-label={t('looks')}
          value={looks}
          options={(['system', 'light', 'dark'] as const).map((each) => ({
            value: each,
            label: common(`theme.${each}`),
          }))}
          onChange={chooseLooks}
        />
      </div>
      <MailSwitch />
    </section>
  )
}
