import { modules, permissions } from '@hufu/authority'
import type { CatalogueEntry } from '@hufu/authority'
import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RiskTag, nameOfModule, nameOfPermission } from '../ui/permission-name.tsx'
import './rights.css'

type Props = {
  readonly id?: string
  readonly value?: readonly string[]
  readonly onChange?: (keys: readonly string[]) => void
  readonly kind: 'feature' | 'administration' | 'both'
  readonly label: string
  /** Keys that may be chosen; others are shown and cannot. Default: all. */
  readonly may?: (key: string) => boolean
  readonly readOnly?: boolean
}

/** A form's field for a set of permissions in use, by module, with all of a module in one press. */
export function PermissionChecks({
  id,
  value = [],
  onChange,
  kind,
  label,
  may = () => true,
  readOnly = false,
}: Props) {
  const { t } = useTranslation('authority')
  const [find, setFind] = useState('')
  const offered = permissions.filter(
    (entry) =>
      (entry.state === 'enforced' || value.includes(entry.key)) &&
      (kind === 'both' || entry.kind === kind) &&
      entry.key !== 'sys.org.found' &&
      fits(entry, find) &&
      (!readOnly || value.includes(entry.key)),
  )
  const groups = Object.keys(modules)
    .map((module) => ({ module, entries: offered.filter((entry) => entry.module === module) }))
    .filter(({ entries }) => entries.length > 0)
  const put = (keys: readonly string[], how: boolean): void => {
    const rest = value.filter((key) => !keys.includes(key))
    onChange?.(how ? [...rest, ...keys] : rest)
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="checks" role="group" aria-label={label}>
      <div className="checks-head">
        <Input.Search
          allowClear
          size="small"
          value={find}
          placeholder={t('tree.search')}
          aria-label={t('tree.search')}
          onChange={(event) => setFind(event.target.value)}
        />
        <span className="quiet number">{t('tree.count', { count: value.length })}</span>
      </div>
      <div className="checks-body">
        {groups.length === 0 ? <p className="quiet">{t('tree.none')}</p> : null}
        {groups.map((group) => (
          <Module key={group.module} {...group} value={value} may={may} readOnly={readOnly} onPut={put} />
        ))}
      </div>
    </div>
  )
}

type ModuleProps = {
  readonly module: string
  readonly entries: readonly CatalogueEntry[]
  readonly value: readonly string[]
  readonly may: (key: string) => boolean
  readonly readOnly: boolean
  readonly onPut: (keys: readonly string[], how: boolean) => void
}

function Module({ module, entries, value, may, readOnly, onPut }: ModuleProps) {
  const { t } = useTranslation('authority')
  const free = entries.map(({ key }) => key).filter((key) => may(key))
  const chosen = free.filter((key) => value.includes(key)).length
  return (
    <fieldset>
      <legend>
        <Checkbox
          disabled={readOnly || free.length === 0}
          checked={chosen > 0 && chosen === free.length}
          indeterminate={chosen > 0 && chosen < free.length}
          aria-label={t('tree.module', { name: nameOfModule(module) })}
          onChange={(event) => onPut(free, event.target.checked)}
        >
          <strong>{nameOfModule(module)}</strong>
        </Checkbox>
      </legend>
      {entries.map(({ key, risk }) => (
        <Checkbox
          key={key}
          disabled={readOnly || !may(key)}
          checked={value.includes(key)}
          onChange={(event) => onPut([key], event.target.checked)}
        >
          {nameOfPermission(key)} {risk === 'low' ? null : <RiskTag risk={risk} />}
        </Checkbox>
      ))}
    </fieldset>
  )
}

const fits = ({ key }: CatalogueEntry, find: string): boolean => {
  const wanted = find.trim().toLowerCase()
  return wanted === '' || key.includes(wanted) || nameOfPermission(key).toLowerCase().includes(wanted)
}
