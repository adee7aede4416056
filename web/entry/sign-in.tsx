import { contract } from '@hufu/contract'
import type { PendingSignIn, SignInAnswer } from '@hufu/contract'
import { Navigate, getRouteApi, useRouter } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepMe } from '../data/me.ts'
import { wordsOfError } from '../data/problem.ts'
import { useAsk, useWrite } from '../data/queries.ts'
import { ownAddress } from './back.ts'
import { EntryFrame } from './entry-frame.tsx'
import { SecondStep } from './second-step.tsx'

const here = getRouteApi('/sign-in')

/** Signing in with login and password; leads back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('entry')
  const { back, because } = here.useSearch()
  const router = useRouter()
  const setup = useAsk(contract.identity.setupState, {})
  const signIn = useWrite(contract.identity.signIn, {
    onDone: (answer) => enter(answer),
  })
  const [pending, setPending] = useState<PendingSignIn | null>(null)
  const enter = ({ me, pending: next }: SignInAnswer): void => {
    setPending(next)
    if (me === null) return
    keepMe(me)
    router.history.push(ownAddress(back))
  }
  if (setup.data?.needed === true) return <Navigate to="/setup" />
  if (pending !== null)
    return <SecondStep pending={pending} onDone={enter} onLeave={() => setPending(null)} />
  const company = setup.data?.company
  return (
    <EntryFrame
      title={company === undefined || company === null ? t('signIn.title') : t('signIn.to', { company })}
    >
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
    </EntryFrame>
  )
}
