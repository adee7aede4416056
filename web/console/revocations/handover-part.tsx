import type { RevocationView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exactTime } from '../../ui/time.tsx'

type Props = { readonly view: RevocationView }

/** Where that is which a leaver held, and what was sealed of it; with the way to their hand-over. */
export function HandoverPart({ view }: Props) {
  const { t } = useTranslation('handover')
  if (view.handover === null) return null
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-handover">
      <h2 id="revocation-handover">{t('link')}</h2>
      <HandedLines view={view} />
      <Link to="/console/members/$memberId/handover" params={{ memberId: view.memberId }}>
        {t('title', { name: view.memberName })}
      </Link>
    </section>
  )
}

/** The same on paper. */
export function ReceiptHandover({ view }: Props) {
  const { t } = useTranslation('handover')
  if (view.handover === null) return null
  return (
    <section>
      <h2>{t('link')}</h2>
      <HandedLines view={view} />
    </section>
  )
}

function HandedLines({ view: { handover } }: Props) {
  const { t } = useTranslation('handover')
  if (handover === null) return null
  const { given, backups } = handover
  return (
    <ul className="revocation-handed">
      {given.length === 0 ? <li className="quiet">{t('receipt.nothing')}</li> : null}
      {given.map(({ kind, to, how, count, at }) => (
        <li key={`${kind} ${to} ${at}`}>
          {t(`receipt.${how}`, { kind: t(`kind.${kind}`), count, to, time: exactTime(at) })}
        </li>
      ))}
      {backups.map(({ at, sha256, things }) => (
        <li key={sha256}>
          {t('receipt.backup', { things, time: exactTime(at) })} <code className="key">{sha256}</code>
        </li>
      ))}
    </ul>
  )
}
