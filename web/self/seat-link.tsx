import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

type SeatProps = {
  readonly kind: 'sessions' | 'transfer' | 'checklist' | 'claim' | 'half' | 'act'
  readonly id: string
  readonly mine: boolean
}

/** To what is about the top seat, and to acts that took two or can be taken back. */
export function SeatLink({ kind, id, mine }: SeatProps) {
  const { t } = useTranslation('self')
  const words = t(`notices.see.${kind}`)
  if (kind === 'sessions') return <Link to="/me/security">{words}</Link>
  if (kind === 'act') return <Link to="/console/critical">{words}</Link>
  if (kind === 'half')
    return (
      <Link to="/console/critical/$halfId" params={{ halfId: id }}>
        {words}
      </Link>
    )
  if (kind === 'claim')
    return (
      <Link
        to={mine ? '/creator/claims/$claimId' : '/console/creator/claims/$claimId'}
        params={{ claimId: id }}
      >
        {words}
      </Link>
    )
  const params = { transferId: id }
  if (kind === 'checklist')
    return (
      <Link to="/console/creator/transfers/$transferId/checklist" params={params}>
        {words}
      </Link>
    )
  return (
    <Link to={mine ? '/creator/$transferId' : '/console/creator/transfers/$transferId'} params={params}>
      {words}
    </Link>
  )
}
