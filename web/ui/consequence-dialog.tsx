import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { denialOf, wordsOfError } from '../data/problem.ts'
import { isCancelled } from '../data/step-up.ts'
import { WayOnFrom } from './way-on.tsx'

/** As the contract's `reason`. */
export const REASON_LENGTH_MAX = 500

export type Consequence = {
  readonly title: string
  /** Exactly what will happen, first of all: one line each. */
  readonly lines: readonly ReactNode[]
  /** The word on the last button: the act itself, never "OK". */
  readonly act: string
  /** Red last button. Default true. */
  readonly danger?: boolean
  /** Asks for a reason. Default true. */
  readonly reason?: boolean
  /** More to show or choose, between consequence and reason. */
  readonly more?: ReactNode
  readonly onAct: (because: string) => Promise<unknown>
}

type Props = { readonly consequence: Consequence | null; readonly onClose: () => void }

/** Shows the exact consequence of an act, takes the reason, and only then acts. A refusal stays in the dialog. */
export function ConsequenceDialog({ consequence, onClose }: Props) {
  // Drawn anew for each act, so that the reason of one never stands in another.
  return consequence === null ? null : <Dialog key={consequence.title} {...consequence} onClose={onClose} />
}

function Dialog(props: Consequence & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ because: string }>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const act = async (because: string): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await props.onAct(because)
      props.onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onClose}
      okText={props.act}
      okButtonProps={{ danger: props.danger ?? true, loading: busy }}
      cancelText={t('act.cancel')}
      onOk={() => (props.reason === false ? void act('') : form.submit())}
      destroyOnHidden
    >
      <section className="consequence" aria-label={t('ask.consequence')}>
        <h3>{t('ask.consequence')}</h3>
        <ul>
          {props.lines.map((line, place) => (
            <li key={place}>{line}</li>
          ))}
        </ul>
      </section>
      {props.more}
      {props.reason === false ? null : (
        <Form form={form} layout="vertical" onFinish={({ because }) => void act(because.trim())}>
          <ReasonItem />
        </Form>
      )}
      {error === null ? null : (
        <Alert
          type={isCancelled(error) ? 'info' : 'error'}
          showIcon
          title={wordsOfError(error)}
          description={denialOf(error) === null ? undefined : <WayOnFrom error={error} />}
        />
      )}
    </Modal>
  )
}

/** The field for a reason, in any form; its name is `because`. */
export function ReasonItem() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="because"
      label={t('ask.reason')}
      extra={t('ask.reasonHint')}
      rules={[{ required: true, whitespace: true, message: t('ask.reasonNeeded') }]}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={REASON_LENGTH_MAX} showCount />
    </Form.Item>
  )
}
