import {
  AuditOutlined,
  CloudUploadOutlined,
  CrownOutlined,
  DashboardOutlined,
  EyeOutlined,
  FileDoneOutlined,
  IdcardOutlined,
  LockOutlined,
  PartitionOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SettingOutlined,
  SolutionOutlined,
  StopOutlined,
  SwapOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** One page of the console with its place in the menu. */
export type Place = {
  readonly to:
    | '/console'
    | '/console/members'
    | '/console/positions'
    | '/console/groups'
    | '/console/visibility'
    | '/console/imports'
    | '/console/administrators'
    | '/console/creator'
    | '/console/critical'
    | '/console/grants'
    | '/console/restrictions'
    | '/console/plans'
    | '/console/revocations'
    | '/console/requests'
    | '/console/roles'
    | '/console/explorer'
    | '/console/ledger'
    | '/console/protection'
    | '/console/settings'
  readonly word:
    | 'overview'
    | 'members'
    | 'positions'
    | 'groups'
    | 'visibility'
    | 'imports'
    | 'administrators'
    | 'creator'
    | 'critical'
    | 'grants'
    | 'restrictions'
    | 'plans'
    | 'revocations'
    | 'requests'
    | 'roles'
    | 'explorer'
    | 'ledger'
    | 'protection'
    | 'settings'
  readonly icon: ReactNode
}
type Group = {
  readonly word: 'directory' | 'authority' | 'audit' | 'company' | null
  readonly places: readonly Place[]
}

/** The console's pages in groups, in the order in which they are shown. */
export const menu: readonly Group[] = [
  { word: null, places: [{ to: '/console', word: 'overview', icon: <DashboardOutlined /> }] },
  {
    word: 'directory',
    places: [
      { to: '/console/members', word: 'members', icon: <TeamOutlined /> },
      { to: '/console/positions', word: 'positions', icon: <IdcardOutlined /> },
      { to: '/console/groups', word: 'groups', icon: <TagsOutlined /> },
      { to: '/console/visibility', word: 'visibility', icon: <EyeOutlined /> },
      { to: '/console/imports', word: 'imports', icon: <CloudUploadOutlined /> },
    ],
  },
  {
    word: 'authority',
    places: [
      { to: '/console/administrators', word: 'administrators', icon: <CrownOutlined /> },
      { to: '/console/creator', word: 'creator', icon: <SwapOutlined /> },
      { to: '/console/grants', word: 'grants', icon: <SafetyCertificateOutlined /> },
      { to: '/console/restrictions', word: 'restrictions', icon: <StopOutlined /> },
      { to: '/console/plans', word: 'plans', icon: <ScheduleOutlined /> },
      { to: '/console/revocations', word: 'revocations', icon: <RollbackOutlined /> },
      { to: '/console/requests', word: 'requests', icon: <FileDoneOutlined /> },
      { to: '/console/critical', word: 'critical', icon: <ThunderboltOutlined /> },
      { to: '/console/roles', word: 'roles', icon: <SolutionOutlined /> },
      { to: '/console/explorer', word: 'explorer', icon: <PartitionOutlined /> },
    ],
  },
  { word: 'audit', places: [{ to: '/console/ledger', word: 'ledger', icon: <AuditOutlined /> }] },
  {
    word: 'company',
    places: [
      { to: '/console/protection', word: 'protection', icon: <LockOutlined /> },
      { to: '/console/settings', word: 'settings', icon: <SettingOutlined /> },
    ],
  },
]

/** The grouped menu of the console. */
export function ConsoleMenu({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation('console')
  return (
    <nav className="console-menu" aria-label={t('menu.label')}>
      {menu.map((group) => (
        <div key={group.word ?? 'first'}>
          {group.word === null ? null : <h2>{t(`menu.${group.word}`)}</h2>}
          {group.places.map(({ to, word, icon }) => (
            <Link
              key={to}
              to={to}
              className="console-way"
              activeOptions={{ exact: to === '/console', includeSearch: false }}
              activeProps={{ className: 'console-way console-way-here', 'aria-current': 'page' }}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              <span aria-hidden>{icon}</span>
              {t(`menu.${word}`)}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  )
}

/** The menu's entry for an address, with its group. */
export function placeOf(address: string): { readonly group: Group['word']; readonly place: Place } | null {
  const path = address.replace(/\/$/, '')
  for (const { word, places } of menu.toReversed())
    for (const place of places)
      if (path === place.to || (place.to !== '/console' && path.startsWith(`${place.to}/`)))
        return { group: word, place }
  return null
}
