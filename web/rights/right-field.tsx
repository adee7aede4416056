import { modules, permissions } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { RiskTag, nameOfModule, nameOfPermission } from '../ui/permission-name.tsx'

/** What a grant gives or a restriction takes, with the name shown in the form. */
export type RightChoice =
  | { readonly type: 'permission'; readonly key: string | null }
  | { readonly type: 'role'; readonly id: string | null; readonly name: string }

type Props = {
  readonly id?: string
  readonly value?: RightChoice
  readonly onChange?: (right: RightChoice) => void
  /** Administration permissions too; they can be restricted but not granted. */
  readonly administration?: boolean
}

/** A form's field for one permission, found by name or key, or a role. */
export function RightField({
  id,
  value = { type: 'permission', key: null },
  onChange,
  administration = false,
}: Props) {
  const { t } = useTranslation('authority')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Segmented
        aria-label={t('right.label')}
        value={value.type}
        options={(['permission', 'role'] as const).map((type) => ({
          value: type,
          label: t(`right.${type}`),
        }))}
        onChange={(type) => onChange?.(type === 'role' ? { type, id: null, name: '' } : { type, key: null })}
      />
      {value.type === 'permission' ? (
        <PermissionSelect
          value={value.key}
          administration={administration}
          onChange={(key) => onChange?.({ type: 'permission', key })}
        />
      ) : (
        <RoleSelect
          value={value.id}
          onChange={(roleId, name) => onChange?.({ type: 'role', id: roleId, name })}
        />
      )}
    </div>
  )
}

type PermissionProps = {
  readonly value: string | null
  readonly onChange: (key: string | null) => void
  readonly administration?: boolean
  readonly clearable?: boolean
  readonly label?: string
}

/** Chooses one permission in use, grouped by module, found by name or key. */
export function PermissionSelect({
  value,
  onChange,
  administration = false,
  clearable = false,
  label,
}: PermissionProps) {
  const { t } = useTranslation('authority')
  return (
    <Select
      aria-label={label ?? t('right.choosePermission')}
      value={value}
      allowClear={clearable}
      placeholder={label ?? t('right.choosePermission')}
      showSearch={{
        filterOption: (input, option) =>
          option !== undefined && 'value' in option && fitsPermission(String(option.value), input),
      }}
      options={permissionOptions({ administration })}
      onChange={(key) => onChange(key ?? null)}
    />
  )
}

/** Permissions in use, by module, as a list to choose from shows them. */
export function permissionOptions({ administration }: { readonly administration: boolean }) {
  const offered = permissions.filter(
    ({ state, kind, key }) =>
      state === 'enforced' && (administration || kind === 'feature') && key !== 'sys.org.found',
  )
  return Object.keys(modules)
    .map((module) => ({
      label: nameOfModule(module),
      options: offered
        .filter((entry) => entry.module === module)
        .map(({ key, risk }) => ({
          value: key as string,
          label: (
            <span className="permission-option">
              {nameOfPermission(key)} <RiskTag risk={risk} />
            </span>
          ),
        })),
    }))
    .filter((group) => group.options.length > 0)
}

/** Whether a permission is meant by what was typed: a part of its name or key. */
export const fitsPermission = (key: string, input: string): boolean => {
  const wanted = input.trim().toLowerCase()
  return key.includes(wanted) || nameOfPermission(key).toLowerCase().includes(wanted)
}

type RoleProps = {
  readonly value: string | null
  readonly onChange: (id: string | null, name: string) => void
}

function RoleSelect({ value, onChange }: RoleProps) {
  const { t } = useTranslation('authority')
  const roles = useAsk(contract.authority.roles, {})
  return (
    <Select
      aria-label={t('right.chooseRole')}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('right.chooseRole')}
      loading={roles.isPending}
      options={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => onChange(id, roles.data?.items.find((role) => role.id === id)?.name ?? '')}
    />
  )
}
