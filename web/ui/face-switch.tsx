import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { ButtonMenu } from './button-menu.tsx'
import { Seal } from './seal.tsx'

export type Face = 'messenger' | 'console'

/** The seal at the top left: behind it the way from the messenger to the console and back. */
export function FaceSwitch({ face, withName = false }: { readonly face: Face; readonly withName?: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <ButtonMenu
      selectedKeys={[face]}
      items={[
        { key: 'company', type: 'group', label: me.workspace.name },
        { key: 'messenger', label: <Link to="/">{t('face.messenger')}</Link> },
        { key: 'console', label: <Link to="/console">{t('face.console')}</Link> },
      ]}
    >
      <button
        type="button"
        className="face-switch"
        {...(withName ? {} : { 'aria-label': t('face.switch') })}
        aria-haspopup="menu"
      >
        <Seal size={withName ? 32 : 40} />
        {withName ? (
          <span className="face-name">
            <strong>{t('app')}</strong>
            <small>{t(`face.${face}`)}</small>
            <span className="sr-only">{t('face.switch')}</span>
          </span>
        ) : null}
      </button>
    </ButtonMenu>
  )
}
