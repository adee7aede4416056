import { contract } from '@hufu/contract'
import type { PendingSignIn, SignInAnswer } from '@hufu/contract'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { wordsOfError } from '../data/problem.ts'
import { useWrite } from '../data/queries.ts'
import { EntryFrame } from './entry-frame.tsx'

type Props = {
  readonly pending: PendingSignIn
  readonly onDone: (answer: SignInAnswer) => void
  readonly onLeave: () => void
}

/** The second step of signing in: a code of an app, or one from paper. */
export function SecondStep({ pending, onDone, onLeave }: Props) {
  const { t } = useTranslation('entry')
  const second = useWrite(contract.factors.second, { onDone })
  const bring = (typed: string): void => {
    const code = typed.trim()
    const method = /^\d{6}$/.test(code) ? 'totp' : 'recovery'
    second.mutate({ body: { token: pending.token, proof: { method, code } } })
  }
  return (
    <EntryFrame title={t('second.title')} lead={t('second.lead')}>
      {second.isError ? (
        <Alert type="error" showIcon title={wordsOfError(second.error)} role="alert" />
      ) : null}
      <Form
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={({ code }: { code: string }) => bring(code)}
      >
        <Form.Item
          name="code"
          label={t('second.code')}
          extra={t('second.codeHint')}
          rules={[{ required: true, whitespace: true, message: t('second.needCode') }]}
        >
          <Input autoFocus autoComplete="one-time-code" spellCheck={false} maxLength={100} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={second.isPending}>
          {t('second.act')}
        </Button>
      </Form>
      <p className="entry-foot">
        <Button type="link" onClick={onLeave}>
          {t('second.leave')}
        </Button>
      </p>
    </EntryFrame>
  )
}
