import { contract } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { ExplainDrawer } from '../../rights/explain-drawer.tsx'
import { GiveDrawer } from '../../rights/give-drawer.tsx'
import { RightsList } from '../../rights/rights-list.tsx'
import { useLives } from '../../rights/use-lives.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { ProfileAside } from './profile-aside.tsx'
import { ProfileHead } from './profile-head.tsx'
import { useTakeBack } from './take-back.tsx'
import '../console.css'

const here = getRouteApi('/signed/console/members/$memberId')

/** The permission profile of a person: every right, where it comes from, and what can be done about it. */
export function ProfilePage() {
  const { memberId } = here.useParams()
  const read = useAsk(contract.authority.profile, { params: { memberId } })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(profile) => <Profile key={memberId} profile={profile} />}
    </Shown>
  )
}

type Open = { readonly what: 'give' | 'restrict'; readonly key: string | undefined } | null

function Profile({ profile }: { readonly profile: PermissionProfile }) {
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { ask: takeBack, dialog } = useTakeBack(profile, () => setChosen(new Set()))
  const lives = useLives()
  const show = (what: 'give' | 'restrict', key?: string): void => setOpen({ what, key })
  const choose = (key: string, how: boolean): void =>
    setChosen((before) => new Set(how ? [...before, key] : [...before].filter((each) => each !== key)))
  return (
    <div className="page profile">
      <ProfileHead
        profile={profile}
        onGive={() => show('give')}
        onRestrict={() => show('restrict')}
        onTakeBackAll={() => takeBack('all')}
      />
      <div className="profile-columns">
        <RightsList
          rights={profile.rights}
          filter={{ find: search.find ?? '', show: search.show ?? 'all' }}
          onFilter={({ find, show: which }) =>
            void navigate({
              search: (before) => ({
                ...before,
                find: find === '' ? undefined : find,
                show: which === 'all' ? undefined : which,
              }),
              replace: true,
            })
          }
          acts={{
            onWhy: ({ key }) => void navigate({ search: (before) => ({ ...before, permission: key }) }),
            onGive: ({ key }) => show('give', key),
            onTakeBack: ({ key }) => takeBack([key]),
            chosen,
            onChoose: choose,
            lives: { subject: profile.name, own: false, onAct: lives.ask },
          }}
        />
        <ProfileAside profile={profile} />
      </div>
      <ChosenBar
        count={chosen.size}
        onClear={() => setChosen(new Set())}
        onTakeBack={() => takeBack([...chosen])}
      />
      {dialog}
      {lives.dialog}
      <Drawers profile={profile} open={open} onClose={() => setOpen(null)} />
    </div>
  )
}

type DrawersProps = {
  readonly profile: PermissionProfile
  readonly open: Open
  readonly onClose: () => void
}

function Drawers({ profile, open, onClose }: DrawersProps) {
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const { memberId, name } = profile
  if (search.permission !== undefined)
    return (
      <ExplainDrawer
        memberId={memberId}
        name={name}
        permissionKey={search.permission}
        reader="console"
        onClose={() => void navigate({ search: (before) => ({ ...before, permission: undefined }) })}
      />
    )
  if (open === null) return null
  return (
    <GiveDrawer
      kind={open.what === 'give' ? 'grant' : 'restriction'}
      subjects={[{ type: 'member', id: memberId, name }]}
      {...(open.key === undefined ? {} : { permissionKey: open.key })}
      onClose={onClose}
    />
  )
}

type BarProps = { readonly count: number; readonly onClear: () => void; readonly onTakeBack: () => void }

function ChosenBar({ count, onClear, onTakeBack }: BarProps) {
  const { t } = useTranslation('authority')
  if (count === 0) return null
  return (
    <div className="chosen-bar" role="region" aria-label={t('profile.chosen', { count })}>
      <strong aria-live="polite">{t('profile.chosen', { count })}</strong>
      <Button onClick={onClear}>{t('profile.clear')}</Button>
      <Button danger type="primary" onClick={onTakeBack}>
        {t('profile.takeBackSome')}
      </Button>
    </div>
  )
}
