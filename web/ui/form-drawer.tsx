import { Alert, Button, Drawer, Form } from 'antd'
import type { FormProps } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { denialOf, isProblem, wordsOfError } from '../data/problem.ts'
import { isCancelled } from '../data/step-up.ts'
import { usePhone } from './phone.ts'
import { WayOnFrom } from './way-on.tsx'

type Props<Values extends object> = {
  readonly title: string
  readonly initial: Partial<Values>
  readonly act?: string
  /** Red last button, for what takes away. */
  readonly danger?: boolean
  readonly onClose: () => void
  /** Does it; a refusal stays in the drawer with what was typed. */
  readonly onSend: (values: Values) => Promise<unknown>
  readonly children: ReactNode
  readonly width?: number
  readonly onValuesChange?: FormProps<Values>['onValuesChange']
}

/** A form in a drawer: full width on a phone, its problem shown where it was typed. Drawn only while it is open. */
export function FormDrawer<Values extends object>(props: Props<Values>) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (values: Values): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await props.onSend(values)
      props.onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Drawer
      open
      size={phone ? '100%' : (props.width ?? 480)}
      title={props.title}
      onClose={props.onClose}
      footer={
        <div className="drawer-foot">
          <Button onClick={props.onClose}>{t('act.cancel')}</Button>
          <Button type="primary" danger={props.danger ?? false} loading={busy} onClick={() => form.submit()}>
            {props.act ?? t('act.save')}
          </Button>
        </div>
      }
    >
      {error === null ? null : <Refused error={error} />}
      <Form<Values>
        form={form}
        layout="vertical"
        // The form's own type wants every part of a deep partial; ours is partial already.
        initialValues={props.initial}
        scrollToFirstError
        onFinish={(values) => void send(values)}
        {...(props.onValuesChange === undefined ? {} : { onValuesChange: props.onValuesChange })}
      >
        {props.children}
      </Form>
    </Drawer>
  )
}

/** What the server would not take, with its fields when it named some. */
export function Refused({ error }: { readonly error: unknown }) {
  const fields = isProblem(error) ? error.fields : []
  const denied = denialOf(error) !== null
  return (
    <Alert
      type={isCancelled(error) ? 'info' : 'error'}
      showIcon
      role="alert"
      className="refusal"
      title={wordsOfError(error)}
      description={
        denied ? (
          <WayOnFrom error={error} />
        ) : fields.length === 0 ? undefined : (
          <ul>
            {fields.map(({ path, problem }) => (
              <li key={path}>
                <code>{path}</code> {problem}
              </li>
            ))}
          </ul>
        )
      }
    />
  )
}
