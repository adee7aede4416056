import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTell } from './tell.tsx'

/** Something to copy, with its button beside. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation()
  const tell = useTell()
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => setCopied(true), tell.problem)
  }
  return (
    <span className="copy-text">
      <code>{text}</code>
      <Tooltip title={copied ? t('act.copied') : t('act.copy')}>
        <Button
          size="small"
          type="text"
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          aria-label={`${t('act.copy')} ${label}`}
          onClick={copy}
        />
      </Tooltip>
    </span>
  )
}
