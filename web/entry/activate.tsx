import { contract } from '@hufu/contract'
import type { PendingSignIn, SignInAnswer } from '@hufu/contract'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keepMe } from '../data/me.ts'
import { wordsOfError } from '../data/problem.ts'
import { useWrite } from '../data/queries.ts'
import { EntryFrame } from './entry-frame.tsx'
import { NewPasswordItems } from './password-items.tsx'
import { SecondStep } from './second-step.tsx'

const here = getRouteApi('/activate')

/** Accepting an invitation: its code and a password of one's own. */
export function ActivatePage() {
  const { t } = useTranslation('entry')
  const { code } = here.useSearch()
  const navigate = useNavigate()
  const activate = useWrite(contract.identity.activate, {
    onDone: (answer) => enter(answer),
  })
  const [pending, setPending] = useState<PendingSignIn | null>(null)
  const enter = ({ me, pending: next }: SignInAnswer): void => {
    setPending(next)
    if (me === null) return
    keepMe(me)
    void navigate({ to: '/' })
  }
  if (pending !== null)
    return <SecondStep pending={pending} onDone={enter} onLeave={() => void navigate({ to: '/sign-in' })} />
  return (
    <EntryFrame title={t('activate.title')} lead={t('activate.lead')}>
      {activate.isError ? (
        <Alert type="error" showIcon title={wordsOfError(activate.error)} role="alert" />
      ) : null}
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        initialValues={{ code: code ?? '' }}
        onFinish={(given: { code: string; password: string }) =>
          activate.mutate({ body: { code: given.code.trim(), password: given.password } })
        }
      >
        <Form.Item
          name="code"
          label={t('activate.code')}
          extra={t('activate.codeHint')}
          rules={[{ required: true, whitespace: true, message: t('setup.needed') }]}
        >
          <Input spellCheck={false} maxLength={100} />
        </Form.Item>
        <NewPasswordItems label={t('setup.password')} twice />
        <Button type="primary" htmlType="submit" block loading={activate.isPending}>
          {t('activate.act')}
        </Button>
      </Form>
    </EntryFrame>
  )
}
