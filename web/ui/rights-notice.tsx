import type { ServerFrame } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from './permission-name.tsx'

type RightsFrame = Extract<ServerFrame, { type: 'rights' }>

/** More than these are told by number on my permissions, not one by one. */
const SHOWN_MAX = 6

/** Tells me which of my rights came and went, by whom and why. */
export function useRightsNotice(): (frame: RightsFrame) => void {
  const { notification } = App.useApp()
  const { t } = useTranslation()
  return useCallback(
    (frame) => {
      const line = ({ key, words }: RightsFrame['lost'][number]) => (
        <li key={key}>{words === '' ? nameOfPermission(key) : words}</li>
      )
      const more = (count: number) => (count > SHOWN_MAX ? <li>… +{count - SHOWN_MAX}</li> : null)
      const { lost, gained } = frame
      if (lost.length > 0)
        notification.warning({
          key: `rights-lost-${frame.revision}`,
          title: t('rights.lost', { name: nameOfPermission(lost[0]?.key ?? '') }),
          description: (
            <>
              <ul className="rights-lines">
                {lost.slice(0, SHOWN_MAX).map(line)}
                {more(lost.length)}
              </ul>
              <Link to="/me/permissions">{t('rights.see')}</Link>
            </>
          ),
          duration: 12,
        })
      if (gained.length > 0)
        notification.success({
          key: `rights-gained-${frame.revision}`,
          title: t('rights.gained', { name: nameOfPermission(gained[0]?.key ?? '') }),
          description: (
            <ul className="rights-lines">
              {gained.slice(0, SHOWN_MAX).map(line)}
              {more(gained.length)}
            </ul>
          ),
          duration: 8,
        })
    },
    [notification, t],
  )
}
