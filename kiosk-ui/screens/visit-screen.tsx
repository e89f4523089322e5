import type { VisitStatus } from '@saoy/contracts/visit/status';
import { AdviceScreen } from './advice-screen.tsx';
import { AppointmentScreen } from './appointment-screen.tsx';
import { AttractScreen } from './attract-screen.tsx';
import { CardCameraScreen } from './card-camera-screen.tsx';
import { CardChoiceScreen } from './card-choice-screen.tsx';
import { CardScreen } from './card-screen.tsx';
import { ChipScreen } from './chip-screen.tsx';
import { ConsentScreen } from './consent-screen.tsx';
import { DoneScreen } from './done-screen.tsx';
import { EndingScreen } from './ending-screen.tsx';
import { FaceScreen } from './face-screen.tsx';
import { FeeScreen } from './fee-screen.tsx';
import { HelpScreen } from './help-screen.tsx';
import { IdentityResultScreen } from './identity-result-screen.tsx';
import { LanguageScreen } from './language-screen.tsx';
import { OptionsScreen } from './options-screen.tsx';
import { ProcessingScreen } from './processing-screen.tsx';
import { ReadingScreen } from './reading-screen.tsx';
import { ReviewScreen } from './review-screen.tsx';
import { ScanScreen } from './scan-screen.tsx';
import { ServiceScreen } from './service-screen.tsx';

/** One situation, one screen: a forgotten one does not compile. */
export function VisitScreen({ visit }: { visit: VisitStatus }) {
  switch (visit.screen) {
    case 'attract':
      return <AttractScreen visit={visit} />;
    case 'language':
      return <LanguageScreen />;
    case 'service':
      return <ServiceScreen visit={visit} />;
    case 'help':
      return <HelpScreen />;
    case 'advice':
      return <AdviceScreen visit={visit} />;
    case 'consent':
      return <ConsentScreen />;
    case 'card-choice':
      return <CardChoiceScreen visit={visit} />;
    case 'card-camera':
      return <CardCameraScreen visit={visit} />;
    case 'card':
      return <CardScreen visit={visit} />;
    case 'chip':
      return <ChipScreen visit={visit} />;
    case 'face':
      return <FaceScreen visit={visit} />;
    case 'identity-result':
      return <IdentityResultScreen visit={visit} />;
    case 'scan':
      return <ScanScreen visit={visit} />;
    case 'reading':
      return <ReadingScreen visit={visit} />;
    case 'review':
      return <ReviewScreen visit={visit} key={visit.currentId} />;
    case 'options':
      return <OptionsScreen visit={visit} />;
    case 'fee':
      return <FeeScreen visit={visit} />;
    case 'processing':
      return <ProcessingScreen visit={visit} />;
    case 'appointment':
      return <AppointmentScreen visit={visit} />;
    case 'done':
      return <DoneScreen visit={visit} />;
    case 'ending':
      return <EndingScreen />;
    default:
      return visit satisfies never;
  }
}
