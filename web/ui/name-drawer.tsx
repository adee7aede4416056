import { NAME_MAX } from '@hufu/contract'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from './form-drawer.tsx'

type Props = {
  readonly title: string
  readonly label: string
  readonly name: string
  readonly onClose: () => void
  readonly onSend: (name: string) => Promise<unknown>
  readonly children?: ReactNode
}

/** A drawer that asks for one name. */
export function NameDrawer({ title, label, name, onClose, onSend, children }: Props) {
  return (
    <FormDrawer<{ name: string }>
      title={title}
      initial={{ name }}
      onClose={onClose}
      onSend={(values) => onSend(values.name.trim())}
    >
      <NameItem label={label} />
      {children}
    </FormDrawer>
  )
}

/** The field for a name, in any form; its name is `name`. */
export function NameItem({ label }: { readonly label: string }) {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="name"
      label={label}
      rules={[{ required: true, whitespace: true, message: t('field.needed', { name: label }) }]}
    >
      <Input autoFocus maxLength={NAME_MAX} />
    </Form.Item>
  )
}
