import { FolderOpenOutlined, SafetyOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { BackupLine, Can } from '@hufu/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { sizeWords } from '../messenger/when.ts'
import { ReasonButton } from '../ui/reason-button.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time } from '../ui/time.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import { BackupDrawer } from './backup-drawer.tsx'
import type { Opened } from './backup-drawer.tsx'
import './handover.css'

const routes = contract.handover

type Props = {
  readonly memberId: string
  readonly name: string
  /** Whether one may be sealed from here; left out where one only reads. */
  readonly take?: Can
}

/** Sealed backups of a person, who opened them, and the way in. */
export function Backups({ memberId, name, take }: Props) {
  const { t } = useTranslation('handover')
  const read = useAsk(routes.backups, { params: { memberId } })
  const [opened, setOpened] = useState<Opened | null>(null)
  const { seal, open, dialog } = useBackupActs({ memberId, name }, setOpened)
  return (
    <section className="sheet sheet-pad" aria-label={t('backups.title')}>
      <header className="section-head">
        <h2>{t('backups.title')}</h2>
        {take === undefined ? null : (
          <ReasonButton icon={<SafetyOutlined />} can={take} permission="handover.run" onClick={seal}>
            {t('backups.take')}
          </ReasonButton>
        )}
      </header>
      <p className="quiet">{t('backups.lead')}</p>
      <Shown read={read} skeleton={<RowsSkeleton rows={1} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('backups.none')}</p>
          ) : (
            <ul className="handover-cards">
              {items.map((backup) => (
                <Backup key={backup.id} backup={backup} onOpen={() => open(backup)} />
              ))}
            </ul>
          )
        }
      </Shown>
      {dialog}
      {opened === null ? null : <BackupDrawer opened={opened} onClose={() => setOpened(null)} />}
    </section>
  )
}

function Backup({ backup, onOpen }: { readonly backup: BackupLine; readonly onOpen: () => void }) {
  const { t } = useTranslation('handover')
  const { takenAt, by, files, bytes, sha256, openings, can } = backup
  return (
    <li>
      <div className="handover-card-head">
        <span className="stack">
          <strong>
            {t('backups.at')} <Time at={takenAt} /> · {by}
          </strong>
          <small>{t('backups.size', { files, size: sizeWords(bytes) })}</small>
          <small className="handover-sum">
            {t('backups.checksum')} <code>{sha256}</code>
          </small>
        </span>
        <ReasonButton icon={<FolderOpenOutlined />} can={can.open} permission="handover.run" onClick={onOpen}>
          {t('backups.open')}
        </ReasonButton>
      </div>
      <details>
        <summary>
          {t('backups.openings')} · {t('count', { count: openings.length })}
        </summary>
        {openings.length === 0 ? <p className="quiet">{t('backups.noOpenings')}</p> : null}
        <ul className="lines">
          {openings.map((one, place) => (
            <li key={place}>
              <span>
                {one.by} {one.file === null ? t('backups.opened') : t('backups.read', { file: one.file })}
              </span>
              <small className="quiet">
                <Time at={one.at} />
              </small>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function useBackupActs({ memberId, name }: Props, onOpened: (opened: Opened) => void) {
  const { t } = useTranslation('handover')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const seal = (): void =>
    askFirst({
      title: t('backups.takeTitle'),
      lines: [t('backups.takeLine', { name })],
      act: t('backups.take'),
      danger: false,
      onAct: async (because) => {
        const { applied } = await ask(routes.takeBackup, { body: { memberId, because } })
        tell.done(t('backups.taken'), applied)
        await readAgain()
      },
    })
  const open = ({ id }: BackupLine): void =>
    askFirst({
      title: t('backups.openTitle'),
      lines: [t('backups.openLine')],
      act: t('backups.open'),
      danger: false,
      reason: false,
      onAct: async () => {
        onOpened(await ask(routes.openBackup, { params: { backupId: id }, body: {} }))
        await readAgain()
      },
    })
  return { seal, open, dialog }
}
