import { innate, permission } from '@hufu/authority'
import { contract, revocationReason } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { useTell } from '../../ui/tell.tsx'
import { REASON_TO_COME, usePreviewed } from '../../rights/use-previewed.tsx'
import { seeRevocation } from '../revocations/see-revocation.tsx'
import { useReasonKinds } from '../revocations/revocation-words.tsx'
import { listed } from '../../words/listed.ts'

const NAMED_MAX = 6

type TakeBack = {
  readonly ask: (permissions: 'all' | readonly string[]) => void
  readonly dialog: ReactNode
}

/** Taking back some or all rights of a person: by which paths they are held and what exactly is lost, then acts. */
export function useTakeBack(profile: PermissionProfile, onDone: () => void): TakeBack {
  const { t } = useTranslation('authority')
  const { t: revocations } = useTranslation('revocations')
  const kinds = useReasonKinds()
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const { memberId, name } = profile
  const open = (permissions: 'all' | readonly string[]): void => {
    const keys = permissions === 'all' ? takeable(profile) : permissions
    const asked = permissions === 'all' ? permissions : [...permissions]
    const names = keys.slice(0, NAMED_MAX).map((key) => `“${nameOfPermission(key)}”`)
    const named = listed(names) + (keys.length > NAMED_MAX ? t('takeBack.more', { count: keys.length }) : '')
    askFirst({
      title: t(permissions === 'all' ? 'takeBack.titleAll' : 'takeBack.title', { name }),
      lines: [
        permissions === 'all'
          ? t('takeBack.all', { count: keys.length })
          : t('takeBack.which', { count: keys.length, names: named }),
        t('takeBack.direct'),
        t('takeBack.other'),
        t('takeBack.now'),
      ],
      act: t('takeBack.act'),
      danger: true,
      reason: true,
      kind: { label: revocations('kind'), options: kinds, first: 'request' },
      steps: [
        {
          do: 'revocations.take',
          with: { memberId, permissions: asked, reason: 'request', because: REASON_TO_COME },
        },
      ],
      more: <Paths profile={profile} keys={keys} />,
      onAct: async (because, _, kind) => {
        const { id, ended, restricted, applied } = await ask(contract.revocations.take, {
          body: { memberId, permissions: asked, reason: revocationReason.parse(kind), because },
        })
        tell.done(
          t('takeBack.done', { ended: ended.length, restricted: restricted.length }),
          applied,
          seeRevocation(id),
        )
        onDone()
        await readAgain()
      },
    })
  }
  return { ask: open, dialog }
}

/** Feature rights held and takeable; administration ends with the seat. */
const takeable = (profile: PermissionProfile): readonly string[] =>
  profile.rights
    .filter(({ key }) => !innate.some((each) => each === key))
    .filter(({ key, allowed, can }) => allowed && can.takeBack.allowed && permission(key)?.kind === 'feature')
    .map(({ key }) => key)

/** By which paths each right is held now: that is what the act will meet. */
function Paths({ profile, keys }: { readonly profile: PermissionProfile; readonly keys: readonly string[] }) {
  const { t } = useTranslation('authority')
  const rows = profile.rights.filter(({ key }) => keys.includes(key))
  return (
    <div className="paths" role="group" aria-label={t('rights.from')}>
      {rows.map(({ key, sources }) => (
        <p key={key}>
          <span>{nameOfPermission(key)}</span>
          <small className="quiet">
            {listed(sources.filter(({ kind }) => kind !== 'restriction').map(({ label }) => label))}
          </small>
        </p>
      ))}
    </div>
  )
}
