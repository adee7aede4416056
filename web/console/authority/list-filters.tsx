import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { PermissionSelect } from '../../rights/right-field.tsx'
import { MemberFilter } from '../../ui/member-filter.tsx'

export type GrantFilter = {
  readonly member?: string | undefined
  readonly permission?: string | undefined
  readonly ended?: string | undefined
}

type Props = {
  readonly filter: GrantFilter
  readonly onFilter: (change: GrantFilter) => void
  readonly administration?: boolean
}

/** What a scoped administrator should know of a list: that it is not of the whole company. Empty for others. */
export function useListedWords(): string {
  const { t } = useTranslation('seats')
  return useMe().tier === 'scoped' ? t('listed') : ''
}

/** A filter as the lists of grants and of restrictions are asked with it. */
export const queryOf = ({ member, permission, ended }: GrantFilter) => ({
  limit: 50,
  ...(member === undefined ? {} : { memberId: member }),
  ...(permission === undefined ? {} : { permission }),
  ended: ended === 'true' ? ('true' as const) : ('false' as const),
})

/** Whether a list of grants or restrictions is narrowed. */
export const isFiltered = ({ member, permission, ended }: GrantFilter): boolean =>
  member !== undefined || permission !== undefined || ended === 'true'

/** Filters of grants and restrictions: one member, one permission, ended ones too. */
export function ListFilters({ filter, onFilter, administration = false }: Props) {
  const { t } = useTranslation('authority')
  return (
    <div className="toolbar" role="search">
      <MemberFilter
        label={t('grants.member')}
        memberId={filter.member}
        onChange={(member) => onFilter({ member })}
      />
      <span className="filter-wide">
        <PermissionSelect
          value={filter.permission ?? null}
          clearable
          administration={administration}
          label={t('grants.permission')}
          onChange={(key) => onFilter({ permission: key ?? undefined })}
        />
      </span>
      <Checkbox
        checked={filter.ended === 'true'}
        onChange={(event) => onFilter({ ended: event.target.checked ? 'true' : undefined })}
      >
        {t('grants.showEnded')}
      </Checkbox>
    </div>
  )
}
