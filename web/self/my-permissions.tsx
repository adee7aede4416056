import { isRisky, permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { ExplainDrawer } from '../rights/explain-drawer.tsx'
import { LostList } from '../rights/lost-list.tsx'
import { RightsList } from '../rights/rights-list.tsx'
import { useLives } from '../rights/use-lives.tsx'
import { Catalogue } from '../requests/catalogue.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { nameOfPermission, riskOf } from '../ui/permission-name.tsx'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { MyHistory } from './my-history.tsx'
import { MyRevocations } from './my-revocations.tsx'
import './self.css'

const here = getRouteApi('/signed/work/me/permissions')
const tabs = ['have', 'lost', 'askable', 'history'] as const

/** What I have and why, what I lost, and what was done about me. */
export function MyPermissionsPage() {
  const { t } = useTranslation('self')
  const { t: asking } = useTranslation('asking')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const read = useAsk(contract.authority.myPermissions, {})
  return (
    <div className="page page-narrow">
      <PageHead title={t('permissions')} lead={t('permissionsLead')} />
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(profile) => (
          <Tabs
            tabBarGutter={20}
            activeKey={tabs.find((tab) => tab === search.tab) ?? 'have'}
            onChange={(tab) => void navigate({ search: (before) => ({ ...before, tab }), replace: true })}
            items={[
              { key: 'have', label: t('tabs.have'), children: <Have profile={profile} /> },
              {
                key: 'lost',
                label: `${t('tabs.lost')}${profile.lost.length > 0 ? ` ${profile.lost.length}` : ''}`,
                children: (
                  <section className="sheet sheet-pad self-have">
                    <MyRevocations />
                    <LostList
                      lost={profile.lost}
                      renderAct={(lost) => <AskBack profile={profile} lost={lost} />}
                    />
                  </section>
                ),
              },
              { key: 'askable', label: asking('catalogue.title'), children: <AskableTab /> },
              { key: 'history', label: t('tabs.history'), children: <MyHistory /> },
            ]}
          />
        )}
      </Shown>
    </div>
  )
}

function AskableTab() {
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const [show, setShow] = useState('all')
  return (
    <Catalogue
      filter={{ find: search.lookFor === undefined ? '' : wordFor(search.lookFor), show }}
      onFilter={(filter) => {
        setShow(filter.show)
        void navigate({
          search: (before) => ({ ...before, lookFor: filter.find === '' ? undefined : filter.find }),
          replace: true,
        })
      }}
    />
  )
}

type AskBackProps = {
  readonly profile: PermissionProfile
  readonly lost: PermissionProfile['lost'][number]
}

/** A way to ask for what was lost, while it has not come back. */
function AskBack({ profile, lost }: AskBackProps) {
  const { t } = useTranslation('asking')
  if (profile.rights.some(({ key, allowed }) => key === lost.key && allowed)) return null
  if (permission(lost.key)?.kind !== 'feature') return null
  return (
    <Link
      to="/me/requests/new"
      search={{ permission: lost.key, place: addressOf(lost.scope) }}
      aria-label={t('lost.actFor', { name: nameOfPermission(lost.key) })}
    >
      {t('lost.act')}
    </Link>
  )
}

/** Where a right was held, as an address says it; several departments are chosen anew. */
function addressOf(scope: AskBackProps['lost']['scope']): string | undefined {
  if (scope?.type === 'resource') return `${scope.kind}:${scope.id}`
  if (scope?.type !== 'departments') return undefined
  const [only, ...others] = scope.ids
  return only === undefined || others.length > 0 ? undefined : `department:${only}`
}

function Have({ profile }: { readonly profile: PermissionProfile }) {
  const { t } = useTranslation('self')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const { ask, dialog } = useLives()
  const [show, setShow] = useState(search.lookFor === undefined ? 'held' : 'all')
  const setWhy = (why: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, why }), replace: true })
  const held = profile.rights.filter(({ allowed }) => allowed)
  return (
    <div className="self-have">
      <p>
        {t('summary', { held: held.length, risky: held.filter(({ key }) => isRisky(riskOf(key))).length })}{' '}
        <span className="quiet">{t('ask')}</span>
      </p>
      <RightsList
        rights={profile.rights}
        filter={{ find: search.lookFor === undefined ? '' : wordFor(search.lookFor), show }}
        onFilter={(filter) => {
          setShow(filter.show)
          void navigate({
            search: (before) => ({ ...before, lookFor: filter.find === '' ? undefined : filter.find }),
            replace: true,
          })
        }}
        acts={{
          onWhy: ({ key }) => setWhy(key),
          lives: { subject: profile.name, own: true, onAct: ask },
        }}
      />
      {dialog}
      {search.why === undefined ? null : (
        <ExplainDrawer
          memberId={profile.memberId}
          name={profile.name}
          permissionKey={search.why}
          reader="self"
          onClose={() => setWhy(undefined)}
        />
      )}
    </div>
  )
}

/** Links look for a key; people read and type names. */
const wordFor = (lookFor: string): string => nameOfPermission(lookFor)
