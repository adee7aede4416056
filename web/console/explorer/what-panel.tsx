import { modules, permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { placeOf } from '../../rights/place.ts'
import type { Place } from '../../rights/place.ts'
import { RiskTag, nameOfModule, nameOfPermission, riskOf } from '../../ui/permission-name.tsx'
import { EmptyState, Shown } from '../../ui/states.tsx'
import { AsOf, Asked } from './asked.tsx'
import { explorerRoute, useQuestion } from './route.ts'

/** Everything one person can do at one place, by module; each leads to why. */
export function WhatPanel() {
  const { t } = useTranslation('explorer')
  const { memberId, where, at } = useQuestion()
  const target = placeOf(where, memberId)
  return (
    <div className="explorer-panel">
      <Asked person />
      <AsOf />
      <section className="sheet sheet-pad" aria-label={t('tabs.what')}>
        {memberId === undefined || target === null ? (
          <EmptyState title={t('choose')} hint={t('what.lead')} />
        ) : (
          <What memberId={memberId} target={target} at={at} />
        )}
      </section>
    </div>
  )
}

type WhatProps = { readonly memberId: string; readonly target: Place; readonly at: string | null }

function What({ memberId, target, at }: WhatProps) {
  const { t } = useTranslation('explorer')
  const read = useAsk(contract.authority.whatCan, {
    body: { memberId, target, ...(at === null ? {} : { at }) },
  })
  const member = useAsk(contract.directory.member, { params: { memberId } })
  return (
    <Shown read={read}>
      {({ permissions }) =>
        permissions.length === 0 ? (
          <EmptyState title={t('what.none')} />
        ) : (
          <div className="what">
            <h2 aria-live="polite">
              {t('what.count', { name: member.data?.name ?? '…', count: permissions.length })}
            </h2>
            <ByModule keys={permissions} />
          </div>
        )
      }
    </Shown>
  )
}

function ByModule({ keys }: { readonly keys: readonly string[] }) {
  const groups = Object.keys(modules)
    .map((module) => ({ module, keys: keys.filter((key) => permission(key)?.module === module) }))
    .filter((group) => group.keys.length > 0)
  return (
    <div className="what-modules">
      {groups.map((group) => (
        <section key={group.module} aria-label={nameOfModule(group.module)}>
          <h3>
            {nameOfModule(group.module)} <span className="quiet number">{group.keys.length}</span>
          </h3>
          <ul>
            {group.keys.map((key) => (
              <li key={key}>
                <WhyLink permissionKey={key} />
                {riskOf(key) === 'low' ? null : <RiskTag risk={riskOf(key)} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function WhyLink({ permissionKey }: { readonly permissionKey: string }) {
  const { t } = useTranslation('explorer')
  const search = explorerRoute.useSearch()
  const name = nameOfPermission(permissionKey)
  return (
    <Link
      to="/console/explorer"
      search={{ ...search, tab: 'why', permission: permissionKey }}
      title={t('what.whyOf', { name })}
    >
      {name}
    </Link>
  )
}
