export * from './tables/annulments.ts';
export * from './tables/certificate-watch.ts';
export * from './tables/copy-versions.ts';
export * from './tables/people-and-machines.ts';
export * from './tables/register.ts';
export * from './tables/requests.ts';
export * from './tables/seal.ts';
export * from './tables/transparency.ts';
