import { CopyOutlined, DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { RECOVERY_CODES, contract } from '@hufu/contract'
import type { FactorsView } from '@hufu/contract'
import { Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay, useMe } from '../../data/me.ts'
import { readAgain } from '../../data/queries.ts'
import { saveText } from '../../data/save.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time, clockTime } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

/** So few left that it is time for new ones. */
const FEW = 3

/** Codes on paper for the day when the phone is lost. */
export function RecoveryCodes({ factors: { recovery } }: { readonly factors: FactorsView }) {
  const { t } = useTranslation('security')
  const may = useMay('sec.self.manage')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { make, dialog } = useMake(recovery !== null, setCodes)
  return (
    <section className="sheet sheet-pad security-part" aria-label={t('recovery.title')}>
      <h2>{t('recovery.title')}</h2>
      <p className="quiet">{t('recovery.lead')}</p>
      {recovery === null ? null : (
        <p>
          <span className={recovery.left > FEW ? 'tag tag-good' : 'tag tag-warn'}>
            {t('recovery.left', { left: recovery.left, all: RECOVERY_CODES })}
          </span>{' '}
          {t('recovery.made')} <Time at={recovery.madeAt} />
        </p>
      )}
      <div className="security-acts">
        <ReasonButton can={may} permission="sec.self.manage" onClick={make}>
          {t(recovery === null ? 'recovery.make' : 'recovery.anew')}
        </ReasonButton>
      </div>
      {codes === null ? null : <Codes codes={codes} onClose={() => setCodes(null)} />}
      {dialog}
    </section>
  )
}

function useMake(again: boolean, onMade: (codes: readonly string[]) => void) {
  const { t } = useTranslation('security')
  const { ask: askFirst, dialog } = useConsequence()
  const make = (): void =>
    askFirst({
      title: t(again ? 'recovery.anew' : 'recovery.make'),
      lines: [t('recovery.once'), ...(again ? [t('recovery.void')] : [])],
      act: t(again ? 'recovery.anew' : 'recovery.make'),
      danger: again,
      reason: false,
      onAct: async () => {
        const { codes } = await ask(contract.factors.makeRecoveryCodes, { body: {} })
        onMade(codes)
        await readAgain()
      },
    })
  return { make, dialog }
}

type CodesProps = { readonly codes: readonly string[]; readonly onClose: () => void }

// Shown once: whoever has not kept them does not get out of here by accident.
function Codes({ codes, onClose }: CodesProps) {
  const { t } = useTranslation('security')
  const me = useMe()
  const [kept, setKept] = useState(false)
  const text = codes.join('\n')
  const [date] = useState(() => clockTime(Date.now()))
  const head = t('recovery.head', { company: me.workspace.name, login: me.login, date })
  return (
    <Modal
      open
      title={t('recovery.title')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" disabled={!kept} onClick={onClose}>
          {t('recovery.close')}
        </Button>
      }
      destroyOnHidden
    >
      <p>{t('recovery.shown')}</p>
      <section className="security-codes" aria-label={t('recovery.title')}>
        <p className="quiet">{head}</p>
        <ol>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </section>
      <Keeping text={text} head={head} login={me.login} />
      <Checkbox checked={kept} onChange={({ target }) => setKept(target.checked)}>
        {t('recovery.kept')}
      </Checkbox>
    </Modal>
  )
}

type KeepingProps = { readonly text: string; readonly head: string; readonly login: string }

/** The ways to keep them. */
function Keeping({ text, head, login }: KeepingProps) {
  const { t } = useTranslation('security')
  const { t: common } = useTranslation()
  const tell = useTell()
  return (
    <div className="security-acts security-keep">
      <Button
        icon={<CopyOutlined />}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(() => tell.done(common('act.copied')), tell.problem)
        }
      >
        {common('act.copy')}
      </Button>
      <Button
        icon={<DownloadOutlined />}
        onClick={() => saveText(`${head}\n\n${text}\n`, t('recovery.file', { login }))}
      >
        {common('act.download')}
      </Button>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('recovery.print')}
      </Button>
    </div>
  )
}
