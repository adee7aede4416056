import { PlusOutlined, RollbackOutlined, StopOutlined } from '@ant-design/icons'
import { isRisky } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { riskOf } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { StatusTag, TierTag } from '../../ui/tags.tsx'

type Props = {
  readonly profile: PermissionProfile
  readonly onGive: () => void
  readonly onRestrict: () => void
  readonly onTakeBackAll: () => void
}

/** Who this is, how much they hold, and the large acts. */
export function ProfileHead({ profile, onGive, onRestrict, onTakeBackAll }: Props) {
  const { t } = useTranslation('authority')
  const card = useAsk(contract.directory.member, { params: { memberId: profile.memberId } })
  const can = card.data?.can ?? {}
  return (
    <header className="sheet profile-head">
      <Avatar name={profile.name} size={64} />
      <div className="profile-who">
        <h1>
          {profile.name} <TierTag tier={profile.tier} always /> <StatusTag status={profile.status} />
        </h1>
        <Ways profile={profile} />
        <Counts profile={profile} />
      </div>
      <div className="page-acts">
        <ReasonButton
          type="primary"
          icon={<PlusOutlined />}
          can={can['perm.grant']}
          permission="perm.grant"
          onClick={onGive}
        >
          {t('profile.give')}
        </ReasonButton>
        <ReasonButton
          icon={<StopOutlined />}
          can={can['perm.restrict']}
          permission="perm.restrict"
          onClick={onRestrict}
        >
          {t('profile.restrict')}
        </ReasonButton>
        <ReasonButton
          danger
          icon={<RollbackOutlined />}
          can={can['perm.revoke']}
          permission="perm.revoke"
          onClick={onTakeBackAll}
        >
          {t('profile.takeBackAll')}
        </ReasonButton>
      </div>
    </header>
  )
}

/** Where they work, and the other pages about them. */
function Ways({ profile }: { readonly profile: PermissionProfile }) {
  const { t } = useTranslation('authority')
  const { t: explorer } = useTranslation('explorer')
  const { t: handover } = useTranslation('handover')
  return (
    <p className="quiet">
      {profile.departments.join('；')}
      {' · '}
      <Link to="/console/members" search={{ member: profile.memberId }}>
        {t('profile.card')}
      </Link>
      {' · '}
      <Link to="/console/explorer" search={{ tab: 'what', member: profile.memberId }}>
        {explorer('openPerson')}
      </Link>
      {' · '}
      <Link to="/console/members/$memberId/handover" params={{ memberId: profile.memberId }}>
        {handover('link')}
      </Link>
    </p>
  )
}

function Counts({ profile }: { readonly profile: PermissionProfile }) {
  const { t } = useTranslation('authority')
  const held = profile.rights.filter(({ allowed }) => allowed)
  const counts = [
    { label: t('profile.held'), count: held.length },
    { label: t('profile.risky'), count: held.filter(({ key }) => isRisky(riskOf(key))).length },
    { label: t('profile.restricted'), count: profile.restrictions.filter(({ inForce }) => inForce).length },
    { label: t('profile.lost'), count: profile.lost.length },
  ]
  return (
    <dl className="counts">
      {counts.map(({ label, count }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  )
}
