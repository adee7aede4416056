import { contract } from '@hufu/contract'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '../data/me.ts'
import { useWrite } from '../data/queries.ts'
import { NewPasswordItems } from '../entry/password-items.tsx'
import { Refused } from '../ui/form-drawer.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'

type Values = { readonly current: string; readonly next: string }

/** Changing my password; it ends my other sessions. */
export function PasswordForm({ since }: { readonly since: string | null }) {
  const { t } = useTranslation('self')
  const tell = useTell()
  const me = useMe()
  const may = useMay('sec.self.manage')
  const [form] = Form.useForm<Values>()
  const change = useWrite(contract.identity.changePassword, {
    onDone: ({ applied }) => {
      form.resetFields()
      tell.done(t('password.done'), applied)
    },
  })
  return (
    <section className="sheet sheet-pad" aria-label={t('password.title')}>
      <h2>{t('password.title')}</h2>
      <p className="quiet">{t('password.lead')}</p>
      {since === null ? null : (
        <p>
          {t('password.since')} <Time at={since} />
        </p>
      )}
      {change.isError ? <Refused error={change.error} /> : null}
      <Form<Values>
        form={form}
        layout="vertical"
        className="self-form"
        requiredMark={false}
        onFinish={({ current, next }) => change.mutate({ body: { current, next } })}
      >
        {/* Password managers want to know whose password this is. */}
        <input hidden readOnly autoComplete="username" value={me.login} />
        <Form.Item
          name="current"
          label={t('password.current')}
          rules={[{ required: true, message: t('password.needed') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPasswordItems label={t('password.next')} name="next" twice />
        <ReasonButton
          type="primary"
          htmlType="submit"
          can={may}
          permission="sec.self.manage"
          loading={change.isPending}
        >
          {t('password.act')}
        </ReasonButton>
      </Form>
    </section>
  )
}
