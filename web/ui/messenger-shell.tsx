import {
  AppstoreOutlined,
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
import { AccountMenu } from './account-menu.tsx'
import { FaceSwitch } from './face-switch.tsx'
import { LineBanner } from './line-banner.tsx'
import { usePhone } from './phone.ts'

type Way = {
  readonly to: '/' | '/contacts' | '/workbench' | '/me/permissions' | '/me/notices' | '/me'
  readonly word: 'messages' | 'contacts' | 'workbench' | 'permissions' | 'notices' | 'me'
  readonly icon: ReactNode
  readonly exact?: boolean
}
const messages: Way = { to: '/', word: 'messages', icon: <MessageOutlined />, exact: true }
const contacts: Way = { to: '/contacts', word: 'contacts', icon: <ContactsOutlined /> }
const workbench: Way = { to: '/workbench', word: 'workbench', icon: <AppstoreOutlined /> }
const permissions: Way = { to: '/me/permissions', word: 'permissions', icon: <SafetyCertificateOutlined /> }
const notices: Way = { to: '/me/notices', word: 'notices', icon: <BellOutlined /> }
const me: Way = { to: '/me', word: 'me', icon: <UserOutlined /> }
const onRail = [messages, contacts, workbench, permissions, notices]
const onTabs = [messages, contacts, workbench, me]

/** The messenger's frame: a dark rail beside the page, or tabs below it on a phone. */
export function MessengerShell() {
  const { t } = useTranslation()
  const phone = usePhone()
  const ways = phone ? onTabs : onRail
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
        <Outlet />
      </main>
    </div>
  )
}

function WayLink({ way }: { readonly way: Way }) {
  const { t } = useTranslation()
  const unread = useUnread()
  const told = useUnreadNotices()
  // On a phone the way to the notices leads through my own page.
  const counts: Partial<Record<Way['word'], number>> = { messages: unread, notices: told, me: told }
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
