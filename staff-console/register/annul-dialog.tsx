import { type RegisterRow, staffApi } from '@saoy/contracts/staff-api';
import { useMutation } from '@tanstack/react-query';
import {
  Button,
  Dialog,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  TextArea,
  TextField,
} from 'react-aria-components';
import { FaultNote } from '../fault-note.tsx';
import { call } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

/** Annulment by decision (Circular 01/2020 art. 7): number, date, signer, reason. */
export function AnnulDialog({ row, onClose }: { row: RegisterRow; onClose: (isDone: boolean) => void }) {
  const { t } = useLanguage();
  const annul = useMutation({
    mutationFn: (form: FormData) =>
      call(staffApi.annul, {
        params: { code: row.code },
        body: {
          decisionNumber: String(form.get('decisionNumber')),
          decisionDate: String(form.get('decisionDate')),
          signer: String(form.get('signer')),
          reason: String(form.get('reason')),
          replacedBy: String(form.get('replacedBy') ?? '').trim() || null,
        },
      }),
    onSuccess: () => onClose(true),
  });
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose(false)} className="veil">
      <Modal className="modal">
        <Dialog>
          <Heading slot="title">{t.annulTitle}</Heading>
          <p>
            {t.columns.number} {row.number} · {row.book} · {row.code}
          </p>
          <p className="note">{t.annulLine}</p>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              annul.mutate(new FormData(event.currentTarget));
            }}
          >
            <TextField name="decisionNumber" isRequired maxLength={100} autoFocus>
              <Label>{t.decisionNumber}</Label>
              <Input />
            </TextField>
            <TextField name="decisionDate" isRequired type="date">
              <Label>{t.decisionDate}</Label>
              <Input />
            </TextField>
            <TextField name="signer" isRequired maxLength={200}>
              <Label>{t.signer}</Label>
              <Input />
            </TextField>
            <TextField name="reason" isRequired maxLength={1000}>
              <Label>{t.reason}</Label>
              <TextArea rows={3} />
            </TextField>
            <TextField name="replacedBy" maxLength={20}>
              <Label>{t.replacedBy}</Label>
              <Input autoCapitalize="characters" spellCheck="false" />
            </TextField>
            {annul.isError && <FaultNote error={annul.error} />}
            <div className="choices">
              <Button type="submit" className="danger" isDisabled={annul.isPending}>
                {t.confirmAnnul}
              </Button>
              <Button onPress={() => onClose(false)}>{t.cancel}</Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
