import type { RevocationView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { clockTime } from '../../ui/time.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { listed } from '../../words/listed.ts'
import { nodeRows } from './course.ts'
import { comparePlaces } from './places.ts'
import type { PlaceCompared } from './places.ts'
import { NodesTable } from './revocation-nodes.tsx'
import { KeptPaths, RightsTable } from './revocation-rights.tsx'
import { WaysTable } from './revocation-ways.tsx'
import { usePlaceWords } from './revocation-words.tsx'

type Props = { readonly view: RevocationView }

/** The rights that were taken, on paper: by name and key. */
export function ReceiptRights({ view: { rights, finishing } }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <section>
      <h2>{t('rights.title')}</h2>
      {finishing === null ? null : <p>{t('rights.finishing', { time: clockTime(finishing) })}</p>}
      <RightsTable rights={rights} onPaper />
    </section>
  )
}

/** What every node tried, on paper. */
export function ReceiptNodes({ view }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <section>
      <h2>
        {t('nodes.title')} · {t('nodes.round', { round: view.round })}
      </h2>
      <p className="quiet">{t('nodes.lead')}</p>
      <NodesTable rows={nodeRows(view)} exact />
    </section>
  )
}

/** Every way in that was tried, on paper. */
export function ReceiptWays({ view }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <section>
      <h2>{t('ways.title')}</h2>
      <WaysTable view={view} />
    </section>
  )
}

/** Every place with what was and what is, on paper: nothing is folded. */
export function ReceiptPlaces({ view }: Props) {
  const { t } = useTranslation('revocations')
  const words = usePlaceWords()
  return (
    <section>
      <h2>{t('places.title')}</h2>
      {comparePlaces(view.before, view.after).map((compared) => (
        <div key={compared.key} className="receipt-place">
          <h3>{words(compared.place)}</h3>
          <PlaceLines compared={compared} />
        </div>
      ))}
    </section>
  )
}

function PlaceLines({ compared: { changed, same } }: { readonly compared: PlaceCompared }) {
  const { t } = useTranslation('revocations')
  const names = (keys: readonly string[]): string => listed(keys.map(nameOfPermission))
  const lines = [
    {
      label: t('receipt.onlyBefore'),
      keys: changed.filter(({ before }) => before).map(({ permission }) => permission),
    },
    {
      label: t('receipt.onlyAfter'),
      keys: changed.filter(({ after }) => after).map(({ permission }) => permission),
    },
    { label: t('receipt.stillHas'), keys: same },
  ].filter(({ keys }) => keys.length > 0)
  if (lines.length === 0) return <p className="quiet">{t('places.nothing')}</p>
  return (
    <>
      {lines.map(({ label, keys }) => (
        <p key={label}>
          <span className="quiet">
            {label} ({keys.length}):
          </span>{' '}
          {names(keys)}
        </p>
      ))}
    </>
  )
}

/** Paths that would give a right again, on paper. */
export function ReceiptRemaining({ view: { remaining: all } }: Props) {
  const { t } = useTranslation('revocations')
  const remaining = all.filter(({ how }) => how === 'stopped')
  return (
    <section>
      <h2>{t('remaining.title')}</h2>
      <p className="quiet">{t(remaining.length === 0 ? 'remaining.none' : 'remaining.lead')}</p>
      <ul>
        {remaining.map(({ permission, label }) => (
          <li key={`${permission} ${label}`}>
            {nameOfPermission(permission)} · {label}
          </li>
        ))}
      </ul>
      <KeptPaths kept={all.filter(({ how }) => how === 'kept')} />
    </section>
  )
}
