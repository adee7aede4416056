import { PASSWORD_MAX, PASSWORD_MIN } from '@hufu/contract'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

type Props = { readonly label: string; readonly name?: string; readonly twice?: boolean }

/** The fields in which a new password is chosen; with `twice`, typed again to be sure. */
export function NewPasswordItems({ label, name = 'password', twice = false }: Props) {
  const { t } = useTranslation('entry')
  return (
    <>
      <Form.Item
        name={name}
        label={label}
        extra={t('password.rule', { min: PASSWORD_MIN })}
        rules={[{ required: true, min: PASSWORD_MIN, message: t('password.short', { min: PASSWORD_MIN }) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={PASSWORD_MAX} />
      </Form.Item>
      {twice ? (
        <Form.Item
          name={`${name}Again`}
          label={t('password.again')}
          dependencies={[name]}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue(name)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password.differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={PASSWORD_MAX} />
        </Form.Item>
      ) : null}
    </>
  )
}
