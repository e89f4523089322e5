import { Check } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { formatVnd } from '../texts/format.ts';
import type { ScreenProps } from './screen-props.ts';

export function FeeScreen({ visit }: ScreenProps<'fee'>) {
  const { texts, send, say, status } = useKiosk();
  return (
    <Situation
      title={texts.fee.title}
      lead={visit.isCollected ? texts.fee.collected : texts.fee.free}
      picture={
        <table className="fee">
          <tbody>
            {visit.lines.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two papers may have the same title.
              <tr key={i}>
                <th scope="row">
                  {say(line.title)}
                  <span className="fee-detail">{texts.fee.line(line.pages, line.copies)}</span>
                </th>
                <td>{formatVnd(line.totalVnd, status.language)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{texts.fee.total}</th>
              <td>{formatVnd(visit.totalVnd, status.language)}</td>
            </tr>
          </tfoot>
        </table>
      }
    >
      <Notice tone="calm">{texts.fee.basis(visit.basis)}</Notice>
      <Choice
        tone="primary"
        size="large"
        icon={Check}
        label={texts.fee.confirm}
        hint={texts.fee.confirmHint}
        onPress={() => send({ type: 'confirm-request' })}
      />
    </Situation>
  );
}
