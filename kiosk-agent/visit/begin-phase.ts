import type { VisitCommand } from '@saoy/contracts/visit/command';
import { enterCapture } from './capture-phase.ts';
import { confirmByStaff } from './confirm-by-staff.ts';
import { type ActiveState, go, refuse, type Transition, toPhase, withVisit } from './transition.ts';
import type { Moment } from './visit-input.ts';
import { newIdentityCheck, newVisit, type VisitState } from './visit-state.ts';
import { whyOutOfService } from './why-out-of-service.ts';

/** Nobody is here yet: only `begin` (or choosing a language, which begins as well) does anything. */
export function stepAttract(state: VisitState, command: VisitCommand, moment: Moment): Transition {
  if (command.type === 'set-display') return go({ ...state, display: command.display });
  if (command.type === 'ask-staff') return go({ ...state, isStaffCalled: true }, { type: 'call-staff' });
  if (command.type !== 'begin' && command.type !== 'choose-language') return refuse(state);
  if (whyOutOfService(state) !== null) return refuse(state);
  const begun: ActiveState = { ...state, visit: newVisit(moment.id, moment.secret), fault: null };
  const active = withVisit(begun, {
    options: {
      ...begun.visit.options,
      delivery: { print: state.canPrint, download: true, email: null },
    },
  });
  return command.type === 'begin'
    ? go(active)
    : go(toPhase({ ...active, language: command.language }, 'service'));
}

/** Language, service, advice and consent. */
export function stepBegin(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  switch (state.visit.phase) {
    case 'service': {
      if (command.type === 'back') return go(toPhase(state, 'language'));
      if (command.type !== 'choose-product') return refuse(state);
      if (!state.configuration?.products.includes(command.product)) return refuse(state);
      return go(toPhase(state, 'advice', { product: command.product }));
    }
    case 'advice':
      if (command.type === 'back') return go(toPhase(state, 'service', { product: null }));
      return command.type === 'continue' ? go(toPhase(state, 'consent')) : refuse(state);
    case 'consent':
      if (command.type === 'back') return go(toPhase(state, 'advice'));
      if (command.type !== 'give-consent') return refuse(state);
      return command.face
        ? go(toPhase(state, 'card', { identity: newIdentityCheck() }))
        : confirmByStaff(state, moment);
    case 'identity-result':
      return stepIdentityResult(state, command, moment);
    default:
      return refuse(state);
  }
}

function stepIdentityResult(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  const { identity } = state.visit;
  const mayRetry =
    identity.method === 'face' && identity.outcome?.decision !== 'match' && identity.face.attemptsLeft > 0;
  if (command.type === 'retry' && mayRetry) {
    const face = {
      ...identity.face,
      step: 'starting' as const,
      guidance: null,
      isRetry: true,
      isBusy: false,
    };
    return go(toPhase(state, 'face', { identity: { ...identity, face, outcome: null, method: null } }), {
      type: 'show-camera',
    });
  }
  if (command.type === 'identify-by-staff' && identity.method === 'face')
    return confirmByStaff(state, moment);
  if (command.type !== 'continue') return refuse(state);
  // A face that does not match is not the end of the way: a person looks at the card instead.
  const isRefused = identity.outcome?.decision === 'no-match';
  const next = isRefused ? { ...identity, method: 'staff' as const } : identity;
  return go(enterCapture(toPhase(state, 'scan', { identity: next }), moment));
}
