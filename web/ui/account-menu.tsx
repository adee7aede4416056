import { contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import type { MenuProps } from 'antd'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { keepMe, useMe } from '../data/me.ts'
import { signOutHere } from '../data/sign-out.ts'
import { keepLocale, locale } from '../words/locale.ts'
import type { Locale } from '../words/locale.ts'
import { speak } from '../words/words.ts'
import { Avatar } from './avatar.tsx'
import { ButtonMenu } from './button-menu.tsx'
import { useTell } from './tell.tsx'
import { putReport } from '../requests/report-now.ts'
import { chooseLooks, looksChoice, onLooks } from './theme.ts'
import type { LooksChoice } from './theme.ts'

/** Speaks another language at once and asks the server to remember it for me. */
export function useSpeak(): (next: Locale) => Promise<void> {
  const tell = useTell()
  return async (next) => {
    keepLocale(next)
    await speak(next)
    // The page already speaks it; only the memory of it can fail.
    await ask(contract.identity.changeMe, { body: { locale: next } }).then(keepMe, tell.problem)
  }
}

/** My picture; behind it the way to my pages, looks, language and out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { t: requests } = useTranslation('requests')
  const { t: asking } = useTranslation('asking')
  const me = useMe()
  const navigate = useNavigate()
  const choice = useSyncExternalStore(onLooks, looksChoice)
  const speakNow = useSpeak()
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.name} · ${t(`tier.${me.tier}`)}` },
    { key: '/me', label: t('account.me') },
    { key: '/me/permissions', label: t('account.permissions') },
    { key: '/me/requests', label: requests('title') },
    { key: 'report', label: asking('wayOn.report') },
    { type: 'divider' },
    {
      key: 'looks',
      label: t('theme.label'),
      children: choices.map((each) => ({ key: each, label: t(`theme.${each}`) })),
    },
    {
      key: 'language',
      label: t('language.label'),
      children: [
        { key: 'zh-CN', label: t('language.zh') },
        { key: 'en-US', label: t('language.en') },
      ],
    },
    { type: 'divider' },
    { key: 'out', label: t('act.signOut') },
  ]
  const choose = (key: string): void => {
    if (key === '/me' || key === '/me/permissions' || key === '/me/requests') void navigate({ to: key })
    else if (key === 'light' || key === 'dark' || key === 'system') chooseLooks(key)
    else if (key === 'zh-CN' || key === 'en-US') void speakNow(key)
    else if (key === 'report') putReport({ permission: undefined })
    else if (key === 'out') void signOutHere(navigate)
  }
  return (
    <ButtonMenu
      items={items}
      selectable
      selectedKeys={[choice, locale()]}
      onChoose={choose}
      placement="topRight"
    >
      <button type="button" className="account-button" aria-label={t('account.menu')} aria-haspopup="menu">
        <Avatar name={me.name} size={36} />
      </button>
    </ButtonMenu>
  )
}

const choices: readonly LooksChoice[] = ['system', 'light', 'dark']
