import { Check, type LucideIcon } from 'lucide-react';
import { ToggleButton } from 'react-aria-components/ToggleButton';

/** A choice that stays chosen; said by a tick and a word, not by colour alone. */
export function ToggleChoice({
  label,
  hint,
  icon: Icon,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  label: string;
  hint: string;
  icon: LucideIcon;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (isSelected: boolean) => void;
}) {
  return (
    <ToggleButton
      className="toggle-choice"
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <Icon className="choice-icon" aria-hidden="true" />
      <span className="choice-label">{label}</span>
      <span className="choice-hint">{hint}</span>
      <span className="tick" aria-hidden="true">
        {isSelected && <Check />}
      </span>
    </ToggleButton>
  );
}
