import type { PermissionProfile } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { PermissionName } from '../ui/permission-name.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import './rights.css'

/** What was lost: which permission, when, by whom and why, newest first. */
export function LostList({ lost }: { readonly lost: PermissionProfile['lost'] }) {
  const { t } = useTranslation('authority')
  if (lost.length === 0) return <EmptyState title={t('profile.noLost')} />
  return (
    <ol className="lost">
      {lost.map(({ key, at, by, because, event }) => (
        <li key={`${key}${at}`}>
          <p>
            <strong>
              <PermissionName id={key} />
            </strong>{' '}
            <span className="tag">{t(`lost.event.${kindOf(event)}`)}</span>
          </p>
          <p className="quiet">
            <Time at={at} /> · {t('lost.line', { by, because })}
          </p>
        </li>
      ))}
    </ol>
  )
}

function kindOf(event: string): 'ended' | 'restricted' | 'seat' | 'other' {
  if (event.startsWith('grant.')) return 'ended'
  if (event.startsWith('restriction.')) return 'restricted'
  if (event.startsWith('administrator.')) return 'seat'
  return 'other'
}
