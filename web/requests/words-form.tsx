import { Button, Form, Input } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { REASON_LENGTH_MAX } from '../ui/consequence-dialog.tsx'
import { Refused } from '../ui/form-drawer.tsx'

type Props = {
  readonly label: string
  readonly act: string
  readonly onSend: (words: string) => Promise<unknown>
  /** More fields or words between the words and the button. */
  readonly children?: ReactNode
  /** More buttons beside the first. */
  readonly beside?: ReactNode
}

/** A place to write a few words and send them; a refusal stays with what was typed. */
export function WordsForm({ label, act, onSend, children, beside }: Props) {
  const { t } = useTranslation('requests')
  const [form] = Form.useForm<{ words: string }>()
  // Named, because several of these stand on one page and each label has to lead to its own field.
  const name = useId()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async ({ words }: { words: string }): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onSend(words.trim())
      form.resetFields()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <Form
      form={form}
      name={name}
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => void send(values)}
    >
      <Form.Item
        name="words"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('thread.needed') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={REASON_LENGTH_MAX} showCount />
      </Form.Item>
      {children}
      {error === null ? null : <Refused error={error} />}
      <div className="page-acts">
        <Button type="primary" htmlType="submit" loading={busy}>
          {act}
        </Button>
        {beside}
      </div>
    </Form>
  )
}
