import {
  FileTextOutlined,
  KeyOutlined,
  LockOutlined,
  MobileOutlined,
  QrcodeOutlined,
} from '@ant-design/icons'
import type { ProofMethod } from '@hufu/contract'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import './proving.css'

const icons: Readonly<Record<ProofMethod, ReactNode>> = {
  password: <LockOutlined />,
  totp: <MobileOutlined />,
  passkey: <KeyOutlined />,
  link: <QrcodeOutlined />,
  recovery: <FileTextOutlined />,
}

type Props = {
  readonly ways: readonly ProofMethod[]
  readonly value: ProofMethod
  readonly onChoose: (way: ProofMethod) => void
}

/** By what one proves, where there is more than one way. */
export function WayChoice({ ways, value, onChoose }: Props) {
  const { t } = useTranslation('proving')
  if (ways.length < 2) return null
  return (
    <Segmented<ProofMethod>
      block
      className="way-choice"
      aria-label={t('choose')}
      value={value}
      onChange={onChoose}
      options={ways.map((way) => ({
        value: way,
        label: (
          <span className="way-label">
            <span aria-hidden>{icons[way]}</span>
            {t(`ways.${way}`)}
          </span>
        ),
      }))}
    />
  )
}
