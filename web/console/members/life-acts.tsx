import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

/** What changes a member's standing in the company: suspend, restore, leave. Each shows its consequence first. */
export function LifeActs({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const { dialog, suspend, restore, depart } = useLife(member)
  if (member.status === 'departed') return null
  const may = { can: member.can['org.member.disable'], permission: 'org.member.disable' }
  return (
    <section className="card-part card-life">
      {member.status === 'suspended' ? (
        <ReasonButton {...may} type="primary" onClick={restore}>
          {t('life.restore')}
        </ReasonButton>
      ) : (
        <ReasonButton {...may} danger onClick={suspend}>
          {t('life.suspend')}
        </ReasonButton>
      )}
      <ReasonButton
        can={member.can['org.member.delete']}
        permission="org.member.delete"
        danger
        onClick={depart}
      >
        {t('life.depart')}
      </ReasonButton>
      {dialog}
    </section>
  )
}

function useLife({ id, name }: MemberCard) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  type Route =
    | typeof contract.directory.suspend
    | typeof contract.directory.restore
    | typeof contract.directory.depart
  const act = (route: Route, done: string) => async (because: string) => {
    const { applied } = await ask(route, { params: { memberId: id }, body: { because } })
    tell.done(done, applied)
    await readAgain()
  }
  return {
    dialog,
    suspend: () =>
      askFirst({
        title: t('life.suspendTitle', { name }),
        lines: [t('life.suspendLines.rights'), t('life.suspendLines.sessions'), t('life.suspendLines.keeps')],
        act: t('life.suspend'),
        onAct: act(contract.directory.suspend, t('life.suspended')),
      }),
    restore: () =>
      askFirst({
        title: t('life.restoreTitle', { name }),
        lines: [t('life.restoreLine', { name })],
        act: t('life.restore'),
        danger: false,
        onAct: act(contract.directory.restore, t('life.restored')),
      }),
    depart: () =>
      askFirst({
        title: t('life.departTitle', { name }),
        lines: [
          t('life.departLines.rights'),
          t('life.departLines.appointments'),
          t('life.departLines.forGood'),
        ],
        act: t('life.depart'),
        onAct: act(contract.directory.depart, t('life.departed')),
      }),
  }
}
