import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What a message of something done says beside it: where every node's tries can be watched. Nothing where none is kept. */
export const seeRevocation = (revocationId: string | null): ((close: () => void) => ReactNode) | undefined =>
  revocationId === null ? undefined : (close) => <SeeRevocation revocationId={revocationId} onClick={close} />

function SeeRevocation({
  revocationId,
  onClick,
}: {
  readonly revocationId: string
  readonly onClick: () => void
}) {
  const { t } = useTranslation('revocations')
  return (
    <Link to="/console/revocations/$revocationId" params={{ revocationId }} onClick={onClick}>
      {t('see')}
    </Link>
  )
}
