import type { AdministratorView, PermissionProfile, RestrictionView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LostList } from '../../rights/lost-list.tsx'
import { SeatSpan } from '../../rights/rule-state.tsx'
import { useLift } from '../../rights/use-lift.tsx'
import { PermissionName } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { LatestRevocations } from '../revocations/latest-revocations.tsx'
import { TierTag } from '../../ui/tags.tsx'
import { Span } from '../../ui/time.tsx'

/** Beside the rights: what blocks, which seats, and what was lost lately. */
export function ProfileAside({ profile }: { readonly profile: PermissionProfile }) {
  const { t } = useTranslation('authority')
  const standing = profile.restrictions.filter(({ endedAt }) => endedAt === null)
  const seats = profile.administrators.filter(({ endedAt }) => endedAt === null)
  return (
    <aside className="profile-aside">
      <section className="sheet sheet-pad">
        <h2>{t('profile.restrictions')}</h2>
        {standing.length === 0 ? <p className="quiet">{t('profile.noRestrictions')}</p> : null}
        <ul className="lines">
          {standing.map((each) => (
            <Restriction key={each.id} restriction={each} />
          ))}
        </ul>
      </section>
      <section className="sheet sheet-pad">
        <h2>{t('profile.seats')}</h2>
        {seats.length === 0 ? (
          <p className="quiet">
            {t('profile.noSeats')}{' '}
            <Link to="/console/administrators" search={{ member: profile.memberId, open: 'new' }}>
              {t('profile.appoint')}
            </Link>
          </p>
        ) : null}
        <ul className="lines">
          {seats.map((each) => (
            <Seat key={each.id} seat={each} />
          ))}
        </ul>
      </section>
      {profile.drift === null ? null : <Drift drift={profile.drift} />}
      <section className="sheet sheet-pad">
        <h2>{t('profile.lostTitle')}</h2>
        {profile.lost.length === 0 ? (
          <p className="quiet">{t('profile.noLost')}</p>
        ) : (
          <LostList lost={profile.lost.slice(0, 10)} />
        )}
      </section>
      <LatestRevocations memberId={profile.memberId} />
      <p className="quiet profile-revision">{t('profile.asOf', { revision: profile.revision })}</p>
    </aside>
  )
}

/** How the person's features differ from what their positions and the baseline say. */
function Drift({ drift: { extra, missing } }: { readonly drift: NonNullable<PermissionProfile['drift']> }) {
  const { t } = useTranslation('explorer')
  const list = (label: string, keys: readonly string[]) =>
    keys.length === 0 ? null : (
      <>
        <h3>{label}</h3>
        <ul className="drift">
          {keys.map((key) => (
            <li key={key}>
              <PermissionName id={key} />
            </li>
          ))}
        </ul>
      </>
    )
  return (
    <section className="sheet sheet-pad">
      <h2>{t('drift.title')}</h2>
      <p className="quiet">{t(extra.length + missing.length === 0 ? 'drift.none' : 'drift.lead')}</p>
      {list(t('drift.extra', { count: extra.length }), extra)}
      {list(t('drift.missing', { count: missing.length }), missing)}
    </section>
  )
}

function Restriction({ restriction }: { readonly restriction: RestrictionView }) {
  const { t } = useTranslation('authority')
  const { lift, dialog } = useLift()
  return (
    <li>
      <span className="stack">
        <span>{restriction.right.label}</span>
        <small>
          {restriction.scope.label} · <Span from={restriction.from} until={restriction.until} />
        </small>
        <small>
          {restriction.givenBy} · {restriction.because}
        </small>
      </span>
      <ReasonButton
        size="small"
        can={restriction.can.lift}
        permission="perm.restrict"
        onClick={() => lift(restriction)}
      >
        {t('restrictions.lift')}
      </ReasonButton>
      {dialog}
    </li>
  )
}

function Seat({ seat }: { readonly seat: AdministratorView }) {
  const { t } = useTranslation('authority')
  const { t: seats } = useTranslation('seats')
  const { t: common } = useTranslation()
  return (
    <li>
      <span className="stack">
        <span>
          <TierTag tier={seat.tier} /> {seat.scope.label}
        </span>
        <small>
          {t('administrators.permissionsCount', { count: seat.permissions.length })} ·{' '}
          {seats('people', { count: seat.people })} · <SeatSpan seat={seat} />
        </small>
        <small>
          {seat.appointedBy} · {seat.because}
        </small>
      </span>
      <Link to="/console/administrators" search={{ open: seat.id }}>
        {common('act.details')}
      </Link>
    </li>
  )
}
