import { NAME_MAX, contract } from '@hufu/contract'
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { keepMe } from '../data/me.ts'
import { wordsOfError } from '../data/problem.ts'
import { useAsk, useWrite } from '../data/queries.ts'
import { locale } from '../words/locale.ts'
import { EntryFrame } from './entry-frame.tsx'
import { NewPasswordItems } from './password-items.tsx'

const here = getRouteApi('/setup')

type Founding = {
  readonly code: string
  readonly company: string
  readonly name: string
  readonly login: string
  readonly password: string
}

/** The very first page: the one-time code from the terminal founds the company and signs its creator in. */
export function SetupPage() {
  const { t } = useTranslation('entry')
  const state = useAsk(contract.identity.setupState, {})
  if (state.data?.needed === false)
    return (
      <EntryFrame title={t('setup.already')}>
        <Link to="/sign-in" className="entry-link">
          {t('setup.toSignIn')}
        </Link>
      </EntryFrame>
    )
  return (
    <EntryFrame title={t('setup.welcome')} lead={t('setup.lead')}>
      <SetupForm />
    </EntryFrame>
  )
}

function SetupForm() {
  const { t } = useTranslation('entry')
  const { code } = here.useSearch()
  const navigate = useNavigate()
  const found = useWrite(contract.identity.setUp, {
    onDone: (me) => {
      keepMe(me)
      void navigate({ to: '/console' })
    },
  })
  const needed = [{ required: true, whitespace: true, message: t('setup.needed') }]
  return (
    <>
      {found.isError ? <Alert type="error" showIcon title={wordsOfError(found.error)} role="alert" /> : null}
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ code: code ?? '' }}
        onFinish={({ code: typed, company, name, login, password }: Founding) =>
          found.mutate({ body: { code: typed.trim(), company, name, login, password, locale: locale() } })
        }
      >
        <Form.Item name="code" label={t('setup.code')} extra={t('setup.codeHint')} rules={needed}>
          <Input
            autoFocus={code === undefined}
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={100}
          />
        </Form.Item>
        <Form.Item name="company" label={t('setup.company')} rules={needed}>
          <Input placeholder={t('setup.companyExample')} autoComplete="organization" maxLength={NAME_MAX} />
        </Form.Item>
        <Form.Item name="name" label={t('setup.name')} rules={needed}>
          <Input autoComplete="name" maxLength={NAME_MAX} />
        </Form.Item>
        <Form.Item name="login" label={t('setup.login')} extra={t('setup.loginHint')} rules={needed}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} />
        </Form.Item>
        <NewPasswordItems label={t('setup.password')} />
        <Button type="primary" htmlType="submit" size="large" block loading={found.isPending}>
          {t('setup.act')}
        </Button>
      </Form>
    </>
  )
}
