import { DownloadOutlined, PrinterOutlined, ReloadOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { RevocationView } from '@hufu/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useWrite } from '../../data/queries.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { RevocationStateTag, useTakingWords } from './revocation-words.tsx'
import { useReceiptFile } from './use-receipt-file.ts'

type Asking = { readonly view: RevocationView; readonly onAsked: (round: number) => void }
/** `children` stand beside what the state means: whether it is being read again. */
type Props = Asking & { readonly children: ReactNode }

/** Who lost rights, by whom and why, how far it has come, and what can be done. */
export function RevocationHead({ view, onAsked, children }: Props) {
  const { t } = useTranslation('revocations')
  const takingWords = useTakingWords()
  return (
    <header className="sheet profile-head">
      <Avatar name={view.memberName} size={56} />
      <div className="profile-who">
        <h1>
          {view.memberName} <RevocationStateTag state={view.state} />
        </h1>
        <p className="quiet">
          {view.by} · <Time at={view.at} /> · {takingWords(view)}
          {' · '}
          <Link to="/console/members/$memberId" params={{ memberId: view.memberId }}>
            {t('profile')}
          </Link>
        </p>
        {view.because === '' ? null : <p>{view.because}</p>}
        <p className={`revocation-lead revocation-lead-${view.state}`} role="status">
          {t(`stateLead.${view.state}`)} {children}
        </p>
      </div>
      <Acts view={view} onAsked={onAsked} />
    </header>
  )
}

function Acts({ view, onAsked }: Asking) {
  const { t } = useTranslation('revocations')
  const tell = useTell()
  const navigate = useNavigate()
  const params = { revocationId: view.id }
  const receipt = useReceiptFile(view.id)
  const verify = useWrite(contract.revocations.verify, {
    onDone: ({ round }) => {
      tell.done(t('verifying'))
      onAsked(round)
    },
  })
  // There is a receipt only of what is verified; until then that is the reason, for who may have it.
  const may =
    view.state === 'verified' || !view.can.receipt.allowed
      ? view.can.receipt
      : { allowed: false, because: 'revocation/not-verified' }
  return (
    <div className="page-acts">
      <ReasonButton
        icon={<ReloadOutlined />}
        can={view.can.verify}
        permission="perm.verify"
        loading={verify.isPending}
        onClick={() => verify.mutate({ params, body: {} }, { onError: tell.problem })}
      >
        {t('verify')}
      </ReasonButton>
      <ReasonButton
        icon={<PrinterOutlined />}
        can={may}
        permission="perm.receipt.view"
        onClick={() => void navigate({ to: '/console/revocations/$revocationId/receipt', params })}
      >
        {t('receipt.printView')}
      </ReasonButton>
      <ReasonButton
        type="primary"
        icon={<DownloadOutlined />}
        can={may}
        permission="perm.receipt.view"
        loading={receipt.busy}
        onClick={receipt.take}
      >
        {t('receipt.download')}
      </ReasonButton>
    </div>
  )
}
