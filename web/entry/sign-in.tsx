import { contract } from '@hufu/contract'
import type { PendingSignIn, SignInAnswer } from '@hufu/contract'
import { Navigate, getRouteApi, useRouter } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keepMe } from '../data/me.ts'
import { wordsOfError } from '../data/problem.ts'
import { useAsk, useWrite } from '../data/queries.ts'
import { ownAddress } from './back.ts'
import { EntryFrame } from './entry-frame.tsx'
import { OtherWays, QrStep } from './other-ways.tsx'
import { SecondStep } from './second-step.tsx'

const here = getRouteApi('/sign-in')

/** Signing in; leads back to where one wanted to go. */
export function SignInPage() {
  const { back } = here.useSearch()
  const router = useRouter()
  const setup = useAsk(contract.identity.setupState, {})
  const [pending, setPending] = useState<PendingSignIn | null>(null)
  const [byQr, setByQr] = useState(false)
  const enter = ({ me, pending: next }: SignInAnswer): void => {
    setPending(next)
    if (me === null) return
    keepMe(me)
    router.history.push(ownAddress(back))
  }
  if (setup.data?.needed === true) return <Navigate to="/setup" />
  const begin = (): void => {
    setPending(null)
    setByQr(false)
  }
  if (pending !== null) return <SecondStep pending={pending} onDone={enter} onLeave={begin} />
  if (byQr) return <QrStep onDone={enter} onLeave={begin} />
  return (
    <PasswordStep company={setup.data?.company ?? null} onDone={enter}>
      <OtherWays onDone={enter} onQr={() => setByQr(true)} />
    </PasswordStep>
  )
}

type PasswordProps = {
  readonly company: string | null
  readonly onDone: (answer: SignInAnswer) => void
  readonly children: ReactNode
}

function PasswordStep({ company, onDone, children }: PasswordProps) {
  const { t } = useTranslation('entry')
  const { because } = here.useSearch()
  const signIn = useWrite(contract.identity.signIn, { onDone })
  return (
    <EntryFrame title={company === null ? t('signIn.title') : t('signIn.to', { company })}>
      {because === undefined || signIn.isError ? null : (
        <Alert type="info" showIcon title={because} role="status" />
      )}
      {signIn.isError ? (
        <Alert type="error" showIcon title={wordsOfError(signIn.error)} role="alert" />
      ) : null}
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(body: { login: string; password: string }) => signIn.mutate({ body })}
      >
        <Form.Item
          name="login"
          label={t('signIn.login')}
          rules={[{ required: true, whitespace: true, message: t('signIn.needLogin') }]}
        >
          <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.needPassword') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t('signIn.act')}
        </Button>
      </Form>
      <p className="entry-foot">{t('signIn.forgotten')}</p>
      {children}
    </EntryFrame>
  )
}
