import { MenuOutlined } from '@ant-design/icons'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from '../ui/account-menu.tsx'
import { FaceSwitch } from '../ui/face-switch.tsx'
import { LineBanner } from '../ui/line-banner.tsx'
import { TopBanners } from '../ui/top-banners.tsx'
import { NoticesBell } from '../ui/notices-bell.tsx'
import { usePhone } from '../ui/phone.ts'
import { ConsoleMenu, placeOf } from './menu.tsx'

/** The console's frame: grouped menu on the left, where one is and who one is above, the page below. */
export function ConsoleShell() {
  const { t } = useTranslation()
  const phone = usePhone()
  return (
    <div className="console">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      {phone ? null : (
        <div className="console-side">
          <FaceSwitch face="console" withName />
          <ConsoleMenu />
        </div>
      )}
      <div className="console-body">
        <header className="console-head">
          {phone ? <PhoneMenu /> : null}
          <Crumbs />
          <NoticesBell />
          <AccountMenu />
        </header>
        <main id="main" className="console-main" tabIndex={-1}>
          <LineBanner />
          <TopBanners />
          <Outlet />
        </main>
      </div>
    </div>
  )
}

function PhoneMenu() {
  const { t } = useTranslation('console')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="text" icon={<MenuOutlined />} aria-label={t('menu.open')} onClick={() => setOpen(true)} />
      <Drawer
        open={open}
        placement="left"
        size={264}
        onClose={() => setOpen(false)}
        closable={false}
        styles={{ body: { padding: 0 } }}
        aria-label={t('menu.label')}
      >
        <div className="console-side console-side-phone">
          <FaceSwitch face="console" withName />
          <ConsoleMenu onGo={() => setOpen(false)} />
        </div>
      </Drawer>
    </>
  )
}

function Crumbs() {
  const { t } = useTranslation('console')
  const { pathname } = useLocation()
  const here = placeOf(pathname)
  if (here === null) return <span className="crumbs" />
  const deeper = pathname.replace(/\/$/, '') !== here.place.to
  return (
    <nav className="crumbs" aria-label={t('crumbs')}>
      <ol>
        {here.group === null ? null : <li>{t(`menu.${here.group}`)}</li>}
        <li aria-current={deeper ? undefined : 'page'}>
          {deeper ? (
            <Link to={here.place.to}>{t(`menu.${here.place.word}`)}</Link>
          ) : (
            t(`menu.${here.place.word}`)
          )}
        </li>
        {deeper && isDeep(here.place.word) ? (
          <li aria-current="page">{t(deepWord(pathname) ?? `deep.${here.place.word}`)}</li>
        ) : null}
      </ol>
    </nav>
  )
}

/** Pages below a place that are not of one of its things. */
const deeper = [
  [/\/handover$/, 'deep.handover'],
  [/\/plans\/new$/, 'deep.newPlan'],
  [/\/creator\/new$/, 'deep.startTransfer'],
  [/\/checklist$/, 'deep.checklist'],
  [/\/creator\/claims/, 'deep.claims'],
] as const
const deepWord = (pathname: string): (typeof deeper)[number][1] | null =>
  deeper.find(([where]) => where.test(pathname))?.[1] ?? null

/** Places that have a page of one thing below them. */
const deep = ['members', 'imports', 'plans', 'revocations', 'requests', 'creator', 'critical'] as const
const isDeep = (word: string): word is (typeof deep)[number] => deep.some((each) => each === word)
