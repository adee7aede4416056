import {
  AppstoreOutlined,
  AuditOutlined,
  BellOutlined,
  ContactsOutlined,
  MessageOutlined,
  SafetyCertificateOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Link, Outlet } from '@tanstack/react-router'
import { Badge } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUnreadNotices } from '../data/notices.ts'
import { useUnread } from '../data/unread.ts'
import { mayAnswer, useWaitingCount } from '../data/waiting.ts'
import { AccountMenu } from './account-menu.tsx'
import { FaceSwitch } from './face-switch.tsx'
import { LineBanner } from './line-banner.tsx'
import { usePhone } from './phone.ts'
import { TopBanners } from './top-banners.tsx'

type Way = {
  readonly to: '/' | '/contacts' | '/workbench' | '/requests' | '/me/permissions' | '/me/notices' | '/me'
  readonly word: 'messages' | 'contacts' | 'workbench' | 'approvals' | 'permissions' | 'notices' | 'me'
  readonly icon: ReactNode
  readonly exact?: boolean
}
const messages: Way = { to: '/', word: 'messages', icon: <MessageOutlined />, exact: true }
const contacts: Way = { to: '/contacts', word: 'contacts', icon: <ContactsOutlined /> }
const workbench: Way = { to: '/workbench', word: 'workbench', icon: <AppstoreOutlined /> }
const approvals: Way = { to: '/requests', word: 'approvals', icon: <AuditOutlined /> }
const permissions: Way = { to: '/me/permissions', word: 'permissions', icon: <SafetyCertificateOutlined /> }
const notices: Way = { to: '/me/notices', word: 'notices', icon: <BellOutlined /> }
const me: Way = { to: '/me', word: 'me', icon: <UserOutlined /> }
const onRail = [messages, contacts, workbench, approvals, permissions, notices]
const onTabs = [messages, contacts, workbench, me]

/** The messenger's frame: a dark rail beside the page, or tabs below it on a phone. */
export function MessengerShell() {
  const { t } = useTranslation()
  const phone = usePhone()
  const ways = phone ? onTabs : onRail.filter((way) => way !== approvals || mayAnswer())
  return (
    <div className={phone ? 'shell shell-tabs' : 'shell shell-rail'}>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      {phone ? null : <FaceSwitch face="messenger" />}
      <nav className={phone ? 'tabs' : 'rail'} aria-label={t('nav.main')}>
        {ways.map((way) => (
          <WayLink key={way.to} way={way} />
        ))}
      </nav>
      {phone ? null : (
        <div className="rail-foot">
          <AccountMenu />
        </div>
      )}
      <main id="main" className="shell-main" tabIndex={-1}>
        <LineBanner />
        <TopBanners />
        <Outlet />
      </main>
    </div>
  )
}

function WayLink({ way }: { readonly way: Way }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const unread = useUnread()
  const told = useUnreadNotices()
  const waiting = useWaitingCount()
  // On a phone the ways to the notices and to what waits for me lead through other pages.
  const counts: Partial<Record<Way['word'], number>> = {
    messages: unread,
    notices: told,
    me: told,
    approvals: waiting,
    workbench: phone ? waiting : 0,
  }
  const count = counts[way.word] ?? 0
  return (
    <Link
      to={way.to}
      className="way"
      activeOptions={{ exact: way.exact ?? false, includeSearch: false }}
      activeProps={{ className: 'way way-here', 'aria-current': 'page' }}
    >
      <Badge
        count={count}
        size="small"
        overflowCount={99}
        offset={[4, -2]}
        title={t('nav.unread', { count })}
      >
        <span className="way-icon" aria-hidden>
          {way.icon}
        </span>
      </Badge>
      <span className="way-word">{t(`nav.${way.word}`)}</span>
    </Link>
  )
}
