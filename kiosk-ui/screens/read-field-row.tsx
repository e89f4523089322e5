import type { ReadField } from '@saoy/contracts/requests/view';
import { CircleX, Eye, TriangleAlert, Undo2 } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { maskField } from './mask-field.ts';

/** One line as read. Touching it shows it whole, marks its place on the page, and lets it be called wrong. */
export function ReadFieldRow({
  field,
  isSelected,
  onSelect,
  onQuestion,
}: {
  field: ReadField & { isQuestioned: boolean };
  isSelected: boolean;
  onSelect: () => void;
  onQuestion: (isQuestioned: boolean) => void;
}) {
  const { texts, say } = useKiosk();
  const shown = isSelected ? field.value : maskField(field);
  const isMasked = shown !== field.value;
  return (
    <li className={`read-field ${isSelected ? 'read-field-selected' : ''}`}>
      <Button className="read-field-button" aria-pressed={isSelected} onPress={onSelect}>
        <span className="read-field-label">
          {say(field.label)}
          {field.isQuestioned && (
            <span className="read-field-sign wrong">
              <CircleX aria-hidden="true" /> {texts.review.marked}
            </span>
          )}
          {!field.isQuestioned && field.needsConfirmation && (
            <span className="read-field-sign unsure">
              <TriangleAlert aria-hidden="true" /> {texts.review.unsure}
            </span>
          )}
        </span>
        <span className="read-field-value" lang="vi">
          {shown === '' ? '—' : shown}
          {isMasked && <Eye className="read-field-eye" aria-label={texts.review.show} />}
        </span>
      </Button>
      {isSelected && (
        <Choice
          icon={field.isQuestioned ? Undo2 : CircleX}
          label={field.isQuestioned ? texts.review.unmark : texts.review.wrong}
          onPress={() => onQuestion(!field.isQuestioned)}
        />
      )}
    </li>
  );
}
