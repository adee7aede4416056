import type { PermissionProfile } from '@hufu/contract'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import type { LifeAct, Living } from './use-lives.tsx'

type Props = {
  readonly grant: Living
  readonly onAct: (act: LifeAct, grant: Living) => void
  /** Small words beside others, or buttons of their own. Default words. */
  readonly as?: 'words' | 'buttons'
}

/** What an administrator can do with a grant that was given: suspend it or resume it, and extend one that has an end. */
export function LifeActs({ grant, onAct, as = 'words' }: Props) {
  const { t } = useTranslation('lives')
  const { life, until, right } = grant
  const rests = life.suspended !== null
  const button = (act: 'suspend' | 'resume' | 'extend') => (
    <ReasonButton
      size="small"
      type={as === 'words' ? 'link' : 'default'}
      can={life.can[act]}
      permission={act === 'suspend' ? 'perm.revoke' : 'perm.grant'}
      given={right}
      aria-label={t('act', { act: t(act), right })}
      onClick={() => onAct(act, grant)}
    >
      {t(act)}
    </ReasonButton>
  )
  return (
    <span className="life-acts">
      {button(rests ? 'resume' : 'suspend')}
      {until === null ? null : button('extend')}
    </span>
  )
}

/** Whose grants a list of rights shows, to themself or to an administrator, and who hears what is to be done with one. */
export type Lives = {
  readonly subject: string
  readonly own: boolean
  readonly onAct: (act: LifeAct, grant: Living) => void
}
type Source = PermissionProfile['rights'][number]['sources'][number]
type SourceProps = {
  readonly source: Source
  /** The right it stands beside. */
  readonly permissionKey: string
  readonly lives: Lives
}

/** What can be done with one thing that gives a right: only with what was given to one person alone. */
export function SourceActs({ source, permissionKey, lives: { subject, own, onAct } }: SourceProps) {
  const { id, path, label, until, life } = source
  if (life === null || (path !== 'direct' && path !== 'role')) return null
  const right = path === 'role' ? label : nameOfPermission(permissionKey)
  const grant = { id, right, subject, until, life }
  return own ? <GiveUp grant={grant} onAct={onAct} /> : <LifeActs grant={grant} onAct={onAct} />
}

function GiveUp({ grant, onAct }: Props) {
  const { t } = useTranslation('lives')
  if (!grant.life.can.relinquish.allowed) return null
  return (
    <Button
      type="link"
      size="small"
      aria-label={t('act', { act: t('giveUp'), right: grant.right })}
      onClick={() => onAct('giveUp', grant)}
    >
      {t('giveUp')}
    </Button>
  )
}
