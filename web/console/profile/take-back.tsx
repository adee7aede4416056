import { innate, permission } from '@hufu/authority'
import { contract, revocationReason } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PreviewedDialog, REASON_TO_COME } from '../../rights/use-previewed.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { useTell } from '../../ui/tell.tsx'
import { listed } from '../../words/listed.ts'
import { useReasonKinds } from '../revocations/revocation-words.tsx'
import { seeRevocation } from '../revocations/see-revocation.tsx'
import { EndingField } from './ending-field.tsx'
import { choicesOf, pathsFor } from './paths.ts'
import type { Choices, Ending } from './paths.ts'
import { PathChoices } from './path-choices.tsx'

const NAMED_MAX = 6

type Asked = 'all' | readonly string[]
type TakeBack = { readonly ask: (permissions: Asked) => void; readonly dialog: ReactNode }

/** Taking back some or all rights of a person: what becomes of each path, how it ends, and what exactly is lost; then acts. */
export function useTakeBack(profile: PermissionProfile, onDone: () => void): TakeBack {
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = (): void => setAsked(null)
  return {
    ask: setAsked,
    dialog:
      asked === null ? null : (
        <TakeBackDialog profile={profile} asked={asked} onClose={close} onDone={onDone} />
      ),
  }
}

type DialogProps = {
  readonly profile: PermissionProfile
  readonly asked: Asked
  readonly onClose: () => void
  readonly onDone: () => void
}

function TakeBackDialog({ profile, asked, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('authority')
  const { t: revocations } = useTranslation('revocations')
  const kinds = useReasonKinds()
  const [choices, setChoices] = useState<Choices>(new Map())
  const [ending, setEnding] = useState<Ending>({ mode: 'now' })
  const { memberId, name } = profile
  const all = asked === 'all'
  const keys = all ? takeable(profile) : asked
  const body = {
    memberId,
    permissions: all ? ('all' as const) : [...asked],
    ...(ending.mode === 'now' ? {} : { ending }),
  }
  const take = useTake(onDone)
  const onAct = (because: string, kind: string): Promise<void> =>
    take({ ...body, ...chosenPaths(choices), reason: revocationReason.parse(kind), because })
  const tried = { reason: 'request', because: REASON_TO_COME, ...chosenPaths(choices, REASON_TO_COME) }
  return (
    <PreviewedDialog
      title={t(all ? 'takeBack.titleAll' : 'takeBack.title', { name })}
      lines={[<Which key="which" keys={keys} all={all} />, t('takeBack.direct')]}
      act={t('takeBack.act')}
      danger
      reason
      blocked={choices.values().some(({ how, because }) => how === 'keep' && because.trim() === '')}
      kind={{ label: revocations('kind'), options: kinds, first: 'request' }}
      steps={[{ do: 'revocations.take', with: { ...body, ...tried } }]}
      more={
        <>
          <PathChoices paths={pathsFor(profile, keys)} choices={choices} onChoose={setChoices} />
          <EndingField ending={ending} onChange={setEnding} />
        </>
      }
      onAct={(because, _, kind) => onAct(because, kind)}
      onClose={onClose}
    />
  )
}

function Which({ keys, all }: { readonly keys: readonly string[]; readonly all: boolean }) {
  const { t } = useTranslation('authority')
  const names = keys.slice(0, NAMED_MAX).map((key) => `“${nameOfPermission(key)}”`)
  const more = keys.length > NAMED_MAX ? t('takeBack.more', { count: keys.length }) : ''
  return all
    ? t('takeBack.all', { count: keys.length })
    : t('takeBack.which', { count: keys.length, names: listed(names) + more })
}

type Body = Parameters<typeof ask<typeof contract.revocations.take>>[1]['body']

/** Takes, and says what came of it. */
function useTake(onDone: () => void): (body: Body) => Promise<void> {
  const { t } = useTranslation('authority')
  const tell = useTell()
  return async (body) => {
    const { id, planId, ended, restricted, applied } = await ask(contract.revocations.take, { body })
    const counts = { ended: ended.length, restricted: restricted.length }
    const rest = planId === null ? '' : t('takeBack.rest')
    tell.done(
      id === null ? t('takeBack.later') : t('takeBack.done', counts) + rest,
      applied,
      seeRevocation(id),
    )
    onDone()
    await readAgain()
  }
}

/** `meanwhile` stands for a reason that is not typed yet. */
function chosenPaths(choices: Choices, meanwhile = '') {
  const paths = choicesOf(choices, meanwhile)
  return paths.length === 0 ? {} : { paths }
}

/** Feature rights held and takeable; administration ends with the seat. */
const takeable = (profile: PermissionProfile): readonly string[] =>
  profile.rights
    .filter(({ key }) => !innate.some((each) => each === key))
    .filter(({ key, allowed, can }) => allowed && can.takeBack.allowed && permission(key)?.kind === 'feature')
    .map(({ key }) => key)
