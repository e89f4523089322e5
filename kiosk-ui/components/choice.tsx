import type { LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components/Button';

export interface ChoiceProps {
  label: string;
  hint?: string | undefined;
  icon?: LucideIcon | undefined;
  /** One primary choice a screen at most. */
  tone?: 'primary' | 'plain' | 'quiet';
  /** `large` for the one decision of a screen, `small` for tools beside it. */
  size?: 'large' | 'normal' | 'small';
  isDisabled?: boolean;
  autoFocus?: boolean;
  onPress: () => void;
}

/** A thing the person can do: a verb, with an icon that never stands alone. */
export function Choice({
  label,
  hint,
  icon: Icon,
  tone = 'plain',
  size = 'normal',
  isDisabled = false,
  autoFocus = false,
  onPress,
}: ChoiceProps) {
  return (
    <Button
      className={`choice choice-${tone} choice-${size}`}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      onPress={onPress}
    >
      {Icon && <Icon className="choice-icon" aria-hidden="true" />}
      <span className="choice-words">
        <span className="choice-label">{label}</span>
        {hint && <span className="choice-hint">{hint}</span>}
      </span>
    </Button>
  );
}
