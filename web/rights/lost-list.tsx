import type { PermissionProfile } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PermissionName } from '../ui/permission-name.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import './rights.css'

type Lost = PermissionProfile['lost']
type Props = {
  readonly lost: Lost
  /** What can be done about one of them, on one's own page. */
  readonly renderAct?: (lost: Lost[number]) => ReactNode
}

/** What was lost: which permission, when, by whom and why, newest first. */
export function LostList({ lost, renderAct }: Props) {
  const { t } = useTranslation('authority')
  const { t: lives } = useTranslation('lives')
  if (lost.length === 0) return <EmptyState title={t('profile.noLost')} />
  return (
    <ol className="lost">
      {lost.map((one) => (
        <li key={`${one.key}${one.at}`}>
          <p>
            <strong>
              <PermissionName id={one.key} />
            </strong>{' '}
            <span className="tag">
              {one.how === null || one.how === 'revoked'
                ? t(`lost.event.${kindOf(one.event)}`)
                : lives(`how.${one.how}`)}
            </span>
          </p>
          <p className="quiet">
            <Time at={one.at} /> ·{' '}
            {one.because === '' ? one.by : t('lost.line', { by: one.by, because: one.because })}
          </p>
          {renderAct?.(one)}
        </li>
      ))}
    </ol>
  )
}

function kindOf(event: string): 'ended' | 'suspended' | 'restricted' | 'seat' | 'other' {
  if (event === 'grant.suspended@1') return 'suspended'
  if (event.startsWith('grant.')) return 'ended'
  if (event.startsWith('restriction.')) return 'restricted'
  if (event.startsWith('administrator.')) return 'seat'
  return 'other'
}
