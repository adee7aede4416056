import { contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Segmented } from 'antd'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { signOutHere } from '../../data/sign-out.ts'
import { useSpeak } from '../../ui/account-menu.tsx'
import { Seal } from '../../ui/seal.tsx'
import { locale, onLocale } from '../../words/locale.ts'
import { SecurityParts } from './security-page.tsx'
import './security.css'

/** All that a session sees that has not proved what the company asks: why, and how to go on. */
export function LimitedPage() {
  const { t } = useTranslation('security')
  const me = useMe()
  const navigate = useNavigate()
  const { data } = useAsk(contract.factors.mine, {})
  // What was set up counts for the next sign-in; until then nothing of it was proved here.
  const ready = data?.met === true
  return (
    <main className="limited" id="main">
      <Bar />
      <Alert
        type={ready ? 'success' : 'warning'}
        showIcon
        role="status"
        title={t(ready ? 'limited.ready' : 'limited.title', { company: me.workspace.name })}
        description={
          ready ? (
            <Button size="small" type="primary" onClick={() => void signOutHere(navigate)}>
              {t('limited.again')}
            </Button>
          ) : (
            t(`limited.${data?.need ?? 'second-factor'}`)
          )
        }
      />
      <SecurityParts />
    </main>
  )
}

function Bar() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const speak = useSpeak()
  const language = useSyncExternalStore(onLocale, locale)
  return (
    <div className="limited-bar">
      <Seal size={32} />
      <strong>{me.workspace.name}</strong>
      <Segmented
        aria-label={t('language.label')}
        size="small"
        value={language}
        options={[
          { value: 'zh-CN' as const, label: t('language.zh') },
          { value: 'en-US' as const, label: t('language.en') },
        ]}
        onChange={(next) => void speak(next)}
      />
      <Button size="small" onClick={() => void signOutHere(navigate)}>
        {t('act.signOut')}
      </Button>
    </div>
  )
}
