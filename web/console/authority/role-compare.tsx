import { modules, permissions } from '@hufu/authority'
import type { RoleView } from '@hufu/contract'
import { Checkbox, Drawer, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RiskTag, nameOfModule, nameOfPermission, riskOf } from '../../ui/permission-name.tsx'
import { usePhone } from '../../ui/phone.ts'
import { EmptyState, RowsSkeleton } from '../../ui/states.tsx'
import './roles.css'

type Props = {
  readonly roles: readonly RoleView[]
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
  readonly onClose: () => void
}

/** More do not fit beside each other, nor into an address. */
const COMPARED_MAX = 6

/** Two or more roles side by side, by module; what differs stands first. */
export function RoleCompare({ roles, chosen, onChoose, onClose }: Props) {
  const { t } = useTranslation('giving')
  const phone = usePhone()
  const shown = chosen.flatMap((id) => roles.find((role) => role.id === id) ?? [])
  return (
    <Drawer open size={phone ? '100%' : 820} title={t('role.compare')} onClose={onClose}>
      <p className="quiet">{t('role.compareHint')}</p>
      <Select
        className="compare-choice"
        mode="multiple"
        maxCount={COMPARED_MAX}
        aria-label={t('role.compare')}
        placeholder={t('roles')}
        value={[...chosen]}
        showSearch={{ optionFilterProp: 'label' }}
        options={roles.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={onChoose}
      />
      {roles.length === 0 ? (
        <RowsSkeleton />
      ) : shown.length < 2 ? (
        <EmptyState title={t('role.compareFewer')} />
      ) : (
        <Matrix key={chosen.join()} roles={shown} />
      )}
    </Drawer>
  )
}

type Line = { readonly key: string; readonly differs: boolean }

/** Every permission that one of the roles has, those first that not all of them have; then in the catalogue's order. */
export function comparison(roles: readonly Pick<RoleView, 'permissions'>[]): readonly Line[] {
  const lines = permissions.flatMap(({ key }): readonly Line[] => {
    const having = roles.filter((role) => role.permissions.includes(key)).length
    return having === 0 ? [] : [{ key, differs: having < roles.length }]
  })
  return lines.toSorted((a, b) => Number(b.differs) - Number(a.differs))
}

function Matrix({ roles }: { readonly roles: readonly RoleView[] }) {
  const { t } = useTranslation('giving')
  const lines = comparison(roles)
  const [only, setOnly] = useState(false)
  const shown = only ? lines.filter(({ differs }) => differs) : lines
  const groups = [true, false].flatMap((differs) =>
    Object.keys(modules).map((module) => ({
      differs,
      module,
      lines: shown.filter((line) => line.differs === differs && moduleOf(line.key) === module),
    })),
  )
  return (
    <>
      <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>
        {t('role.onlyDiffers')}
      </Checkbox>
      {lines.some(({ differs }) => differs) ? null : <p role="status">{t('role.noDiffers')}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
      <div className="compare-scroll" role="region" aria-label={t('role.compare')} tabIndex={0}>
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">{t('role.permission')}</th>
              {roles.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {groups
            .filter((group) => group.lines.length > 0)
            .map((group) => (
              <tbody key={`${group.module} ${String(group.differs)}`}>
                <tr className="compare-module">
                  <th scope="rowgroup" colSpan={roles.length + 1}>
                    {nameOfModule(group.module)}{' '}
                    <span className={group.differs ? 'tag tag-warn' : 'tag'}>
                      {t(group.differs ? 'role.differs' : 'role.same')}
                    </span>
                  </th>
                </tr>
                {group.lines.map(({ key }) => (
                  <Row key={key} permissionKey={key} roles={roles} />
                ))}
              </tbody>
            ))}
        </table>
      </div>
    </>
  )
}

function Row({
  permissionKey,
  roles,
}: {
  readonly permissionKey: string
  readonly roles: readonly RoleView[]
}) {
  const { t } = useTranslation('giving')
  const risk = riskOf(permissionKey)
  return (
    <tr>
      <th scope="row">
        {nameOfPermission(permissionKey)} {risk === 'low' ? null : <RiskTag risk={risk} />}
      </th>
      {roles.map(({ id, permissions: held }) => {
        const has = held.includes(permissionKey)
        return (
          <td key={id} className={has ? 'compare-has' : 'compare-not'}>
            {t(has ? 'role.has' : 'role.hasNot')}
          </td>
        )
      })}
    </tr>
  )
}

const moduleOf = (key: string): string | undefined => permissions.find((entry) => entry.key === key)?.module
