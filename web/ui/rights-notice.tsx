import type { ServerFrame } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from './permission-name.tsx'

type RightsFrame = Extract<ServerFrame, { type: 'rights' }>
type Changed = RightsFrame['lost']

/** More than these are told by number, and stand on my permissions: a notice lies over what somebody is doing. */
const SHOWN_MAX = 3

/** Tells me which of my rights came and went, by whom and why. */
export function useRightsNotice(): (frame: RightsFrame) => void {
  const { notification } = App.useApp()
  const { t } = useTranslation()
  return useCallback(
    ({ lost, gained, revision }) => {
      const name = (rights: Changed): string => nameOfPermission(rights[0]?.key ?? '')
      if (lost.length > 0)
        notification.warning({
          key: `rights-lost-${revision}`,
          title:
            lost.length > SHOWN_MAX
              ? t('rights.lostMany', { count: lost.length })
              : t('rights.lost', { name: name(lost) }),
          description: <Lines rights={lost} />,
          duration: 12,
        })
      if (gained.length > 0)
        notification.success({
          key: `rights-gained-${revision}`,
          title:
            gained.length > SHOWN_MAX
              ? t('rights.gainedMany', { count: gained.length })
              : t('rights.gained', { name: name(gained) }),
          description: <Lines rights={gained} />,
          duration: 8,
        })
    },
    [notification, t],
  )
}

function Lines({ rights }: { readonly rights: Changed }) {
  const { t } = useTranslation()
  const more = rights.length - SHOWN_MAX
  return (
    <>
      <ul className="rights-lines">
        {rights.slice(0, SHOWN_MAX).map(({ key, words }) => (
          <li key={key}>{words === '' ? nameOfPermission(key) : words}</li>
        ))}
        {more > 0 ? <li>… +{more}</li> : null}
      </ul>
      <Link to="/me/permissions">{t('rights.see')}</Link>
    </>
  )
}
