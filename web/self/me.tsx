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
      <Link to="/me/permissions" className="sheet self-way">
        <SafetyCertificateOutlined aria-hidden />
        <span className="stack">
          <strong>{t('permissions')}</strong>
          <small>{t('permissionsLead')}</small>
        </span>
      </Link>
      <Link to="/me/security" className="sheet self-way">
        <LockOutlined aria-hidden />
        <span className="stack">
          <strong>{security('title')}</strong>
          <small>{security('lead')}</small>
        </span>
      </Link>
      <Link to="/me/notices" className="sheet self-way">
        <BellOutlined aria-hidden />
        <span className="stack">
          <strong>
            {t('notices.title')}{' '}
            <Badge count={told} size="small" title={common('nav.unread', { count: told })} />
          </strong>
          <small>{t('notices.lead')}</small>
        </span>
      </Link>
      <Link to="/me/requests" className="sheet self-way">
        <FileAddOutlined aria-hidden />
        <span className="stack">
          <strong>{requests('title')}</strong>
          <small>{requests('lead')}</small>
        </span>
      </Link>
      {me.can['request.answer']?.allowed === true ? (
        <Link to="/me/deputies" className="sheet self-way">
          <UserSwitchOutlined aria-hidden />
          <span className="stack">
            <strong>{approvals('deputies.title')}</strong>
            <small>{approvals('deputies.lead')}</small>
          </span>
        </Link>
      ) : null}
      <Link to="/me/handovers" className="sheet self-way">
        <SwapOutlined aria-hidden />
        <span className="stack">
          <strong>{handover('mine.title')}</strong>
          <small>{handover('mine.lead')}</small>
        </span>
      </Link>
      <Link to="/console" className="sheet self-way">
        <ToolOutlined aria-hidden />
        <span className="stack">
          <strong>{t('console')}</strong>
          <small>{common(`tier.${me.tier}`)}</small>
        </span>
      </Link>
    </nav>
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
