import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

const WORDS_MAX = 2000

/** The field for what an approver says; its name is `because`. */
export function WordsItem({ label }: { readonly label: string }) {
  const { t } = useTranslation('approvals')
  return (
    <Form.Item
      name="because"
      label={label}
      rules={[{ required: true, whitespace: true, message: t('decide.wordsNeeded') }]}
    >
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={WORDS_MAX} />
    </Form.Item>
  )
}
