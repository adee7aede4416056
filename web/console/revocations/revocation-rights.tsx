import type { RevocationView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { clockTime } from '../../ui/time.tsx'
import { PermissionName, RiskTag, nameOfPermission, riskOf } from '../../ui/permission-name.tsx'

type Props = { readonly view: RevocationView }

type TableProps = {
  readonly rights: RevocationView['rights']
  /** On paper rights bear their keys, and colours say nothing. */
  readonly onPaper?: boolean
}

/** Rights that were taken: how many grants ended, and what became of other paths. */
export function RightsTable({ rights, onPaper = false }: TableProps) {
  const { t } = useTranslation('revocations')
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t('rights.permission')}</th>
          <th scope="col">{t('rights.ended')}</th>
          <th scope="col">{t('rights.other')}</th>
        </tr>
      </thead>
      <tbody>
        {rights.map(({ permission, ended, left, restricted }) => (
          <tr key={permission}>
            <th scope="row">
              {onPaper ? <OnPaper permission={permission} /> : <OnScreen permission={permission} />}
            </th>
            <td data-title={t('rights.ended')} className="number">
              {ended === 0 ? '–' : t('rights.endedCount', { count: ended })}
            </td>
            <td data-title={t('rights.other')}>
              {left === 0 ? null : <>{t('rights.leftCount', { count: left })} </>}
              {left > 0 && !restricted ? null : (
                <span className={onPaper ? '' : restricted ? 'tag tag-warn' : 'quiet'}>
                  {t(restricted ? 'rights.restricted' : 'rights.free')}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Of = { readonly permission: string }

const OnPaper = ({ permission }: Of) => (
  <>
    {nameOfPermission(permission)} <code className="key">{permission}</code>
  </>
)

const OnScreen = ({ permission }: Of) => (
  <>
    <PermissionName id={permission} />{' '}
    {riskOf(permission) === 'low' ? null : <RiskTag risk={riskOf(permission)} />}
  </>
)

/** Each right that was taken, and how it went. */
export function RevocationRights({ view: { what, rights, finishing } }: Props) {
  const { t } = useTranslation('revocations')
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-rights">
      <h2 id="revocation-rights">{t('rights.title')}</h2>
      {what === 'rights' ? null : <p className="quiet">{t(`rights.by.${what}`)}</p>}
      {finishing === null ? null : <p>{t('rights.finishing', { time: clockTime(finishing) })}</p>}
      {rights.length === 0 ? <p className="quiet">{t('rights.none')}</p> : <RightsTable rights={rights} />}
    </section>
  )
}

type KeptProps = { readonly kept: RevocationView['remaining'] }

/** Paths that were kept on purpose, each with the reason. */
export function KeptPaths({ kept }: KeptProps) {
  const { t } = useTranslation('revocations')
  if (kept.length === 0) return null
  return (
    <>
      <h3>{t('remaining.kept')}</h3>
      <p className="quiet">{t('remaining.keptLead')}</p>
      <ul>
        {kept.map(({ permission, label, because }) => (
          <li key={`${permission} ${label}`}>
            {nameOfPermission(permission)} · {label} · {because}
          </li>
        ))}
      </ul>
    </>
  )
}

/** By which paths each right would come back, were the restriction lifted. */
export function Remaining({ view: { what, remaining: all, memberId } }: Props) {
  const { t } = useTranslation('revocations')
  // Only what is taken right by right leaves other paths behind a restriction.
  if (what !== 'rights') return null
  const remaining = all.filter(({ how }) => how === 'stopped')
  const kept = all.filter(({ how }) => how === 'kept')
  const paths = Map.groupBy(remaining, ({ permission }) => permission)
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-remaining">
      <h2 id="revocation-remaining">{t('remaining.title')}</h2>
      <p className="quiet">{t(remaining.length === 0 ? 'remaining.none' : 'remaining.lead')}</p>
      {remaining.length === 0 ? null : (
        <>
          <ul className="revocation-paths">
            {[...paths].map(([permission, labels]) => (
              <li key={permission}>
                <PermissionName id={permission} />
                <span className="revocation-path-names">
                  {labels.map(({ label }) => (
                    <span key={label} className="tag">
                      {label}
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
          <Link to="/console/restrictions" search={{ member: memberId }}>
            {t('remaining.restrictions')}
          </Link>
        </>
      )}
      <KeptPaths kept={kept} />
    </section>
  )
}
