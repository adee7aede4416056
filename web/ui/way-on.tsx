import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meKnown } from '../data/me.ts'
import { denialOf } from '../data/problem.ts'
import type { Denial } from '../data/problem.ts'
import './way-on.css'

/** Where to read on after a denial: my own permissions, opened at the one concerned; for those who may look, the explorer. */
export function WayOn({ permission, place }: Partial<Denial>) {
  const { t } = useTranslation()
  const me = meKnown()
  const looks = me?.can['perm.view']?.allowed === true
  return (
    <span className="way-on">
      <Link to="/me/permissions" search={permission === undefined ? {} : { lookFor: permission }}>
        {t('why.myPermissions')}
      </Link>
      {looks && permission !== undefined ? (
        <Link to="/console/explorer" search={{ member: me?.id, permission, target: place }}>
          {t('why.explorer')}
        </Link>
      ) : null}
    </span>
  )
}

/** As `WayOn`, of something thrown; nothing when it was no denial. */
export function WayOnFrom({ error }: { readonly error: unknown }) {
  const denial = denialOf(error)
  return denial === null ? null : <WayOn {...denial} />
}
