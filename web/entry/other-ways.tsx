import { KeyOutlined, QrcodeOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { SignInAnswer } from '@hufu/contract'
import { Alert, Button, Divider } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { wordsOfError } from '../data/problem.ts'
import { LinkPanel } from '../proving/link-panel.tsx'
import { noPasskeysHere, signByPasskey } from '../proving/passkey.ts'
import { EntryFrame } from './entry-frame.tsx'

type Props = { readonly onDone: (answer: SignInAnswer) => void; readonly onQr: () => void }

/** Signing in without a password: by a passkey, or by a phone that is signed in. */
export function OtherWays({ onDone, onQr }: Props) {
  const { t } = useTranslation('entry')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const no = noPasskeysHere()
  const sign = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { options } = await ask(contract.factors.passkeyChallenge, { body: {} })
      const answer = await signByPasskey(options)
      onDone(await ask(contract.factors.signInByPasskey, { body: { answer } }))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <section className="entry-ways" aria-label={t('signIn.other')}>
      <Divider plain>{t('signIn.other')}</Divider>
      <div className="entry-ways-acts">
        <Button
          block
          icon={<KeyOutlined />}
          disabled={no !== null}
          loading={busy}
          onClick={() => void sign()}
        >
          {t('signIn.passkey')}
        </Button>
        <Button block icon={<QrcodeOutlined />} onClick={onQr}>
          {t('signIn.qr')}
        </Button>
      </div>
      {no === null ? null : <p className="entry-foot">{no}</p>}
      {error === null ? null : <Alert type="error" showIcon title={wordsOfError(error)} role="alert" />}
    </section>
  )
}

type QrProps = { readonly onDone: (answer: SignInAnswer) => void; readonly onLeave: () => void }

/** Signing in by a QR code. */
export function QrStep({ onDone, onLeave }: QrProps) {
  const { t } = useTranslation('entry')
  return (
    <EntryFrame title={t('qr.title')} lead={t('qr.lead')}>
      <div className="entry-second">
        <LinkPanel
          show={() => ask(contract.factors.showLink, { body: {} })}
          onApproved={async ({ id, secret }) =>
            onDone(await ask(contract.factors.signInByLink, { body: { linkId: id, secret } }))
          }
        />
      </div>
      <ol className="entry-steps">
        <li>{t('qr.open')}</li>
        <li>{t('qr.scan')}</li>
        <li>{t('qr.confirm')}</li>
      </ol>
      <p className="entry-foot">
        <Button type="link" size="small" onClick={onLeave}>
          {t('qr.leave')}
        </Button>
      </p>
    </EntryFrame>
  )
}
