import { BadgeCheck, CircleHelp, FileText } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';
import { OriginalToCopy } from '../drawings/original-to-copy.tsx';
import type { ScreenProps } from './screen-props.ts';

export function ServiceScreen({ visit }: ScreenProps<'service'>) {
  const { texts, send } = useKiosk();
  const icons = { certified: BadgeCheck, digital: FileText };
  const hints = { certified: texts.service.certifiedHint, digital: texts.service.digitalHint };
  return (
    <Situation title={texts.service.title} picture={<OriginalToCopy />}>
      {visit.products.map((product) => (
        <Choice
          key={product}
          size="large"
          icon={icons[product]}
          label={texts.service[product]}
          hint={hints[product]}
          onPress={() => send({ type: 'choose-product', product })}
        />
      ))}
      <Choice
        tone="quiet"
        icon={CircleHelp}
        label={texts.service.help}
        onPress={() => send({ type: 'open-help' })}
      />
    </Situation>
  );
}
