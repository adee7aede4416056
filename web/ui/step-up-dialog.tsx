import { PASSWORD_MAX, contract } from '@hufu/contract'
import { Alert, Form, Input, Modal } from 'antd'
import type { InputRef } from 'antd'
import { useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { wordsOfError } from '../data/problem.ts'
import { onStepUp, stepUpNow } from '../data/step-up.ts'
import type { StepUp } from '../data/step-up.ts'
import { nameOfPermission } from './permission-name.tsx'
import { StepUpLines } from './step-up-lines.tsx'

/** Above drawers and dialogs: it is always the last thing asked. */
const LAYER = 1200

/** Asks the password where the server wants to know once more who sits here. One for every page. */
export function StepUpDialog() {
  const now = useSyncExternalStore(onStepUp, stepUpNow)
  // Drawn anew for each request, so that no password stays in a field.
  return now === null ? null : <Dialog key={`${now.act.path} ${now.act.bodySha256}`} stepUp={now} />
}

function actOf({ needed }: StepUp): string {
  const { act } = needed.details
  return typeof act === 'string' ? nameOfPermission(act) : ''
}

function Dialog({ stepUp }: { readonly stepUp: StepUp }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ password: string }>()
  const field = useRef<InputRef>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const prove = async (password: string): Promise<void> => {
    const { method, ...act } = stepUp.act
    if (method === 'GET') return
    setBusy(true)
    setError(null)
    try {
      const { token } = await ask(contract.identity.stepUp, {
        body: { proof: { method: 'password', password }, act: { method, ...act } },
      })
      stepUp.proved(token)
    } catch (problem) {
      setError(problem)
      setBusy(false)
      form.resetFields()
      field.current?.focus()
    }
  }
  return (
    <Modal
      open
      zIndex={LAYER}
      title={t('stepUp.title', { act: actOf(stepUp) })}
      onCancel={stepUp.cancel}
      mask={{ closable: false }}
      okText={t('stepUp.confirm')}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText={t('act.cancel')}
      onOk={() => form.submit()}
      afterOpenChange={(open) => {
        // The dialog takes the focus for itself when it opens; what is typed next is the password.
        if (open) field.current?.focus()
      }}
      destroyOnHidden
    >
      <StepUpLines stepUp={stepUp} />
      <Form form={form} name="step-up" layout="vertical" onFinish={({ password }) => void prove(password)}>
        <Form.Item
          name="password"
          label={t('stepUp.password')}
          rules={[{ required: true, message: t('stepUp.passwordNeeded') }]}
        >
          <Input.Password ref={field} autoComplete="current-password" maxLength={PASSWORD_MAX} />
        </Form.Item>
      </Form>
      {error === null ? null : <Alert type="error" showIcon title={wordsOfError(error)} />}
    </Modal>
  )
}
