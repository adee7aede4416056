import { PASSWORD_MAX } from '@hufu/contract'
import type { LinkShown, ProofBrought, ProofMethod } from '@hufu/contract'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { LinkPanel } from './link-panel.tsx'
import { noPasskeysHere } from './passkey.ts'
import './proving.css'

/** What is typed, or that the browser is to be asked. */
export type Brought = Exclude<ProofBrought, { readonly method: 'passkey' }> | { readonly method: 'passkey' }

type Props = {
  readonly way: ProofMethod
  /** Of the form, for the button that sends it, which stands where the page has its buttons. */
  readonly formId: string
  /** Throws only for a QR code: there it is told beside the code. */
  readonly onBring: (brought: Brought) => Promise<unknown>
  readonly showLink: () => Promise<LinkShown>
}

/** Whether this way has a button to send it; a QR code goes on by itself. */
export const hasButton = (way: ProofMethod): boolean =>
  way !== 'link' && (way !== 'passkey' || noPasskeysHere() === null)

/** Takes a proof in one way. */
export function ProvePanel({ way, formId, onBring, showLink }: Props) {
  switch (way) {
    case 'password':
      return <PasswordForm formId={formId} onBring={onBring} />
    case 'totp':
    case 'recovery':
      return <CodeForm way={way} formId={formId} onBring={onBring} />
    case 'passkey':
      return <PasskeyForm formId={formId} onBring={onBring} />
    case 'link':
      return (
        <LinkPanel
          show={showLink}
          onApproved={({ id, secret }) => onBring({ method: 'link', linkId: id, secret })}
        />
      )
  }
}

type FormProps = Pick<Props, 'formId' | 'onBring'>

function PasswordForm({ formId, onBring }: FormProps) {
  const { t } = useTranslation()
  return (
    <Form<{ password: string }>
      id={formId}
      layout="vertical"
      onFinish={({ password }) => void onBring({ method: 'password', password })}
    >
      <Form.Item
        name="password"
        label={t('stepUp.password')}
        rules={[{ required: true, message: t('stepUp.passwordNeeded') }]}
      >
        <Input.Password autoFocus autoComplete="current-password" maxLength={PASSWORD_MAX} />
      </Form.Item>
    </Form>
  )
}

const SIX = /^\s*\d{6}\s*$/

function CodeForm({ way, formId, onBring }: FormProps & { readonly way: 'totp' | 'recovery' }) {
  const { t } = useTranslation('proving')
  const needed = { required: true, whitespace: true, message: t(`${way}.needed`) }
  return (
    <Form<{ code: string }>
      id={formId}
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => void onBring({ method: way, code: code.trim() })}
    >
      <Form.Item
        name="code"
        label={t(`${way}.label`)}
        extra={t(`${way}.hint`)}
        validateTrigger="onSubmit"
        rules={way === 'totp' ? [{ ...needed, pattern: SIX }] : [needed]}
      >
        <Input
          autoFocus
          className="prove-code"
          size="large"
          autoComplete={way === 'totp' ? 'one-time-code' : 'off'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={way === 'totp' ? 6 : 100}
          {...(way === 'totp' ? { inputMode: 'numeric' } : {})}
        />
      </Form.Item>
    </Form>
  )
}

function PasskeyForm({ formId, onBring }: FormProps) {
  const { t } = useTranslation('proving')
  return (
    <Form id={formId} onFinish={() => void onBring({ method: 'passkey' })}>
      <p className="prove-lead">{noPasskeysHere() ?? t('passkey.lead')}</p>
    </Form>
  )
}
