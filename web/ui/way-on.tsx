import { contract } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { meKnown } from '../data/me.ts'
import { denialOf } from '../data/problem.ts'
import type { Denial } from '../data/problem.ts'
import { reads } from '../data/queries.ts'
import { putReport } from '../requests/report-now.ts'
import './way-on.css'

/**
 * Where to go on after a denial: to ask for what was missing, where it can be asked for; to my own permissions, opened at
 * the one concerned; for those who may look, to the explorer; and to say that it is wrong.
 */
export function WayOn({ permission, place }: Partial<Denial>) {
  const { t } = useTranslation()
  const { t: asking } = useTranslation('asking')
  const me = meKnown()
  const looks = me?.can['perm.view']?.allowed === true
  return (
    <span className="way-on">
      {permission === undefined ? null : <AskFor permission={permission} place={place} />}
      <Link to="/me/permissions" search={permission === undefined ? {} : { lookFor: permission }}>
        {t('why.myPermissions')}
      </Link>
      {looks && permission !== undefined ? (
        <Link to="/console/explorer" search={{ member: me?.id, permission, target: place }}>
          {t('why.explorer')}
        </Link>
      ) : null}
      {me === undefined ? null : (
        <Button type="link" size="small" onClick={() => putReport({ permission })}>
          {asking('wayOn.report')}
        </Button>
      )}
    </span>
  )
}

const askable = {
  ...reads(contract.requests.askable, { query: {} }),
  staleTime: 60_000,
}

/** The way to the form where the server says that this may be asked for; nothing while that is not known. */
function AskFor({ permission, place }: { readonly permission: string; readonly place: string | undefined }) {
  const { t } = useTranslation('asking')
  const may = meKnown()?.can['request.submit']?.allowed === true
  const { data } = useQuery({
    ...askable,
    enabled: may,
    select: ({ items }) =>
      items.some(({ right, ask }) => right.type === 'permission' && right.key === permission && ask.allowed),
  })
  if (data !== true) return null
  return (
    <Link to="/me/requests/new" search={{ permission, place }} className="way-on-ask">
      {t('wayOn.ask')}
    </Link>
  )
}

/** As `WayOn`, of something thrown; nothing when it was no denial. */
export function WayOnFrom({ error }: { readonly error: unknown }) {
  const denial = denialOf(error)
  return denial === null ? null : <WayOn {...denial} />
}
