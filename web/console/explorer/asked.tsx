import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { MemberChoice, PlaceField } from '../../rights/place-field.tsx'
import { PermissionSelect } from '../../rights/right-field.tsx'
import { clockTime, useNow } from '../../ui/time.tsx'
import { explorerRoute, useQuestion } from './route.ts'

type Props = { readonly person?: boolean; readonly permission?: boolean }

/** The question, part by part; every part stands in the address. Place and time are always asked. */
export function Asked({ person = false, permission = false }: Props) {
  const { t } = useTranslation('explorer')
  const { memberId, permissionKey, where, at } = useQuestion()
  const put = usePut()
  return (
    <div className="sheet asked" role="search">
      {person ? (
        <Part label={t('person')}>
          <MemberChoice
            id={memberId ?? ''}
            label={t('person')}
            onChoose={(id) => put({ member: id === '' ? undefined : id })}
          />
        </Part>
      ) : null}
      {permission ? (
        <Part label={t('permission')}>
          <PermissionSelect
            value={permissionKey ?? null}
            administration
            clearable
            label={t('permission')}
            onChange={(key) => put({ permission: key ?? undefined })}
          />
        </Part>
      ) : null}
      <Part label={t('where')}>
        <PlaceField value={where} withSelf={person} onChange={(target) => put({ target })} />
      </Part>
      <Part label={t('at')}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('at')}
          placeholder={t('now')}
          value={at === null ? null : dayjs(at)}
          onChange={(next) => put({ at: next === null ? undefined : next.toISOString() })}
        />
      </Part>
    </div>
  )
}

function Part({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="asked-part">
      <span className="quiet">{label}</span>
      {children}
    </div>
  )
}

type Search = ReturnType<typeof explorerRoute.useSearch>

function usePut(): (change: Partial<Search>) => void {
  const navigate = explorerRoute.useNavigate()
  return (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
}

/** Says plainly that the answer is not of now, with the way back. */
export function AsOf() {
  const { t } = useTranslation('explorer')
  const { at } = useQuestion()
  const put = usePut()
  const now = useNow()
  if (at === null) return null
  const time = clockTime(at)
  return (
    <div className="as-of" role="status">
      <span>{t(Date.parse(at) < now ? 'atPast' : 'atFuture', { time })}</span>
      <Button size="small" onClick={() => put({ at: undefined })}>
        {t('backToNow')}
      </Button>
    </div>
  )
}
