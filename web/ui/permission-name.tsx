import { modules, permission } from '@hufu/authority'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { locale } from '../words/locale.ts'

export type Risk = 'low' | 'medium' | 'high' | 'critical'

/** A permission's name in the reader's language; a key this page does not know is shown as it is. */
export function nameOfPermission(key: string): string {
  const entry = permission(key)
  if (entry === undefined) return key
  return locale() === 'zh-CN' ? entry.zh : entry.en
}

/** A module's name in the reader's language. */
export function nameOfModule(key: string): string {
  const entry = Object.entries(modules).find(([each]) => each === key)?.[1]
  if (entry === undefined) return key
  return locale() === 'zh-CN' ? entry.zh : entry.en
}

/** The risk the catalogue gives to a key; unknown keys are treated as critical. */
export const riskOf = (key: string): Risk => permission(key)?.risk ?? 'critical'

/** A permission by name, its key on hover. */
export function PermissionName({ id, withKey = false }: { readonly id: string; readonly withKey?: boolean }) {
  useTranslation()
  if (!withKey)
    return (
      <Tooltip title={<code>{id}</code>}>
        <span className="permission-name">{nameOfPermission(id)}</span>
      </Tooltip>
    )
  return (
    <span className="permission-name">
      {nameOfPermission(id)} <code className="key">{id}</code>
    </span>
  )
}

/** How much harm a permission can do, in a word and a colour. */
export function RiskTag({ risk }: { readonly risk: Risk }) {
  const { t } = useTranslation()
  return <span className={`tag risk-${risk}`}>{t(`risk.${risk}`)}</span>
}
