import { contract } from '@hufu/contract'
import { Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { keepMe, useMe } from '../data/me.ts'
import { useTell } from '../ui/tell.tsx'

/** Whether my notices come by e-mail as well; nothing where the server sends none. */
export function MailSwitch() {
  const { t } = useTranslation('self')
  const { mail } = useMe()
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  if (mail === null) return null
  const { address } = mail
  const choose = async (on: boolean): Promise<void> => {
    setBusy(true)
    await ask(contract.identity.changeMe, { body: { mail: on } }).then(keepMe, tell.problem)
    setBusy(false)
  }
  return (
    <div className="self-mail">
      <span className="stack">
        <span>{t('mail.label')}</span>
        <small>{address === null ? t('mail.none') : t('mail.to', { address })}</small>
      </span>
      <Switch
        aria-label={t('mail.label')}
        checked={mail.on && address !== null}
        disabled={address === null}
        loading={busy}
        onChange={(on) => void choose(on)}
      />
    </div>
  )
}
