export {
  DEFAULT_SERVICES_PORT,
  generatePki,
  type PkiIndex,
  type PkiIndexEntry,
  type PkiOptions,
} from './generate-pki.ts';
export { DEVELOPMENT_MARKER } from './identities.ts';
export {
  type Faults,
  type PkiServices,
  type PkiServicesOptions,
  type ServiceFault,
  startPkiServices,
} from './pki-services.ts';
