import { hasPostgres, type PostgresCluster, startPostgres } from '../../tests/fixtures/postgres.ts';
import { openTestService, type TestService } from './service-context.ts';

/** One way to store; the same suite must pass on every one. */
export interface EngineUnderTest {
  readonly name: string;
  open(): Promise<TestService>;
  stop(): Promise<void>;
}

function postgresEngine(): EngineUnderTest {
  let cluster: PostgresCluster | undefined;
  return {
    name: 'PostgreSQL',
    async open() {
      cluster ??= await startPostgres();
      return openTestService({ databaseUrl: await cluster.createDatabase() });
    },
    async stop() {
      await cluster?.stop();
    },
  };
}

/** The embedded database, and PostgreSQL where its binaries are installed. */
export const enginesUnderTest = (): EngineUnderTest[] => [
  { name: 'PGlite', open: () => openTestService(), stop: async () => undefined },
  ...(hasPostgres() ? [postgresEngine()] : []),
];

/** The same two for a whole server: the address to give it, none for the embedded database. */
export function serverDatabases(): {
  name: string;
  open(): Promise<string | undefined>;
  stop(): Promise<void>;
}[] {
  let cluster: PostgresCluster | undefined;
  return [
    { name: 'PGlite', open: async () => undefined, stop: async () => undefined },
    ...(hasPostgres()
      ? [
          {
            name: 'PostgreSQL',
            open: async () => {
              cluster = await startPostgres();
              return cluster.createDatabase();
            },
            stop: async () => cluster?.stop(),
          },
        ]
      : []),
  ];
}
